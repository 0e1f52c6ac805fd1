import { expect, test } from "vitest";
import { PageCompanion } from "../src/companion/companion.ts";
import type { Piece, PieceKind } from "../src/companion/piece.ts";
import type { CompanionHost } from "../src/port.ts";

/** A host whose options can be changed, and what was warned of. */
function page(): { host: CompanionHost; warned: string[]; options: { tags?: string[] } } {
  const warned: string[] = [];
  const options: { tags?: string[] } = {};
  const host = { settings: {}, options, warn: (text: string) => warned.push(text) };
  return { host: host as unknown as CompanionHost, warned, options };
}

/** A piece that is wanted while the page has tags. */
function tagged(piece: Piece, started: () => void = () => {}): PieceKind {
  return {
    wanted: (_, options) => options.tags !== undefined,
    start: () => {
      started();
      return piece;
    },
  };
}

test("a piece runs while it is wanted", () => {
  const { host, options } = page();
  const seen: string[] = [];
  const kind = tagged(
    { calls: { say: ([text]) => `said ${text}` }, stop: () => void seen.push("stop") },
    () => seen.push("start"),
  );
  const companion = new PageCompanion(host, [kind]);
  expect(companion.call("say", ["a"], 0)).toBeUndefined();
  options.tags = [];
  companion.changed();
  companion.changed();
  expect(companion.call("say", ["b"], 0)).toBe("said b");
  expect(companion.call("toString", [], 0)).toBeUndefined();
  delete options.tags;
  companion.changed();
  expect(companion.call("say", ["c"], 0)).toBeUndefined();
  expect(seen).toEqual(["start", "stop"]);
});

test("a function that there is not is named, one that is not wanted is not", () => {
  const { host, warned } = page();
  const companion = new PageCompanion(host, [
    tagged({ calls: { trackEvent: () => {} }, stop: () => {} }),
  ]);
  for (const name of ["fly", "", "trackEvent", "requestAgent", "constructor"])
    expect(companion.call(name, [], 0)).toBeUndefined();
  expect(warned).toEqual(
    ["fly", "", "constructor"].map((name) => `there is no function "${name}"`),
  );
});

test("what a piece throws reaches neither the page nor the pieces beside it", () => {
  const { host, options, warned } = page();
  options.tags = [];
  const fault = (): never => {
    throw new Error("defect");
  };
  const heard: string[] = [];
  const companion = new PageCompanion(host, [
    tagged({ opened: fault, changed: fault, leave: fault, calls: { ask: fault }, stop: fault }),
    tagged({ stop: () => {} }, fault),
    tagged({ opened: () => void heard.push("opened"), stop: () => void heard.push("stop") }),
  ]);
  expect(warned).toHaveLength(1);
  companion.opened();
  companion.changed();
  companion.leave();
  expect(companion.call("ask", [], 0)).toBeUndefined();
  delete options.tags;
  companion.changed();
  expect(heard).toEqual(["opened", "stop"]);
  expect(warned).toHaveLength(6);
  expect(warned[1]).toContain("defect");
});
