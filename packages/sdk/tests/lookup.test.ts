import type { ServerToVisitor, VisitorToServer } from "@userview/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LookupCodes } from "../src/companion/lookup/codes.ts";
import type { CompanionHost } from "../src/port.ts";

let sent: VisitorToServer[] = [];
let connected = true;
let element: { textContent: string } | null = null;
const options: { lookupCodeElement?: string } = {};
const settings = { lookup_code_element: null as string | null };

const host = {
  get options() {
    return { ...options };
  },
  settings,
  kept: {},
  send: (message: VisitorToServer) => {
    if (connected) sent.push(message);
    return connected;
  },
  guarded: (call: (...args: unknown[]) => void, ...args: unknown[]) => call(...args),
} as unknown as CompanionHost;

const given = (code: string | null, seconds = 600): ServerToVisitor => ({
  type: "lookup.code",
  code,
  expires_in_seconds: seconds,
});
const ask = (codes: LookupCodes, callback?: unknown) => codes.calls.getLookupCode([callback]);

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  connected = true;
  element = null;
  delete options.lookupCodeElement;
  vi.stubGlobal("document", {
    querySelector: (selector: string) => {
      if (selector === ":(") throw new SyntaxError("no selector");
      return selector === "#code" ? element : null;
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a page that asks gets the code, and the same one until it is about to expire", async () => {
  const codes = new LookupCodes(host);
  expect(sent).toEqual([]);
  const told: unknown[] = [];
  const [first, second] = [ask(codes, (code: unknown) => told.push(code)), ask(codes)];
  expect(sent).toEqual([{ type: "lookup.ask" }]);
  codes.received(given("048213"));
  expect(await Promise.all([first, second, ask(codes)])).toEqual(["048213", "048213", "048213"]);
  expect(told).toEqual(["048213"]);
  vi.advanceTimersByTime(590_000);
  const renewed = ask(codes);
  expect(sent).toHaveLength(2);
  codes.received(given("775501"));
  expect(await renewed).toBe("775501");
});

test("none is free: null, and the next one asks again", async () => {
  const codes = new LookupCodes(host);
  const none = ask(codes);
  codes.received(given(null, 0));
  expect(await none).toBeNull();
  void ask(codes);
  expect(sent).toHaveLength(2);
});

test("who asks while the connection is gone is answered when it is back", async () => {
  const codes = new LookupCodes(host);
  connected = false;
  const asked = ask(codes);
  expect(sent).toEqual([]);
  connected = true;
  codes.opened();
  expect(sent).toHaveLength(1);
  codes.received(given("048213"));
  expect(await asked).toBe("048213");
});

test("the element's text is the code, renewed when it expires, is used up or is of somebody else", () => {
  options.lookupCodeElement = "#code";
  const codes = new LookupCodes(host);
  expect(sent).toEqual([]);
  element = { textContent: "…" };
  vi.advanceTimersByTime(1000);
  expect(sent).toHaveLength(1);
  codes.received(given("048213"));
  expect(element.textContent).toBe("048213");
  vi.advanceTimersByTime(600_000);
  expect(sent).toHaveLength(2);
  codes.received(given("775501"));
  expect(element.textContent).toBe("775501");
  codes.received({ type: "lookup.used" });
  expect(sent).toHaveLength(3);
  codes.stop();
});

test("an element that a script builds anew has the code at once after the address changed", () => {
  options.lookupCodeElement = "#code";
  element = { textContent: "" };
  const codes = new LookupCodes(host);
  codes.received(given("048213"));
  element = { textContent: "" };
  codes.changed();
  expect(element.textContent).toBe("048213");
  options.lookupCodeElement = ":(";
  codes.changed();
  delete options.lookupCodeElement;
  settings.lookup_code_element = "#code";
  element = { textContent: "" };
  codes.changed();
  expect(element.textContent).toBe("048213");
  settings.lookup_code_element = null;
  codes.stop();
});
