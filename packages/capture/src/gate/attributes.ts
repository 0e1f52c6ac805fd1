import { ASSET_SCHEME } from "@userview/protocol/content";
import type { Assets } from "../assets/registry.ts";
import { shownDensity } from "../assets/srcset.ts";
import { hasReferences, rewriteCss, rewriteStrings } from "../css/rewrite.ts";
import {
  attributeNamesOf,
  attributeOf,
  baseOf,
  documentOf,
  NodeType,
  nameOf,
  own,
  parentOf,
  queryAll,
  textOf,
  typeOf,
} from "../engine/dom.ts";
import { maskText } from "../privacy/characters.ts";
import { isField } from "../privacy/fields.ts";
import type { Masks } from "../privacy/masks.ts";
import { isMaskedAt, type Place } from "../privacy/place.ts";
import { Asked, answer, type Question } from "./asked.ts";
import { Concealer } from "./concealer.ts";
import { DRAWING_REFERENCES, type Fate, fateOf, META_NAMES } from "./lists.ts";
import { maskedAttribute, maskedText } from "./masked.ts";

/** Address of a picture that the page itself shows as broken. */
const BROKEN_PICTURE = "data:,";

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
  readonly #asked: Asked;
  readonly #concealer: Concealer;
  /** Names of attributes that did not leave because no style sheet asks for them. */
  readonly #withheld = new Set<string>();
  /** Names of those of masked elements that left as another text: what they are compared with may say the same later. */
  readonly #cut = new Set<string>();

  /**
   * @param roots the trees that are mirrored now.
   * @param wanted told of names of attributes that may leave from now on, of those that were asked for before.
   */
  constructor(
    assets: Assets,
    masks: Masks,
    roots: Iterable<Document | ShadowRoot>,
    wanted: (name: string) => void,
  ) {
    this.#assets = assets;
    this.#masks = masks;
    this.#concealer = new Concealer(masks, roots);
    this.#asked = new Asked(
      (name) => fateOf(name).isCustom,
      (name, compared) => {
        if ((compared ? this.#cut : this.#withheld).has(name)) wanted(name);
      },
    );
  }

  /** Whether style sheets that were told show words of elements that are masked by now. */
  get isStale(): boolean {
    return this.#concealer.isStale();
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
      if (fate.isDropped || (fate.isCustom && this.#question(fate) === null)) continue;
      const text = attributeOf(element, name);
      out.push(name, text === null ? null : this.#value(element, tag, fate, text, place));
    }
    if (!picture) return;
    const { src = null, srcset = null } = this.picture(element as HTMLImageElement);
    out.push("src", src, "srcset", srcset);
  }

  /** Reads what style sheets ask for before elements are told: what they ask for later is told a second time. */
  listen(root: Document | ShadowRoot): void {
    for (const style of queryAll(root, "style")) this.#asked.read(textOf(style));
  }

  /** A style sheet's text, or a part of it, given the URL that references in it are relative to. */
  css(css: string, base: string): string {
    this.#asked.read(css);
    return this.#references(this.#concealer.sheet(css), base, null);
  }

  #style(element: Element, css: string): string {
    const shown =
      this.#masks.echo(css) === css ? css : rewriteStrings(css, (text) => this.#masks.echo(text));
    return hasReferences(shown) ? this.#references(shown, baseOf(element), element) : shown;
  }

  /** CSS text whose references are assets. */
  #references(css: string, base: string, element: Element | null): string {
    return rewriteCss(css, (reference) => {
      if (reference.startsWith(ASSET_SCHEME)) return reference;
      const within = ownFragment(reference, element === null ? document : documentOf(element));
      if (within !== null) return within;
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
    const source = this.#assets.reference(shown, baseOf(image), "picture", image, loaded);
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
    if (fate.isCustom) return this.#custom(element, fate, text, place);
    if (isMaskedAt(place)) return maskedAttribute(element, tag, fate, text);
    if (fate.isRead && text !== "") return this.#readableText(element, tag, fate, text, place);
    if (name === "style") return this.#style(element, text);
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
    if (fate.isLink) return this.#masks.link(text, baseOf(element)) || "#";
    switch (name) {
      case "src":
        return tag === "input"
          ? this.#assets.reference(text, baseOf(element), "picture", element)
          : null;
      case "srcset":
        return null;
      case "poster":
      case "background":
        return this.#assets.reference(text, baseOf(element), "picture", null);
      case "data":
        if (tag !== "object") return text;
        return /^image\//.test((element as HTMLObjectElement).type)
          ? this.#assets.reference(text, baseOf(element), "picture", null)
          : null;
      default:
        return this.#plain(element, fate, text);
    }
  }

  #plain(element: Element, fate: Fate, text: string): string | null {
    if (fate.isSecret || text.length > LONGEST_ATTRIBUTE || isProgramData(text)) return null;
    return isAddress(text) ? this.#masks.url(text, baseOf(element)) : this.#masks.echo(text);
  }

  /** What style sheets ask of it so far, null for nothing; it is looked at again when one asks, or shows its text. */
  #question({ name }: Fate): Question | null {
    const question = this.#asked.of(name);
    if (question?.shown !== true) this.#withheld.add(name);
    return question;
  }

  /** What browsers do not know leaves where style sheets ask for it; what is read there is a text like any other. */
  #custom(element: Element, fate: Fate, text: string, place: Place): string | null {
    const question = this.#question(fate);
    if (question === null) return null;
    if (isMaskedAt(place)) {
      const answered = answer(question, text, maskText);
      if (answered !== text) this.#cut.add(fate.name);
      return answered;
    }
    if (question.shown && this.#masks.hidesIn(element, place)) return maskText(text);
    if (fate.isLink) return this.#masks.link(text, baseOf(element)) || "#";
    const shown = this.#plain(element, fate, text);
    return shown === null || !question.shown ? shown : this.#masks.plain(shown);
  }

  #drawing(element: Element, text: string): string | null {
    const raw = attributeOf(element, "href") ?? attributeOf(element, "xlink:href") ?? text;
    if (raw.startsWith("#")) return raw;
    const within = ownFragment(raw, documentOf(element));
    if (within !== null) return within;
    return this.#assets.reference(raw, baseOf(element), "picture", null);
  }
}

/** The fragment of a reference to a part of the document itself by its whole address; null for any other. */
function ownFragment(reference: string, page: Document): string | null {
  const at = reference.indexOf("#");
  if (at <= 0) return null;
  const address = own(page, "URL");
  if (!address.startsWith(reference.slice(0, at))) return null;
  const end = address.indexOf("#");
  return at === (end < 0 ? address.length : end) ? reference.slice(at) : null;
}

/** The attributes of an image that say which picture it shows. */
export interface Picture {
  readonly src?: string;
  readonly srcset?: string;
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
  const picture = parentOf(image) as Element | null;
  if (picture === null || typeOf(picture) !== NodeType.element || nameOf(picture) !== "picture")
    return [];
  return [...picture.querySelectorAll("source[srcset]")].map(
    (source) => attributeOf(source, "srcset") ?? "",
  );
}
