import { describe, expect, it } from "vitest";
import { timeLeft } from "../src/features/team/words.ts";

describe("the time that a link is good still", () => {
  const hour = 3_600_000;
  it.each([
    [7 * 24 * hour, "7 days"],
    [24 * hour, "1 day"],
    [24 * hour - 1, "23 hours"],
    [hour, "1 hour"],
    [hour - 1, "59 minutes"],
    [1, "1 minute"],
    [0, null],
    [-hour, null],
    [Number.NaN, null],
  ])("of %i ms is %s", (left, words) => {
    expect(timeLeft(1_000 + left, 1_000)).toBe(words);
  });
});
