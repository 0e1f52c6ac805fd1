import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { splitText } from "../src/input/keyboard.ts";
import { Throttle } from "../src/input/throttle.ts";
import { place } from "../src/stage/layout.ts";

describe("the layout", () => {
  const window = { width: 1000, height: 800 };
  it("fits by scaling down alone, in the middle", () => {
    expect(place("fit", window, { width: 2000, height: 800 })).toEqual({
      scale: 0.5,
      left: 0,
      top: 200,
    });
    expect(place("fit", window, { width: 501, height: 400 })).toEqual({
      scale: 1,
      left: 249,
      top: 200,
    });
  });
  it("keeps 100 % and scrolls", () => {
    expect(place("actual", window, { width: 2000, height: 400 })).toEqual({
      scale: 1,
      left: 0,
      top: 200,
    });
  });
  it("shows the page only at the top left", () => {
    expect(place("page_only", window, window)).toEqual({ scale: 1, left: 0, top: 0 });
    expect(place("page_only", window, { width: 500, height: 1600 })).toEqual({
      scale: 0.5,
      left: 0,
      top: 0,
    });
  });
});

describe("the throttle", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("sends the first at once, the latest later, and never loses the last", () => {
    const sent: number[] = [];
    const throttle = new Throttle<number>(
      50,
      (value) => sent.push(value),
      () => Date.now(),
    );
    for (let value = 1; value <= 5; value++) throttle.push(value);
    expect(sent).toEqual([1]);
    vi.advanceTimersByTime(50);
    expect(sent).toEqual([1, 5]);
    throttle.push(6);
    throttle.flush();
    throttle.push(7);
    throttle.cancel();
    vi.advanceTimersByTime(500);
    expect(sent).toEqual([1, 5, 6]);
  });
});

describe("long text", () => {
  it("is split without breaking characters", () => {
    expect(splitText("", 3)).toEqual([]);
    expect(splitText("abcdef", 3)).toEqual(["abc", "def"]);
    expect(splitText("ab🎈cd", 3)).toEqual(["ab", "🎈c", "d"]);
  });
});
