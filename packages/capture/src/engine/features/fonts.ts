import { Op, type TokenWriter } from "@userview/protocol/content";
import { baseOf, NodeType, own, typeOf } from "../dom.ts";
import type { CaptureContext, Feature, Root } from "../feature.ts";
import { Hooks, realmOf } from "../hooks.ts";

/** Descriptors of a font, and what they are when nobody has said anything. */
const DESCRIPTORS = {
  style: "normal",
  weight: "normal",
  stretch: "normal",
  unicodeRange: "U+0-10FFFF",
  featureSettings: "normal",
  variationSettings: "normal",
  display: "auto",
  ascentOverride: "normal",
  descentOverride: "normal",
  lineGapOverride: "normal",
  sizeAdjust: "100%",
} as const;

/** Fonts by their first four bytes; whatever else browsers take is TrueType. */
const BY_SIGNATURE: Readonly<Record<string, string>> = {
  wOFF: "font/woff",
  wOF2: "font/woff2",
  OTTO: "font/otf",
};

/** Fonts that scripts made (`FontFace`) and gave to a document, of those whose making was seen. */
export class Fonts implements Feature {
  readonly #context: CaptureContext;
  readonly #hooks = new Hooks();
  readonly #urls = new Set<string>();
  readonly #addresses = new WeakMap<FontFace, string>();
  /** By document the fonts that were told, with their numbers; 0: nobody knows what it was made of. */
  readonly #told = new Map<Root, Map<FontFace, number>>();
  readonly #ofSheets = new WeakSet<FontFace>();
  #changed = true;
  #reading = false;

  constructor(context: CaptureContext) {
    this.#context = context;
  }

  enter(root: Root): void {
    this.#changed = true;
    const realm = realmOf(root);
    if (!this.#hooks.enters(realm)) return;
    const owner = realm.FontFaceSet?.prototype;
    this.#hooks.methods(owner, ["add", "delete", "clear"], () => {
      if (this.#reading) return;
      this.#changed = true;
      this.#context.request();
    });
  }

  leave(root: Root): void {
    this.#told.delete(root);
  }

  state(writer: TokenWriter): void {
    this.#told.clear();
    this.#changed = true;
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    if (!this.#changed) return;
    this.#changed = false;
    for (const root of this.#context.roots)
      if (typeOf(root) === NodeType.document) this.#compare(root, writer);
  }

  stop(): void {
    this.#hooks.stop();
    this.#told.clear();
    for (const url of this.#urls) URL.revokeObjectURL(url);
    this.#urls.clear();
  }

  #compare(root: Root, writer: TokenWriter): void {
    const fonts: FontFaceSet | undefined = own(root as Document, "fonts");
    const owner = this.#context.nodes.id(root);
    if (fonts === undefined || owner === 0) return;
    const told = this.#told.get(root) ?? new Map<FontFace, number>();
    this.#told.set(root, told);
    for (const [face, number] of told) {
      if (fonts.has(face)) continue;
      told.delete(face);
      if (number !== 0) writer.ints(Op.removeFont, number);
    }
    for (const face of fonts)
      if (!told.has(face) && this.#isByScript(face, fonts))
        told.set(face, this.#tell(face, root, owner, writer));
  }

  /** Fonts of style sheets stand in the same list; only they cannot be added to it once more. */
  #isByScript(face: FontFace, fonts: FontFaceSet): boolean {
    if (this.#ofSheets.has(face)) return false;
    this.#reading = true;
    try {
      fonts.add(face);
      return true;
    } catch {
      this.#ofSheets.add(face);
      return false;
    } finally {
      this.#reading = false;
    }
  }

  #tell(face: FontFace, root: Root, owner: number, writer: TokenWriter): number {
    const url = this.#urlOf(face);
    const source = url && this.#context.assets.reference(url, baseOf(root), "style", null);
    if (!source) return 0;
    const given = face as unknown as Record<string, unknown>;
    const descriptors = Object.entries(DESCRIPTORS).filter(
      ([name, plain]) => typeof given[name] === "string" && given[name] !== plain,
    );
    // Browsers write some names as style sheets do.
    const family = face.family.replace(/^(["'])(.*)\1$/, "$2");
    const number = this.#context.nodes.newId();
    writer.ints(Op.font, number, owner).text(family).text(source).int(descriptors.length);
    for (const [name] of descriptors) writer.text(name).text(String(given[name]));
    return number;
  }

  /** The address of a font's file; of bytes one that holds until the session is over. */
  #urlOf(face: FontFace): string | null {
    const known = this.#addresses.get(face);
    if (known !== undefined) return known;
    const source = this.#context.seen.fontSource(face);
    if (source === null) return null;
    const url = typeof source === "string" ? firstUrl(source) : addressOf(source);
    if (url === null) return null;
    if (typeof source !== "string") this.#urls.add(url);
    this.#addresses.set(face, url);
    return url;
  }
}

/** The first of several sources that is a file. */
function firstUrl(css: string): string | null {
  const found = /url\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^)\s]+))\s*\)/i.exec(css);
  return found === null ? null : (found[1] ?? found[2] ?? found[3] ?? null);
}

function addressOf(source: BufferSource): string | null {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  // What the page has handed on to somebody else is empty.
  if (bytes.length < 4) return null;
  const signature = String.fromCharCode(...bytes.subarray(0, 4));
  const type = BY_SIGNATURE[signature] ?? "font/ttf";
  return URL.createObjectURL(new Blob([bytes.slice()], { type }));
}
