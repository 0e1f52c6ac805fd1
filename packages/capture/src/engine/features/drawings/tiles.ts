/** Pixels of a side of what is compared, and told, as one. */
export const TILE = 128;

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Whether nothing is drawn there. */
  readonly empty: boolean;
}

/** What was told of a drawing, tile by tile: a number for each, 0 for an empty one. */
export class Tiles {
  #told = new Uint32Array(0);
  #width = 0;
  #height = 0;

  /** Nothing is known of it: it is empty where it is shown. */
  forget(): void {
    this.#told.fill(0);
  }

  /**
   * The areas that are others than what was told; they count as told from now on.
   *
   * @param pixels one number each, row by row.
   */
  compare(pixels: Uint32Array, width: number, height: number): Area[] {
    const columns = Math.ceil(width / TILE);
    const rows = Math.ceil(height / TILE);
    if (width !== this.#width || height !== this.#height) {
      // A canvas of another size begins empty.
      this.#told = new Uint32Array(columns * rows);
      this.#width = width;
      this.#height = height;
    }
    const areas: Area[] = [];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const left = column * TILE;
        const top = row * TILE;
        const right = Math.min(left + TILE, width);
        const bottom = Math.min(top + TILE, height);
        const hash = hashOf(pixels, width, left, top, right, bottom);
        const place = row * columns + column;
        if (hash === this.#told[place]) continue;
        this.#told[place] = hash;
        areas.push({ left, top, width: right - left, height: bottom - top, empty: hash === 0 });
      }
    }
    return joined(areas);
  }
}

/** 32 bits for the pixels of an area, 0 when there is nothing in it. */
function hashOf(
  pixels: Uint32Array,
  width: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): number {
  let hash = 0x811c9dc5;
  let any = 0;
  for (let y = top; y < bottom; y++) {
    const end = y * width + right;
    for (let at = y * width + left; at < end; at++) {
      const pixel = pixels[at] as number;
      any |= pixel;
      hash = Math.imul(hash ^ pixel, 0x01000193);
      hash ^= hash >>> 15;
    }
  }
  return any === 0 ? 0 : hash >>> 0 || 1;
}

/** Neighbours as one: first those beside each other, then rows of the same width. */
function joined(areas: readonly Area[]): Area[] {
  const beside = merged(areas, (a, b) =>
    a.top === b.top && a.left + a.width === b.left ? { ...a, width: a.width + b.width } : null,
  );
  beside.sort((a, b) => a.left - b.left || a.width - b.width || a.top - b.top);
  return merged(beside, (a, b) =>
    a.left === b.left && a.width === b.width && a.top + a.height === b.top
      ? { ...a, height: a.height + b.height }
      : null,
  );
}

function merged(areas: readonly Area[], join: (a: Area, b: Area) => Area | null): Area[] {
  const result: Area[] = [];
  for (const area of areas) {
    const last = result.at(-1);
    const both = last !== undefined && last.empty === area.empty ? join(last, area) : null;
    if (both === null) result.push(area);
    else result[result.length - 1] = both;
  }
  return result;
}
