import { CloseCode } from "@userview/protocol";
import { describe, expect, it } from "vitest";
import { type LinkEvent, type LinkState, step } from "../src/api/live/link.ts";

const half = () => 0.5;

function run(...events: LinkEvent[]) {
  let state: LinkState = { at: "idle" };
  const effects = [];
  for (const event of events) {
    const [next, made] = step(state, event, half);
    state = next;
    effects.push(...made);
  }
  return { state, effects };
}

const welcome: LinkEvent = { type: "welcome", connection: "c1", agent: null };
const opened: LinkEvent[] = [{ type: "start" }, { type: "opened" }, welcome];

describe("the life of the live connection", () => {
  it("H1 H2: says hello first, and joins again after every welcome", () => {
    const { state, effects } = run(...opened);
    expect(state).toEqual({ at: "open", connection: "c1", agent: null, fault: null });
    expect(effects).toEqual([{ type: "open" }, { type: "hello" }, { type: "rejoin" }]);
  });

  it("starting twice opens one connection", () => {
    expect(run({ type: "start" }, { type: "start" }).effects).toEqual([{ type: "open" }]);
  });

  it("K1: comes back after a lost network with full jitter under a bound that doubles", () => {
    const lost: LinkEvent = { type: "closed", code: 1006 };
    const { state, effects } = run(
      { type: "start" },
      lost,
      { type: "retry" },
      lost,
      { type: "retry" },
      lost,
    );
    expect(effects.filter((effect) => effect.type === "wait")).toEqual([
      { type: "wait", ms: 125 },
      { type: "wait", ms: 250 },
      { type: "wait", ms: 500 },
    ]);
    expect(state).toMatchObject({ at: "waiting", attempt: 2 });
  });

  it("K1: begins with short waits again once it was open", () => {
    const { effects } = run(...opened, { type: "closed", code: CloseCode.DRAINING });
    expect(effects.at(-1)).toEqual({ type: "wait", ms: 125 });
  });

  it.each([
    [CloseCode.OTHER_VERSION],
    [CloseCode.NOT_ALLOWED],
    [CloseCode.REPLACED],
    [CloseCode.BAD_MESSAGE],
  ])("K1: %i never comes back, and the last error says why (K2)", (code) => {
    const fault = { code: "unsupported_version", message: "this server speaks 3 to 4" };
    const { state, effects } = run(
      { type: "start" },
      { type: "opened" },
      { type: "fault", fault },
      { type: "closed", code },
      { type: "retry" },
    );
    expect(state).toEqual({ at: "stopped", code, fault });
    expect(effects.filter((effect) => effect.type === "wait")).toEqual([]);
  });

  it("K1: 4401 asks for new credentials, and a start after that opens again", () => {
    const { state, effects } = run(
      ...opened,
      { type: "closed", code: CloseCode.NOT_AUTHENTICATED },
      { type: "start" },
    );
    expect(effects.slice(3)).toEqual([{ type: "signedOut" }, { type: "open" }]);
    expect(state).toMatchObject({ at: "connecting", attempt: 0 });
  });

  it("a close of a connection that was given up changes nothing", () => {
    const { state } = run(...opened, { type: "stop" }, { type: "closed", code: 1000 });
    expect(state).toEqual({ at: "idle" });
  });
});
