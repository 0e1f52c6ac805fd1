/** Pixels of drawings. Reading waits for the graphics card, which takes far longer than the reading itself: so several are read at once. */

/** A drawing that is to be read. */
export interface Source {
  readonly image: HTMLCanvasElement | OffscreenCanvas;
  readonly width: number;
  readonly height: number;
}

/** Pixels that are read at once at most, unless one drawing has more. */
const MOST_PIXELS = 2_000_000;
/** Browsers make no canvas that is much taller. */
const MOST_ROWS = 16_384;

/** Those of the same width stand one below the other, in groups that are read at once, in the order in which they came. */
export function together<T extends { readonly source: Source }>(all: readonly T[]): T[][] {
  const groups: T[][] = [];
  const open = new Map<number, { group: T[]; rows: number }>();
  for (const one of all) {
    const { width, height } = one.source;
    const last = open.get(width);
    const rows = (last?.rows ?? 0) + height;
    if (last !== undefined && rows * width <= MOST_PIXELS && rows <= MOST_ROWS) {
      last.group.push(one);
      last.rows = rows;
      continue;
    }
    const group = [one];
    groups.push(group);
    open.set(width, { group, rows: height });
  }
  return groups;
}

/** The pixels of each; null where it has drawn something of another origin, which scripts may not read. */
export function read(sources: readonly Source[]): (ImageData | null)[] {
  const width = sources[0]?.width ?? 0;
  const rows = sources.reduce((sum, { height }) => sum + height, 0);
  // The page's own canvas is not read itself: browsers take it off the graphics card then. Several are gathered there first.
  const canvas = new OffscreenCanvas(width, rows);
  const context = canvas.getContext("2d", { willReadFrequently: sources.length === 1 });
  if (context === null) return sources.map(() => null);
  try {
    let row = 0;
    for (const { image, height } of sources) {
      context.drawImage(image, 0, row);
      row += height;
    }
    const { data } = context.getImageData(0, 0, width, rows);
    let at = 0;
    return sources.map(({ height }) => {
      const part = new Uint8ClampedArray(data.buffer, at, width * height * 4);
      at += part.length;
      return new ImageData(part, width, height);
    });
  } catch {
    // One is enough to make all unreadable.
    return sources.length === 1 ? [null] : sources.flatMap((source) => read([source]));
  }
}
