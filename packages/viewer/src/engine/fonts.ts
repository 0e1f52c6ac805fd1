/** The op of fonts that the page's scripts made. */
import type { TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import { type AssetBase, styleUrl } from "./urls.ts";

/** As scripts write them. */
const DESCRIPTORS = new Set(
  `ascentOverride descentOverride display featureSettings lineGapOverride sizeAdjust stretch style unicodeRange
  variationSettings weight`.split(/\s+/),
);

/** More descriptors than there are. */
const MAX_DESCRIPTORS = 50;
/** More fonts than a page has; later ones are left out. */
const MAX_FONTS = 500;

export class Fonts {
  private made = 0;

  constructor(
    private readonly doc: () => Document | null,
    private readonly assets: AssetBase,
  ) {}

  font(reader: TokenReader): void {
    const family = reader.text();
    const url = styleUrl(reader.text(), this.assets);
    const descriptors: Record<string, string> = {};
    for (let count = reader.count(MAX_DESCRIPTORS); count > 0; count--) {
      const name = reader.text();
      const value = reader.text();
      if (DESCRIPTORS.has(name)) descriptors[name] = value;
    }
    const doc = this.doc();
    const view = doc === null ? null : dom.viewOf(doc);
    if (doc === null || view === null || this.made >= MAX_FONTS) return;
    this.made++;
    try {
      const face = new view.FontFace(family, `url("${url}")`, descriptors);
      doc.fonts.add(face);
      face.load().catch(() => undefined);
    } catch {
      // A font that this browser refuses is one that the page has to do without.
    }
  }
}
