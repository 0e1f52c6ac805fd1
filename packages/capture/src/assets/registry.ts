import { ASSET_SCHEME } from "@userview/protocol/content";
import { assetName } from "./names.ts";

/** Small pictures written into the page itself stay there: a request of their own would cost more. */
const INLINE_LIMIT = 4096;

/** Why an asset is wanted: what is on the screen goes first, what style sheets offer only once the page has loaded it. */
export type AssetUse = "picture" | "style";

/** A picture or font of the page, to be uploaded once per session. */
export interface Asset {
  readonly id: string;
  /** Absolute; `data:` and `blob:` are possible. */
  readonly url: string;
  readonly use: AssetUse;
  /** The element that shows it, if one does: it may be drawn when its bytes cannot be fetched. */
  readonly element: WeakRef<Element> | null;
}

/** Names every picture and font that leaves the page, and tells of each one once. */
export class Assets {
  readonly #told = new Set<string>();
  readonly #tell: (asset: Asset) => void;

  constructor(tell: (asset: Asset) => void) {
    this.#tell = tell;
  }

  /**
   * What stands in the stream instead of a reference: `userview-asset:<id>`, with the fragment that the
   * page wrote; a short `data:` URL as it is; null when there is nothing to show.
   *
   * @param ready false when the page has not loaded the picture itself yet: it is named, not told.
   */
  reference(
    reference: string,
    base: string,
    use: AssetUse,
    element: Element | null,
    ready = true,
  ): string | null {
    const trimmed = reference.trim();
    if (/^data:/i.test(trimmed) && trimmed.length <= INLINE_LIMIT)
      return isPicture(trimmed) ? trimmed : null;
    let url: URL;
    try {
      url = new URL(trimmed, base);
    } catch {
      return null;
    }
    if (!/^(?:https?|data|blob):$/.test(url.protocol)) return null;
    const fragment = url.protocol === "data:" ? "" : url.hash;
    if (fragment !== "") url.hash = "";
    const id = assetName(url.href);
    if (ready && !this.#told.has(id)) {
      this.#told.add(id);
      this.#tell({
        id,
        url: url.href,
        use,
        element: element === null ? null : new WeakRef(element),
      });
    }
    return ASSET_SCHEME + id + fragment;
  }
}

function isPicture(url: string): boolean {
  return /^data:(?:image|font|application\/(?:x-)?font|application\/vnd\.ms-fontobject)/i.test(url);
}
