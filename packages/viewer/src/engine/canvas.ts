/**
 * Canvases, as pictures of themselves.
 *
 * A document without scripts shows a canvas's fallback instead of its bitmap. CSS `content` makes it a picture of the
 * same size again, and it is still a `canvas` to the page's selectors.
 */
import { quoted } from "./css.ts";
import { styleOf } from "./dom.ts";
import { type AssetBase, pictureUrl } from "./urls.ts";

interface Shown {
  url: string;
  /** Counts what was asked for, so that a picture that decodes late does not replace a later one. */
  turn: number;
}

export class Canvases {
  private readonly shown = new WeakMap<HTMLCanvasElement, Shown>();

  constructor(private readonly assets: AssetBase) {}

  /** An empty canvas of the size that its attributes say. */
  clear(canvas: HTMLCanvasElement): void {
    this.put(canvas, blankPicture(canvas.width, canvas.height), this.nextTurn(canvas));
  }

  /** Shows a picture of the whole canvas, once it can be shown without a flash. */
  show(canvas: HTMLCanvasElement, picture: string): void {
    const url = pictureUrl(picture, this.assets);
    if (url === null) return;
    const turn = this.nextTurn(canvas);
    const image = new Image();
    image.src = url;
    image
      .decode()
      .then(() => {
        if (this.shown.get(canvas)?.turn === turn) this.put(canvas, url, turn);
      })
      // A picture that cannot be decoded leaves the canvas as it was.
      .catch(() => undefined);
  }

  /** The style attribute was replaced: the picture stays. */
  keep(canvas: HTMLCanvasElement): void {
    const shown = this.shown.get(canvas);
    if (shown !== undefined) this.put(canvas, shown.url, shown.turn);
  }

  private nextTurn(canvas: HTMLCanvasElement): number {
    const { url = "", turn = 0 } = this.shown.get(canvas) ?? {};
    this.shown.set(canvas, { url, turn: turn + 1 });
    return turn + 1;
  }

  private put(canvas: HTMLCanvasElement, url: string, turn: number): void {
    this.shown.set(canvas, { url, turn });
    styleOf(canvas)?.setProperty("content", `url(${quoted(url)})`, "important");
  }
}

/** Nothing, in this size. */
export function blankPicture(width: number, height: number): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
