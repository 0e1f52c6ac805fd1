import type { Assets } from "../../../assets/registry.ts";
import type { CanvasChoice } from "../../feature.ts";

/** Characters of a picture that stands in the stream itself; larger ones are assets. */
const LARGEST_INLINE = 64 * 1024;
type Encoding = CanvasChoice["encoding"];

/** Of what stands: webp loses nothing at quality 1, png never; jpeg, which is chosen to be small, does, and shows no transparency. */
const STILL_QUALITY: Readonly<Record<Encoding, number>> = { webp: 1, png: 1, jpeg: 0.92 };
/**
 * Of what moves nobody sees the details: tried one after the other until it is small enough to stand in the stream. Where
 * none is, it is told when it stands still.
 */
const MOVING_QUALITIES: Readonly<Record<Encoding, readonly number[]>> = {
  webp: [0.8, 0.5, 0.2],
  png: [1],
  jpeg: [0.8, 0.5, 0.2],
};
/** An asset has been fetched by then. */
const URL_LIFE_MS = 60_000;

/** Makes pictures of what was drawn, away from the page's own work. */
export class Pictures {
  readonly #assets: Assets;
  readonly #urls = new Set<string>();

  readonly #encoding: Encoding;

  constructor(assets: Assets, encoding: Encoding) {
    this.#assets = assets;
    this.#encoding = encoding;
  }

  /**
   * A picture as it stands in the stream; null when there is none.
   *
   * @param moving whether the next one follows at once: it may be worse then, but never large.
   */
  async of(drawing: OffscreenCanvas, moving: boolean, element: Element): Promise<string | null> {
    const encoding = this.#encoding;
    const type = `image/${encoding}`;
    for (const quality of moving ? MOVING_QUALITIES[encoding] : [STILL_QUALITY[encoding]]) {
      const blob = await drawing.convertToBlob({ type, quality });
      if (blob.size * 1.4 < LARGEST_INLINE) return dataUrl(blob);
      if (!moving) return this.#asset(blob, element);
    }
    return null;
  }

  stop(): void {
    for (const url of this.#urls) URL.revokeObjectURL(url);
    this.#urls.clear();
  }

  #asset(blob: Blob, element: Element): string | null {
    const url = URL.createObjectURL(blob);
    this.#urls.add(url);
    setTimeout(() => {
      URL.revokeObjectURL(url);
      this.#urls.delete(url);
    }, URL_LIFE_MS);
    // Not the element's own picture: what cannot be fetched must not be drawn from it later.
    return this.#assets.reference(url, element.baseURI, "picture", null);
  }
}

function dataUrl(blob: Blob): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(blob);
  });
}
