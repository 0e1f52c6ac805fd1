import { describe, expect, test } from "vitest";
import { TILE, Tiles } from "../src/engine/features/drawings/tiles.ts";

/** A drawing of 3 by 2 tiles, the last ones cut off. */
const WIDTH = 2 * TILE + 40;
const HEIGHT = TILE + 10;

function drawing(...dots: readonly [x: number, y: number, colour: number][]): Uint32Array {
  const pixels = new Uint32Array(WIDTH * HEIGHT);
  for (const [x, y, colour] of dots) pixels[y * WIDTH + x] = colour;
  return pixels;
}

function places(tiles: Tiles, pixels: Uint32Array): number[][] {
  return tiles
    .compare(pixels, WIDTH, HEIGHT)
    .map(({ left, top, width, height, empty }) => [left, top, width, height, empty ? 1 : 0]);
}

describe("tiles of a drawing", () => {
  test("nothing is told of an empty drawing, and nothing twice", () => {
    const tiles = new Tiles();
    expect(places(tiles, drawing())).toEqual([]);
    const dot = drawing([5, 5, 7]);
    expect(places(tiles, dot)).toEqual([[0, 0, TILE, TILE, 0]]);
    expect(places(tiles, dot)).toEqual([]);
  });

  test("tiles beside and under each other are one area", () => {
    const corners = drawing(
      [0, 0, 1],
      [TILE, 0, 2],
      [WIDTH - 1, 0, 3],
      [0, TILE, 4],
      [TILE, TILE, 5],
      [WIDTH - 1, HEIGHT - 1, 6],
    );
    expect(places(new Tiles(), corners)).toEqual([[0, 0, WIDTH, HEIGHT, 0]]);
  });

  test("what is wiped is told as empty, apart from what is drawn", () => {
    const tiles = new Tiles();
    places(tiles, drawing([0, 0, 1], [TILE, 0, 2]));
    expect(places(tiles, drawing([0, 0, 3]))).toEqual([
      [0, 0, TILE, TILE, 0],
      [TILE, 0, TILE, TILE, 1],
    ]);
  });

  test("a drawing that was forgotten, or has another size, is told again", () => {
    const tiles = new Tiles();
    const dot = drawing([5, 5, 7]);
    places(tiles, dot);
    tiles.forget();
    expect(places(tiles, dot)).toEqual([[0, 0, TILE, TILE, 0]]);
    const areas = tiles.compare(new Uint32Array(4).fill(9), 2, 2);
    expect(areas).toEqual([{ left: 0, top: 0, width: 2, height: 2, empty: false }]);
  });
});
