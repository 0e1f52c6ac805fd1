import { type ScrubbingRules, scrubUrl, withoutQuery } from "@userview/protocol/scrub";
import { NodeType, openRootOf, parentOf, queryAll, queryFirst, typeOf } from "../engine/dom.ts";
import { maskText } from "./characters.ts";
import { isPersonalField, maskDetails } from "./details.ts";
import { isField, isPrivateField, isSecretField } from "./fields.ts";
import { type MaskLayer, TextLayers } from "./layers.ts";
import { PlainLinks } from "./links.ts";
import { Memory } from "./memory.ts";
import { OWN_ATTRIBUTE } from "./own.ts";
import { isMaskedAt, Place } from "./place.ts";
import { type ClosedRootOf, composedParent, matches, noClosedRoots } from "./tree.ts";

export { Memory } from "./memory.ts";

/** The SDK's own interface in the page: never mirrored, never controlled. */
export const OWN_SELECTOR = `[${OWN_ATTRIBUTE}]`;
const ALWAYS_MASKED = [".no-userview", "[data-userview-mask]"];
const ALWAYS_SELECTOR = ALWAYS_MASKED.join(",");
const ALWAYS_UNCONTROLLED = [".userview-no-control"];

/** Selectors that the team and the page add. */
export interface MaskOptions {
  /** Masked in addition to what always is. One that cannot be read masks the whole page. */
  readonly maskedElements: readonly string[];
  /** Shown, but not controlled by agents. One that cannot be read lets nothing be controlled. */
  readonly noRemoteElements: readonly string[];
  /** Masks of the whole page; unlike masked elements, what they hide can be acted on. */
  readonly layers: readonly MaskLayer[];
  /** E-mail addresses, telephone, card and account numbers are masked wherever they stand. */
  readonly hideDetails: boolean;
  /** Addresses end with their path: the page's own, and those of links. */
  readonly cutUrls: boolean;
  /** What the team scrubs of URLs beyond what always is. */
  readonly urls: ScrubbingRules;
}

/** What is masked, and what is not controlled, decided on the live nodes at the moment of asking. */
export class Masks {
  /** Matches the elements whose whole content is masked, but for those that were once. */
  readonly selector: string;
  /** What was hidden before. */
  readonly memory: Memory;
  /** Whether there are selectors of the team or the page. */
  readonly isCustom: boolean;
  readonly #masksAll: boolean;
  readonly #uncontrolled: string;
  readonly #layers: TextLayers;
  readonly #hidesDetails: boolean;
  readonly #cutsUrls: boolean;
  readonly #urls: ScrubbingRules;
  /** Null where more may go than what is always scrubbed. */
  readonly #plainLinks: PlainLinks | null;
  readonly #closedRoot: ClosedRootOf;

