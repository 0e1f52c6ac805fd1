import { describe, expect, test } from "vitest";
import { type Source, together } from "../src/engine/features/drawings/readings.ts";

function wanted(...sizes: readonly [width: number, height: number][]): { source: Source }[] {
  return sizes.map(([width, height]) => ({
    source: { image: {} as HTMLCanvasElement, width, height },
  }));
}

function sizes(groups: readonly { source: Source }[][]): string[][] {
  return groups.map((group) => group.map(({ source }) => `${source.width}x${source.height}`));
}

describe("drawings that are read at once", () => {
  test("those of the same width are, in the order in which they came", () => {
    const groups = together(wanted([256, 256], [300, 10], [256, 100], [300, 20]));
    expect(sizes(groups)).toEqual([
      ["256x256", "256x100"],
      ["300x10", "300x20"],
    ]);
  });

  test("not more than two million pixels, but a larger one alone", () => {
    const groups = together(
      wanted([1000, 900], [1000, 3000], [1000, 1100], [1000, 900], [1000, 1]),
    );
    expect(sizes(groups)).toEqual([
      ["1000x900"],
      ["1000x3000"],
      ["1000x1100", "1000x900"],
      ["1000x1"],
    ]);
  });

  test("not taller than a canvas may be", () => {
    expect(sizes(together(wanted([1, 16_000], [1, 384], [1, 1])))).toEqual([
      ["1x16000", "1x384"],
      ["1x1"],
    ]);
  });
});
