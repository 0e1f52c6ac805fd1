/** The page's console as an agent has it (rules O1-O3). */
import type { AgentToServer, ConsoleEntries, ConsoleEntry } from "@userview/protocol";
import { beforeEach, expect, test } from "vitest";
import { ConsoleLog } from "../src/api/live/console-log.ts";
import { fromHistory, linesAsText, shownLines } from "../src/features/watch/console-lines.ts";
import { SESSION } from "./support/session.ts";

let sent: AgentToServer[];
let connected: boolean;
let log: ConsoleLog;

beforeEach(() => {
  sent = [];
  connected = true;
  log = new ConsoleLog(SESSION, (message) => {
    if (connected) sent.push(message);
    return connected;
  });
});

function entries(serials: readonly number[], run = 1, dropped = 0): ConsoleEntries {
  const told = serials.map(
    (serial): ConsoleEntry => ({
      serial,
      level: serial % 2 ? "log" : "error",
      text: `Line ${serial}`,
      age_ms: 0,
    }),
  );
  return { type: "console.entries", session: SESSION, run, entries: told, dropped };
}

const texts = () => log.store.get().lines.map(({ text }) => text);

test("O1: what comes again after a lost connection is known; another page begins anew", () => {
  log.open(true);
  log.told(entries([1, 2]));
  log.rejoined(true);
  log.told(entries([1, 2, 3]));
  log.told(entries([1], 2, 5));
  expect(texts()).toEqual([
    "Line 1",
    "Line 2",
    "Line 3",
    "Another page",
    "5 more were too many to be shown",
    "Line 1",
  ]);
  expect(sent.map(({ type }) => type)).toEqual(["console.open", "console.open"]);
  log.close();
  log.close();
  expect(sent).toHaveLength(3);
});

test("who may not read asks for nothing, and a refusal is not asked again", () => {
  log.open(false);
  log.rejoined(false);
  log.open(true);
  log.refuse("agents may not read the page's console in this session");
  log.rejoined(true);
  expect(sent).toHaveLength(1);
  expect(log.store.get().refused).toContain("may not read");
});

test("O3: code and what came of it stand in the log; offline it is not run", () => {
  log.run("1 + 1");
  log.run("1 + 1");
  log.answered({ type: "console.result", session: SESSION, id: 1, kind: "value", text: "2" });
  connected = false;
  log.run("location.href");
  expect(sent).toMatchObject([
    { type: "console.run", id: 1, code: "1 + 1" },
    { type: "console.run", id: 2 },
  ]);
  expect(texts().slice(2)).toEqual(["2", "location.href", "You are offline: this was not run."]);
  expect(log.history).toEqual(["1 + 1", "location.href"]);
});

test("only so many lines are kept", () => {
  for (let at = 0; at < 11; at++)
    log.told(entries(Array.from({ length: 100 }, (_, index) => at * 100 + index + 1)));
  expect(log.store.get().lines).toHaveLength(1000);
  expect(texts()[0]).toBe("Line 101");
  log.clear();
  expect(texts()).toEqual([]);
});

test("lines are shown by level and words, and copied as shown", () => {
  log.told(entries([1, 2, 11]));
  const { lines } = log.store.get();
  const shown = (...args: [Parameters<typeof shownLines>[1], string]) =>
    shownLines(lines, ...args).map(({ text }) => text);
  expect(shown("errors", "")).toEqual(["Line 2"]);
  expect(shown("all", " LINE 1 ")).toEqual(["Line 1", "Line 11"]);
  expect(shown("warnings", "")).toEqual([]);
  expect(linesAsText(shownLines(lines, "errors", ""))).toMatch(/\[error\] Line 2$/);
});

test("inputs of before come back with the arrows", () => {
  const history = ["a", "b"];
  expect(fromHistory(history, 2, -1)).toEqual({ at: 1, code: "b" });
  expect(fromHistory(history, 0, -1)).toEqual({ at: 0, code: "a" });
  expect(fromHistory(history, 1, 1)).toEqual({ at: 2, code: "" });
  expect(fromHistory(history, 2, 1)).toEqual({ at: 2, code: "" });
});
