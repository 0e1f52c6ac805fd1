import { ASSET_SCHEME } from "@userview/protocol/content";
import type { Assets } from "../assets/registry.ts";
import { shownDensity } from "../assets/srcset.ts";
import { hasReferences, rewriteCss, rewriteStrings } from "../css/rewrite.ts";
import { attributeNamesOf, attributeOf, nameOf } from "../engine/dom.ts";
import { maskText, maskValue } from "../privacy/characters.ts";
import { isField } from "../privacy/fields.ts";
import type { Masks } from "../privacy/masks.ts";
import { isMaskedAt, type Place } from "../privacy/place.ts";
import { DRAWING_REFERENCES, type Fate, fateOf, META_NAMES } from "./lists.ts";

/** Address of a picture that the page itself shows as broken. */
const BROKEN_PICTURE = "data:,";

/** What stands for a picture that is masked: a grey area of the same size. */
export const MASKED_PICTURE =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1' height='1' " +
  "preserveAspectRatio='none'%3E%3Crect width='1' height='1' fill='%23c4c4c4'/%3E%3C/svg%3E";

/** Longer ones carry data, not looks; viewers take no more than this either. */
const LONGEST_ATTRIBUTE = 65_536;
/** Short ones are choices and flags, which style sheets may ask for. */
const LONGEST_JSON = 64;
/** Attributes that say together which picture an image shows. */
const PICTURE = new Set(["src", "srcset"]);

/** Decides, attribute by attribute, what of a live element may leave the page. */
export class AttributeGate {
  readonly #assets: Assets;
  readonly #masks: Masks;
  readonly #shown = new WeakMap<HTMLImageElement, string>();

  constructor(assets: Assets, masks: Masks) {
    this.#assets = assets;
    this.#masks = masks;
  }

  /**
   * All attributes of an element that may leave, as names and values one behind the other; false for what is the SDK's own.
   *
   * @param tag the element's local name.
   * @param place inside the element.
   * @param out is appended to.
   */
  all(element: Element, tag: string, place: Place, out: string[]): boolean {
    const names = attributeNamesOf(element);
    for (let at = 0; at < names.length; at++) {
      const name = names[at] as string;
      const fate = fateOf(name);
      if (fate.isOwn) return false;
      if (fate.isDropped) continue;
      const text = attributeOf(element, name) ?? "";
      const value = this.#value(element, tag, fate, text, place);
      if (value !== null) out.push(name, value);
    }
    if (tag !== "img" || isMaskedAt(place)) return true;
    for (const [name, value] of Object.entries(this.picture(element as HTMLImageElement)))
      out.push(name, value);
    return true;
  }

  /**
   * The present values of some attributes, null for those that are gone or may not leave.
   *
   * @param place inside the element.
   * @param out is appended to: a name, a value, a name, ...
   */
  some(element: Element, names: Iterable<string>, place: Place, out: (string | null)[]): void {
    const tag = nameOf(element);
    const isImage = tag === "img" && !isMaskedAt(place);
    let picture = false;
    for (const name of names) {
      const fate = fateOf(name);
      if (isImage && (PICTURE.has(fate.name) || fate.name === "sizes")) {
        picture = true;
        continue;
      }
      if (fate.isDropped) continue;
      const text = attributeOf(element, name);
      out.push(name, text === null ? null : this.#value(element, tag, fate, text, place));
    }
    if (!picture) return;
    const { src = null, srcset = null } = this.picture(element as HTMLImageElement);
    out.push("src", src, "srcset", srcset);
  }

  /** The text of a `style` attribute, or of one declaration of it. */
  style(element: Element, css: string, masked: boolean): string {
    if (masked)
      return rewriteStrings(
        rewriteCss(css, () => null),
        maskText,
      );
    return hasReferences(css) ? this.css(css, element.baseURI, element) : css;
  }

  /** CSS text whose references are assets, given the URL that they are relative to. */
  css(css: string, base: string, element: Element | null = null): string {
    return rewriteCss(css, (reference) => {
      if (reference.startsWith(ASSET_SCHEME)) return reference;
      const own = ownFragment(reference, element?.ownerDocument ?? document);
      if (own !== null) return own;
      return this.#assets.reference(reference, base, "style", element);
    });
  }

  /**
   * What an image shows now. With several candidates only the one that the browser chose is named, at
   * its density; one that has not loaded yet is named, and told of when it has.
   */
  picture(image: HTMLImageElement): Picture {
    const srcset = [attributeOf(image, "srcset"), ...pictureSources(image)]
      .join(",")
      .replace(/^,/, "");
    const plain = attributeOf(image, "src") ?? "";
    const shown = srcset === "" ? plain : image.currentSrc || plain;
    if (shown === "") return {};
    const loaded = image.complete && image.naturalWidth > 0;
    if (image.complete && !loaded) {
      this.#shown.set(image, BROKEN_PICTURE);
      return { src: BROKEN_PICTURE };
    }
    const source = this.#assets.reference(shown, image.baseURI, "picture", image, loaded);
    if (source === null) return {};
    const density = srcset === "" ? 1 : shownDensity(image, srcset, shown);
    this.#shown.set(image, `${source} ${density}x`);
    return density === 1 ? { src: source } : { src: source, srcset: `${source} ${density}x` };
  }

  /** The same, null when it is what was told of this image last. */
  newPicture(image: HTMLImageElement): Picture | null {
    const before = this.#shown.get(image);
    const picture = this.picture(image);
    return this.#shown.get(image) === before ? null : picture;
  }

  #value(element: Element, tag: string, fate: Fate, text: string, place: Place): string | null {
    if (fate.isDropped) return null;
    const { name } = fate;
    if (isMaskedAt(place)) {
      if (fate.inMask === "drop") return null;
      if (text === "") return text;
      if (name === "style") return this.style(element, text, true);
      if (fate.inMask === "keep") return text;
      return maskedText(element, tag, fate, text);
    }
    if (fate.isRead && text !== "") return this.#readableText(element, tag, fate, text, place);
    if (name === "style") return this.style(element, text, false);
    if (name === "value") return plainValue(element, tag, text);
    return this.#reference(element, tag, fate, text);
  }

