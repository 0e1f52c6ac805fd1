import { describe, expect, it } from "vitest";
import { readKeyframes, readTiming } from "../src/engine/keyframes.ts";

const read = (frames: unknown) => readKeyframes(JSON.stringify(frames), (css) => `(${css})`);

describe("keyframes of animations", () => {
  it("keep what an animation is made of, every value rewritten", () => {
    expect(
      read([
        { offset: 0, easing: "ease-in", opacity: 0, backgroundImage: "url(x)", "--a": "b" },
        { offset: 1, opacity: "1", composite: "add", computedOffset: 1 },
      ]),
    ).toEqual([
      { offset: 0, easing: "(ease-in)", opacity: 0, backgroundImage: "(url(x))", "--a": "(b)" },
      { offset: 1, opacity: "(1)", composite: "(add)" },
    ]);
  });

  it("leave out what is no property or no value", () => {
    expect(
      read([
        { offset: 7, "a b": "x", __proto__x: "x", "{": "x", top: null, left: ["x"], right: {} },
        7,
        null,
      ]),
    ).toEqual([{}, {}, {}]);
    expect(read([{ top: "x".repeat(100_000) }])).toEqual([{}]);
  });

  it.each(["", "{", "{}", "7", "null", JSON.stringify(Array(2000).fill({}))])(
    "are none in %.20s",
    (json) => {
      expect(readKeyframes(json, (css) => css)).toBeNull();
    },
  );
});

describe("timing of animations", () => {
  it("keeps numbers and words, and goes on for ever where nothing is said of how often", () => {
    const timing = { delay: -5, duration: 100, iterations: null, fill: "both", easing: "linear" };
    expect(readTiming(JSON.stringify(timing))).toEqual({ ...timing, iterations: Infinity });
    expect(readTiming(JSON.stringify({ iterations: 2.5, direction: "alternate" }))).toEqual({
      iterations: 2.5,
      direction: "alternate",
    });
  });

  it("leaves out what is neither", () => {
    const timing = { duration: "auto", delay: 1e300, endDelay: {}, fill: 7, target: "x" };
    expect(readTiming(JSON.stringify(timing))).toEqual({});
    expect(readTiming("{")).toEqual({});
  });
});
