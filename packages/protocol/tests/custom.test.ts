/** Custom messages are checked where they begin (rule G1). */
import { expect, test } from "vitest";
import { MAX_CUSTOM_BYTES, MAX_CUSTOM_DEPTH, readCustomMessage } from "../src/custom.ts";

function nested(levels: number): unknown {
  return levels === 0 ? {} : { a: nested(levels - 1) };
}

test("G1: an object goes as JSON makes it", () => {
  const when = new Date(0);
  const { message } = readCustomMessage({ when, none: undefined, n: Number.NaN }) as {
    message: object;
  };
  expect(message).toEqual({ when: "1970-01-01T00:00:00.000Z", n: null });
});

test.each([
  [undefined, "expected an object, got undefined"],
  [null, "expected an object, got object"],
  ["text", "expected an object, got string"],
  [[1], "expected an object, got a list"],
  [() => {}, "expected an object, got function"],
  [{ big: 1n }, "expected what JSON can write, got an error: TypeError"],
  [{ t: "\u00fc".repeat(MAX_CUSTOM_BYTES / 2) }, "expected at most 16384 bytes of JSON, got 16392"],
  [nested(MAX_CUSTOM_DEPTH), "expected at most 16 levels, got more"],
])("G1: what cannot be sent is named: %#", (given, fault) => {
  expect((readCustomMessage(given) as { fault: string }).fault).toContain(fault);
});

test("G1: the largest and the deepest are sent", () => {
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  expect(readCustomMessage(circle)).toHaveProperty("fault");
  expect(readCustomMessage(nested(MAX_CUSTOM_DEPTH - 1))).toHaveProperty("message");
  expect(readCustomMessage({ t: "x".repeat(MAX_CUSTOM_BYTES - 8) })).toHaveProperty("message");
});
