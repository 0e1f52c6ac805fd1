/** Characters of a `data:` URL; what is larger would hold up all that comes behind it. */
const LARGEST_PICTURE = 1024 * 1024;
/** At quality 1 this format loses nothing, and is smaller than others that lose nothing. */
const TYPE = "image/webp";

/** What canvases show, and what of it was told. */
export class Canvases {
  readonly #told = new WeakMap<HTMLCanvasElement, string>();

  /** The canvas as a `data:` URL; null when it is empty, too large or not readable. */
  picture(canvas: HTMLCanvasElement): string | null {
    const picture = drawingOf(canvas);
    this.#told.set(canvas, picture ?? "");
    return picture;
  }

  /** The same, null when it is what was told of this canvas last, or when nothing was told of it yet. */
  newPicture(canvas: HTMLCanvasElement): string | null {
    const before = this.#told.get(canvas);
    if (before === undefined) return null;
    const picture = this.picture(canvas);
    if (picture === before) return null;
    // What was wiped, or cannot be read any more, is shown empty.
    return picture ?? (before === "" ? null : blankOf(canvas));
  }
}

function drawingOf(canvas: HTMLCanvasElement): string | null {
  if (canvas.width === 0 || canvas.height === 0) return null;
  try {
    const picture = canvas.toDataURL(TYPE, 1);
    return picture.length > LARGEST_PICTURE || picture === blankOf(canvas) ? null : picture;
  } catch {
    return null;
  }
}

const blanks = new Map<string, string>();
const MOST_BLANKS = 50;

function blankOf({ width, height }: HTMLCanvasElement): string {
  const size = `${width}x${height}`;
  const known = blanks.get(size);
  if (known !== undefined) return known;
  const blank = document.createElement("canvas");
  blank.width = width;
  blank.height = height;
  const picture = blank.toDataURL(TYPE, 1);
  if (blanks.size >= MOST_BLANKS) blanks.clear();
  blanks.set(size, picture);
  return picture;
}