  /**
   * @param warn told once for each selector that cannot be read.
   * @param memory of this page.
   * @param closedRoot the closed shadow root of an element, as far as it is known.
   */
  constructor(
    options: MaskOptions,
    warn: (text: string) => void,
    memory = new Memory(),
    closedRoot: ClosedRootOf = noClosedRoots,
  ) {
    this.memory = memory;
    memory.hold(options.maskedElements);
    this.#closedRoot = closedRoot;
    const masked = readable(options.maskedElements, (selector) =>
      warn(
        `maskedElements: "${selector}" is no CSS selector; the whole page is masked until it is mended`,
      ),
    );
    const uncontrolled = readable(options.noRemoteElements, (selector) =>
      warn(
        `noRemoteElements: "${selector}" is no CSS selector; remote control is off until it is mended`,
      ),
    );
    this.#layers = new TextLayers(
      options.layers,
      (selector) =>
        warn(
          `unmaskedElements: "${selector}" is no CSS selector; nothing is left readable until it is mended`,
        ),
      closedRoot,
    );
    this.#hidesDetails = options.hideDetails;
    this.#cutsUrls = options.cutUrls;
    this.#urls = options.urls;
    const { parameters, paths } = options.urls;
    const isPlain = !options.cutUrls && parameters.length + paths.length === 0;
    this.#plainLinks = isPlain ? new PlainLinks() : null;
    this.#masksAll = masked === null;
    this.isCustom = options.maskedElements.length > 0 || this.#layers.active;
    this.selector = [...ALWAYS_MASKED, ...(masked ?? ["*"])].join(",");
    this.#uncontrolled = [...ALWAYS_UNCONTROLLED, ...(uncontrolled ?? ["*"])].join(",");
  }

  /**
   * Whether the node is inside a masked element, or a field that is masked by its nature. What is not in
   * the page any more counts as masked: nobody can say what was around it.
   */
  isMasked(node: Node): boolean {
    return this.#openUpTo(node) !== document;
  }

  /** What a node is shown in: through slots, out of shadow trees, closed ones too, and out of frames. */
  around(node: Node): Node | null {
    return composedParent(node, this.#closedRoot);
  }

  /** Whether a node has a shadow root: what stands in it is shown in slots, or not at all. */
  hasRoot(node: Node): boolean {
    if (typeOf(node) !== NodeType.element) return false;
    return (openRootOf(node as Element) ?? this.#closedRoot(node as Element)) !== null;
  }

  /** Whether a mask begins at this very element. */
  startsMask(element: Element): boolean {
    return this.#masksAll || this.#begins(element) !== Place.open;
  }

  /** What is known at the top of the page, around everything. */
  get top(): Place {
    return this.#masksAll ? Place.masked | Place.ruled : Place.open;
  }

  /** Whether all text is hidden, but for exceptions. */
  get hidesAllText(): boolean {
    return this.#masksAll || this.#layers.hidesAllText;
  }

  /** What is known inside an element, given what is known around it. */
  within(element: Element, place: Place): Place {
    if (isMaskedAt(place)) return place;
    const mask = this.#begins(element);
    if (mask !== Place.open) return place | mask;
    return this.#layers.active ? this.#layers.within(element, place) : place;
  }

  /** Matches what a mask of the whole page leaves readable; null where nothing is. */
  get exempt(): string | null {
    return this.#layers.exempt;
  }

  /** Whether what stands in this element, or in the element of this text, is hidden although it is shown itself. */
  hidesText(node: Node): boolean {
    return (
      this.#layers.hides(node) ||
      (this.#hidesDetails && isField(node) && isPersonalField(node as Element))
    );
  }

  /** Whether what stands in an element, or in the attributes of it, is hidden although it is shown itself; `place` is inside it. */
  hidesIn(element: Element, place: Place): boolean {
    return (
      (this.#layers.active && this.#layers.hidesAt(place)) ||
      (this.#hidesDetails && isField(element) && isPersonalField(element))
    );
  }

  /** The text of a text node at this place, as it may leave. */
  textAt(text: string, place: Place, node: CharacterData): string {
    if (isMaskedAt(place)) return maskText(text);
    if (!this.#layers.active && !this.#hidesDetails) return this.echo(text);
    if (text.trim() === "") return text;
    const holder = parentOf(node);
    const isInElement = holder !== null && typeOf(holder) === NodeType.element;
    if (!isInElement ? this.#layers.hidesAt(place) : this.hidesIn(holder as Element, place))
      return maskText(text);
    return this.plain(text);
  }

  /** A text in which what stood in masked fields is masked. */
  echo(text: string): string {
    return this.memory.echoes.hide(text);
  }

  /** Takes note of what stands in a field, if that is hidden; returns whether it is news. */
  note(field: Element): boolean {
    const { echoes } = this.memory;
    if (!isField(field) || !echoes.isNews(field)) return false;
    // A field that the page has just taken away is nowhere: what hid it when it was there still does.
    if (this.hidesText(field) || this.#openUpTo(field) === null) return echoes.note(field);
    return false;
  }

  /** Takes note of what stands in all fields of a tree. */
  noteIn(root: Document | ShadowRoot): void {
    for (const field of queryAll(root, "input,textarea")) this.note(field);
  }

  /** A text that is hidden. */
  hidden(text: string): string {
    return maskText(text);
  }

  /** A text that stands in the attributes of an element that neither is masked nor hides its texts, as it may leave. */
  plain(text: string): string {
    const shown = this.echo(text);
    return this.#hidesDetails ? maskDetails(shown) : shown;
  }

  /** The text of a node that is not masked itself, as it may leave. */
  readable(node: Node, text: string): string {
    if (text.trim() === "") return text;
    return this.hidesText(node) ? maskText(text) : this.plain(text);
  }

  /** The title of this page as it may leave: it is text of the page like any other. */
  title(text: string): string {
    const element = queryFirst(document, "title");
    if (element === null) return this.plain(text);
    return this.#masksAll || this.isMasked(element) ? maskText(text) : this.readable(element, text);
  }

  /** A URL that was scrubbed, as it may leave. */
  shownUrl(scrubbed: string): string {
    return this.memory.echoes.hideInUrl(scrubbed);
  }

  /** A URL as it may leave; "" when it is none. */
  url(url: string, base?: string): string {
    const shown = this.shownUrl(scrubUrl(url, base, this.#urls));
    return this.#cutsUrls ? withoutQuery(shown) : shown;
  }

  /** The URL of a link: as the page wrote it where it may leave as it is, since style sheets select by it; "" when it is none. */
  link(text: string, base: string): string {
    if (this.#plainLinks?.knows(text, base) && this.shownUrl(text) === text) return text;
    const scrubbed = this.url(text, base);
    return scrubbed !== "" && scrubbed === absolute(text, base) ? text : scrubbed;
  }

  /** Whether agents may not act on the node: secret and file fields, and what the page withholds. */
  isProtected(node: Node): boolean {
    for (let at: Node | null = node; at !== null; at = this.around(at)) {
      if (typeOf(at) !== NodeType.element) continue;
      if (matches(at as Element, this.#uncontrolled) || isPrivateField(at)) return true;
    }
    return false;
  }

  /** The mask that begins at an element: by what it is, by a rule, or because it did once. */
  #begins(element: Element): Place {
    if (matches(element, this.selector))
      return matches(element, ALWAYS_SELECTOR) ? Place.masked : Place.masked | Place.ruled;
    return isSecretField(element) ? Place.masked : this.memory.placeOf(element);
  }

  /** The outermost of what a node is shown in, if nothing on the way there masks it; null otherwise. */
  #openUpTo(node: Node): Node | null {
    if (this.#masksAll) return null;
    let top = node;
    for (let at: Node | null = node; at !== null; at = this.around(at)) {
      if (typeOf(at) === NodeType.element && this.startsMask(at as Element)) return null;
      if (this.memory.placeOf(at) !== Place.open) return null;
      top = at;
    }
    return top;
  }
}

/** Whether the node belongs to the SDK's own interface. */
export function isOwn(node: Node | null): boolean {
  for (let at = node; at !== null; at = composedParent(at)) {
    if (typeOf(at) === NodeType.element && matches(at as Element, OWN_SELECTOR)) return true;
  }
  return false;
}

/** Selectors as they are when all can be read, else null. */
function readable(selectors: readonly string[], bad: (selector: string) => void): string[] | null {
  const probe = new DocumentFragment();
  let all = true;
  for (const selector of selectors) {
    try {
      probe.querySelector(selector);
    } catch {
      bad(selector);
      all = false;
    }
  }
  return all ? [...selectors] : null;
}

function absolute(text: string, base: string): string {
  try {
    return new URL(text, base).href;
  } catch {
    return "";
  }
}