  /** Text that people read, of an element that is not masked itself. */
  #readableText(
    element: Element,
    tag: string,
    fate: Fate,
    text: string,
    place: Place,
  ): string | null {
    const isValue = fate.name === "value";
    const plain = isValue ? plainValue(element, tag, text) : text;
    if (plain === null) return null;
    if (isValue && !isField(element) && tag !== "button") return plain;
    if (text.trim() !== "" && this.#masks.hidesIn(element, place))
      return maskedText(element, tag, fate, plain);
    return isValue && isState(element) ? plain : this.#masks.plain(plain);
  }

  #reference(element: Element, tag: string, fate: Fate, text: string): string | null {
    const { name } = fate;
    if ((name === "href" || name === "xlink:href") && DRAWING_REFERENCES.has(tag.toLowerCase())) {
      return this.#drawing(element, text);
    }
    if (tag === "base") return name === "href" ? null : text;
    if (tag === "meta") return meta(element, name, text);
    if (tag === "link" && (name === "href" || name === "rel")) return null;
    if (fate.isLink) return this.#masks.link(text, element.baseURI) || "#";
    switch (name) {
      case "src":
        return tag === "input"
          ? this.#assets.reference(text, element.baseURI, "picture", element)
          : null;
      case "srcset":
        return null;
      case "poster":
      case "background":
        return this.#assets.reference(text, element.baseURI, "picture", null);
      case "data":
        if (tag !== "object") return text;
        return /^image\//.test((element as HTMLObjectElement).type)
          ? this.#assets.reference(text, element.baseURI, "picture", null)
          : null;
      default:
        if (fate.isSecret || text.length > LONGEST_ATTRIBUTE || isProgramData(text)) return null;
        return isAddress(text) ? this.#masks.url(text, element.baseURI) : text;
    }
  }

  #drawing(element: Element, text: string): string | null {
    const raw = attributeOf(element, "href") ?? attributeOf(element, "xlink:href") ?? text;
    if (raw.startsWith("#")) return raw;
    const own = ownFragment(raw, element.ownerDocument);
    if (own !== null) return own;
    return this.#assets.reference(raw, element.baseURI, "picture", null);
  }
}

/** The fragment of a reference to a part of the document itself by its whole address; null for any other. */
function ownFragment(reference: string, { URL: address }: Document): string | null {
  const at = reference.indexOf("#");
  if (at <= 0 || !address.startsWith(reference.slice(0, at))) return null;
  const own = address.indexOf("#");
  return at === (own < 0 ? address.length : own) ? reference.slice(at) : null;
}

/** The attributes of an image that say which picture it shows. */
export interface Picture {
  readonly src?: string;
  readonly srcset?: string;
}

function maskedText(
  element: Element,
  tag: string,
  { name, isLink }: Fate,
  text: string,
): string | null {
  if (name === "value" && tag === "input")
    return maskValue((element as HTMLInputElement).type, text);
  if (name === "src" && (tag === "img" || tag === "input")) return MASKED_PICTURE;
  if (isLink) return tag === "a" || tag === "area" ? "#" : null;
  if (/^(?:src|srcset|poster|data|background)$/.test(name)) return null;
  return maskText(text);
}

function plainValue(element: Element, tag: string, text: string): string | null {
  if (tag !== "input") return text;
  const { type } = element as HTMLInputElement;
  return type === "hidden" || type === "file" ? null : text;
}

function meta(element: Element, name: string, text: string): string | null {
  if (name === "charset") return text;
  const kind = attributeOf(element, "name")?.toLowerCase() ?? "";
  return META_NAMES.has(kind) && (name === "name" || name === "content") ? text : null;
}

/** Whether an input's value is a name for programs, or a place on a scale: nobody reads it. */
function isState(element: Element): boolean {
  return /^(?:checkbox|radio|range|color)$/.test((element as HTMLInputElement).type ?? "");
}

/** Objects as JSON, which scripts keep in attributes for themselves. */
function isProgramData(text: string): boolean {
  if (text.length <= LONGEST_JSON) return false;
  const trimmed = text.trim();
  return /^[{[]/.test(trimmed) && /[}\]]/.test(trimmed.at(-1) ?? "");
}

/** A whole URL, or a path with a query. */
function isAddress(text: string): boolean {
  const first = text.charCodeAt(0);
  // "/", "h", "H": what begins otherwise is none, and most values do.
  if (first !== 47 && first !== 104 && first !== 72) return false;
  return /^(?:https?:)?\/\/|^\/[^\s]*\?/i.test(text);
}

/** The `srcset` of each source of the `picture` around an image. */
function pictureSources(image: HTMLImageElement): string[] {
  const picture = image.parentElement;
  if (picture?.localName !== "picture") return [];
  return [...picture.querySelectorAll("source[srcset]")].map(
    (source) => attributeOf(source, "srcset") ?? "",
  );
}
