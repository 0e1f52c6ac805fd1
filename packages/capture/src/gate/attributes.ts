import type { Assets } from "../assets/registry.ts";
import { shownDensity } from "../assets/srcset.ts";
import { rewriteCss, rewriteStrings } from "../css/rewrite.ts";
import { ASSET_SCHEME } from "../engine/format1.ts";
import { maskText, maskValue } from "../privacy/characters.ts";
import { isField } from "../privacy/fields.ts";
import type { Masks } from "../privacy/masks.ts";
import { DRAWING_REFERENCES, DROPPED, LINKS, META_NAMES, maskOf } from "./lists.ts";

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
const SECRET_NAME = /token|csrf|xsrf|secret|passw|api-?key|signature|session|credential/i;

/** A value as the engine writes it; null when the attribute does not leave the page. */
export type Value = string | number | true | null;

/** Decides, attribute by attribute, what of a live element may leave the page. */
export class AttributeGate {
  readonly #assets: Assets;
  readonly #masks: Masks;
  readonly #shown = new WeakMap<HTMLImageElement, string>();

  constructor(assets: Assets, masks: Masks) {
    this.#assets = assets;
    this.#masks = masks;
  }

  /** One attribute; `masked` says whether the element is inside a mask. */
  value(element: Element, name: string, value: Value, masked: boolean): Value {
    const lower = name.toLowerCase();
    if (lower.startsWith("on") || DROPPED.has(lower)) return null;
    const text = typeof value === "string" ? value : null;
    if (masked) {
      const fate = maskOf(lower);
      if (fate === "drop") return null;
      if (text === null || text === "") return value;
      if (lower === "style") return this.style(element, text, true);
      if (fate === "keep") return value;
      return this.#maskedText(element, lower, text);
    }
    if (text === null) return value;
    if (isText(lower) && text !== "") return this.#readableText(element, lower, text);
    if (lower === "style") return this.style(element, text, false);
    if (lower === "value") return this.#plainValue(element, text);
    return this.#reference(element, lower, text);
  }

  /** The text of a `style` attribute, or of one declaration of it. */
  style(element: Element, css: string, masked: boolean): string {
    if (masked)
      return rewriteStrings(
        rewriteCss(css, () => null),
        maskText,
      );
    return this.css(css, element.baseURI, element);
  }

  /** CSS text whose references are assets, given the URL that they are relative to. */
  css(css: string, base: string, element: Element | null = null): string {
    return rewriteCss(css, (reference) => {
      if (reference.startsWith(ASSET_SCHEME)) return reference;
      return this.#assets.reference(reference, base, "style", element);
    });
  }

  /**
   * What an image shows now. With several candidates only the one that the browser chose is named, at
   * its density; one that has not loaded yet is named, and told of when it has.
   */
  picture(image: HTMLImageElement): Record<string, string> {
    const srcset = [image.getAttribute("srcset"), ...pictureSources(image)]
      .join(",")
      .replace(/^,/, "");
    const plain = image.getAttribute("src") ?? "";
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
  newPicture(image: HTMLImageElement): Record<string, string> | null {
    const before = this.#shown.get(image);
    const picture = this.picture(image);
    return this.#shown.get(image) === before ? null : picture;
  }

  /** Text that people read, of an element that is not masked itself. */
  #readableText(element: Element, name: string, text: string): Value {
    const plain = name === "value" ? this.#plainValue(element, text) : text;
    if (typeof plain !== "string") return plain;
    if (name === "value" && !isField(element) && element.localName !== "button") return plain;
    if (!this.#masks.hidesText(element)) {
      return name === "value" && isState(element) ? plain : this.#masks.readable(element, plain);
    }
    return this.#maskedText(element, name, plain);
  }

  #maskedText(element: Element, name: string, text: string): Value {
    const tag = element.localName;
    if (name === "value" && tag === "input")
      return maskValue((element as HTMLInputElement).type, text);
    if (name === "src" && (tag === "img" || tag === "input")) return MASKED_PICTURE;
    if (LINKS.has(name) || name === "xlink:href") return tag === "a" || tag === "area" ? "#" : null;
    if (/^(?:src|srcset|poster|data|background|xlink:href)$/.test(name)) return null;
    return maskText(text);
  }

  #plainValue(element: Element, text: string): Value {
    if (element.localName !== "input") return text;
    const { type } = element as HTMLInputElement;
    return type === "hidden" || type === "file" ? null : text;
  }

  #reference(element: Element, name: string, text: string): Value {
    const tag = element.localName.toLowerCase();
    const base = element.baseURI;
    const drawing = DRAWING_REFERENCES.has(tag);
    if ((name === "href" || name === "xlink:href") && drawing) {
      return this.#drawing(element, text);
    }
    if (tag === "base") return name === "href" ? null : text;
    if (tag === "meta") return this.#meta(element, name, text);
    if (tag === "link" && (name === "href" || name === "rel")) return null;
    if (LINKS.has(name) || name === "xlink:href") return this.#masks.url(text, base) || "#";
    switch (name) {
      case "src":
        if (tag === "img") return null;
        return tag === "input" ? this.#assets.reference(text, base, "picture", element) : null;
      case "srcset":
        return null;
      case "poster":
      case "background":
        return this.#assets.reference(text, base, "picture", null);
      case "data":
        if (tag !== "object") return text;
        return /^image\//.test((element as HTMLObjectElement).type)
          ? this.#assets.reference(text, base, "picture", null)
          : null;
      case "rr_src":
        return this.#masks.url(text, base);
      default:
        if (text.length > LONGEST_ATTRIBUTE || isProgramData(name, text)) return null;
        return /^(?:https?:)?\/\/|^\/[^\s]*\?/i.test(text) ? this.#masks.url(text, base) : text;
    }
  }

  #drawing(element: Element, text: string): Value {
    const raw = element.getAttribute("href") ?? element.getAttribute("xlink:href") ?? text;
    if (raw.startsWith("#")) return raw;
    return this.#assets.reference(raw, element.baseURI, "picture", null);
  }

  #meta(element: Element, name: string, text: string): Value {
    if (name === "charset") return text;
    const kind = element.getAttribute("name")?.toLowerCase() ?? "";
    return META_NAMES.has(kind) && (name === "name" || name === "content") ? text : null;
  }
}

/** Attributes that people read, or hear read. */
function isText(name: string): boolean {
  return /^(?:value|placeholder|title|alt|label|summary|aria-(?:label|description|roledescription|valuetext|placeholder))$/.test(
    name,
  );
}

/** Whether an input's value is a name for programs, or a place on a scale: nobody reads it. */
function isState(element: Element): boolean {
  return /^(?:checkbox|radio|range|color)$/.test((element as HTMLInputElement).type ?? "");
}

/** What scripts keep in attributes for themselves: objects as JSON, and what is named like a secret. */
function isProgramData(name: string, text: string): boolean {
  return (
    SECRET_NAME.test(name) || (text.length > LONGEST_JSON && /^\s*[{[][\s\S]*[}\]]\s*$/.test(text))
  );
}

/** The `srcset` of each source of the `picture` around an image. */
function pictureSources(image: HTMLImageElement): string[] {
  const picture = image.parentElement;
  if (picture?.localName !== "picture") return [];
  return [...picture.querySelectorAll("source[srcset]")].map(
    (source) => source.getAttribute("srcset") ?? "",
  );
}
