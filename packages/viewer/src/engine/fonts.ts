/** The ops of fonts that the page's scripts made. */
import type { TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import type { NodeRegistry } from "./nodes.ts";
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

interface Font {
  readonly owner: number;
  readonly family: string;
  readonly url: string;
  readonly descriptors: Record<string, string>;
}

export class Fonts {
  /** The fonts that documents have, by number. */
  private readonly faces = new Map<number, { doc: Document; face: FontFace }>();
  /** Those whose document has no window yet. */
  private readonly unsettled = new Map<number, Font>();

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly assets: AssetBase,
  ) {}

  font(reader: TokenReader): void {
    const number = reader.int();
    const owner = reader.int();
    const family = reader.text();
    const url = styleUrl(reader.text(), this.assets);
    const descriptors: Record<string, string> = {};
    for (let count = reader.count(MAX_DESCRIPTORS); count > 0; count--) {
      const name = reader.text();
      const value = reader.text();
      if (DESCRIPTORS.has(name)) descriptors[name] = value;
    }
    this.remove(number);
    if (this.faces.size + this.unsettled.size < MAX_FONTS)
      this.unsettled.set(number, { owner, family, url, descriptors });
  }

  removeFont(reader: TokenReader): void {
    this.remove(reader.int());
  }

  /** The document begins anew: what another one had in the same window is gone. */
  opened(doc: Document): void {
    doc.fonts.clear();
    for (const [number, known] of this.faces)
      if (known.doc === doc || dom.viewOf(known.doc) === null) this.faces.delete(number);
  }

  /** All of the message is in the document. */
  finishMessage(): void {
    for (const [number, font] of this.unsettled) {
      const doc = this.nodes.get(font.owner);
      if (dom.isDocument(doc) && dom.viewOf(doc) !== null) this.add(number, font, doc);
      else if (doc !== undefined) continue;
      this.unsettled.delete(number);
    }
  }

  private add(number: number, { family, url, descriptors }: Font, doc: Document): void {
    const view = dom.viewOf(doc);
    if (view === null) return;
    try {
      const face = new view.FontFace(family, `url("${url}")`, descriptors);
      doc.fonts.add(face);
      this.faces.set(number, { doc, face });
      face.load().catch(() => undefined);
    } catch {
      // A font that this browser refuses is one that the page has to do without.
    }
  }

  private remove(number: number): void {
    this.unsettled.delete(number);
    const known = this.faces.get(number);
    if (known === undefined) return;
    this.faces.delete(number);
    known.doc.fonts.delete(known.face);
  }
}
