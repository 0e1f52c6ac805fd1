/** The page's words → nodes and attributes, each through the allow-lists. Nothing is ever parsed as HTML. */
import { judgeAttribute } from "./attributes.ts";
import { rewriteCss } from "./css.ts";
import { protectFrame } from "./document.ts";
import * as dom from "./dom.ts";
import { type ElementPlan, HTML, planElement } from "./elements.ts";
import { MAX_ATTRIBUTE, MAX_CSS, MAX_CSS_DEPTH, PageTooLarge } from "./limits.ts";
import { MediaFeatures } from "./media-features.ts";
import { STATE_ATTRIBUTE } from "./state-selectors.ts";
import { type AssetBase, pictureUrl, styleUrl } from "./urls.ts";
import { withhold } from "./withheld.ts";

/** One transparent pixel: keeps a picture that may not be loaded from showing as broken. */
const PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/** What browsers make of a box that says no size, CSS pixels. */
const BOX = { width: 300, height: 150 };

/** Attributes that protect, steady or mark the mirror; the page's own do not count. */
const OURS = new Set(["autocomplete", "decoding", "sandbox", STATE_ATTRIBUTE]);

/** Where the agent's browser must not fill in what it knows of the agent. */
const TAKES_TEXT = new Set(["input", "textarea", "select", "form"]);

/** Attributes that only name things, whatever the element: most of those that pages have. */
const PLAIN = new Set(["class", "id", "role"]);

/** Plans that are kept: a page has far fewer names. */
const MAX_PLANS = 2000;

export class Maker {
  /** What the visitor's browser says to media queries. */
  readonly features = new MediaFeatures();
  private cssLeft = MAX_CSS;
  private readonly plans = new Map<string, ElementPlan>();

  /**
   * @param inert the document that elements kept from view are made by.
   * @param unavailable told of elements that show less than the page does.
   */
  constructor(
    private readonly assets: AssetBase,
    private readonly inert: Document,
    private readonly unavailable: (element: Element) => void,
  ) {}

  /** Limits on one message begin anew. */
  startMessage(): void {
    this.cssLeft = MAX_CSS;
  }

  /**
   * An element with its attributes, in no tree yet.
   * @param attributes names and values in turn, as the page had them.
   */
  element(doc: Document, namespace: number, name: string, attributes: readonly string[]): Element {
    const picture = name === "object" ? this.pictureOf(attributes) : null;
    const plan = this.plan(namespace, name, picture !== null);
    const element = dom.createElement(doc, plan.namespaceURI, plan.localName);
    if (plan.empty || plan.localName === "style") withhold(element, this.inert);
    if (plan.namespaceURI === HTML) this.prepare(element, plan, picture);
    for (let at = 0; at + 1 < attributes.length; at += 2)
      this.set(element, plan, attributes[at] ?? "", attributes[at + 1] ?? "");
    if (plan.unavailable) this.unavailable(element);
    return element;
  }

  /** Sets an attribute if it may be set, else removes it. */
  setAttribute(element: Element, name: string, value: string): void {
    const target = {
      namespaceURI: dom.namespaceOf(element) ?? "",
      localName: dom.localNameOf(element),
    };
    this.set(element, target, name, value);
  }

  removeAttribute(element: Element, name: string): void {
    if (!isOurs(element, name)) dom.removeAttribute(element, name);
  }

  /** CSS with its addresses and state selectors replaced. @throws PageTooLarge */
  css(text: string): string {
    this.cssLeft -= text.length;
    if (this.cssLeft < 0) {
      throw new PageTooLarge(`The page has more than ${MAX_CSS / 1024 / 1024} MiB of style sheets`);
    }
    if (isTooDeep(text))
      throw new PageTooLarge(`The page has style rules nested deeper than ${MAX_CSS_DEPTH}`);
    return rewriteCss(text, (url) => styleUrl(url, this.assets), this.features);
  }

  private plan(namespace: number, name: string, picture: boolean): ElementPlan {
    const key = `${namespace}${picture ? "p" : " "}${name}`;
    let plan = this.plans.get(key);
    if (plan === undefined) {
      plan = planElement(namespace, name, picture);
      if (this.plans.size < MAX_PLANS) this.plans.set(key, plan);
    }
    return plan;
  }

  /** The picture that an `object` shows, if it may be loaded. */
  private pictureOf(attributes: readonly string[]): string | null {
    for (let at = 0; at + 1 < attributes.length; at += 2)
      if (attributes[at] === "data") return pictureUrl(attributes[at + 1] ?? "", this.assets);
    return null;
  }

  /** What elements of some names are given in every mirror, before the page's attributes. */
  private prepare(element: Element, plan: ElementPlan, picture: string | null): void {
    const name = plan.localName;
    if (dom.isHtml(element, "img")) {
      // Decoded elsewhere, a picture that is already there would be missing for a moment.
      element.decoding = "sync";
      if (plan.empty) element.src = picture ?? blankPicture(BOX.width, BOX.height);
    } else if (dom.isHtml(element, "iframe")) protectFrame(element);
    else if (dom.isHtml(element, "video") || dom.isHtml(element, "audio")) element.muted = true;
    else if (TAKES_TEXT.has(name)) dom.setAttribute(element, "autocomplete", "off");
  }

  private set(
    element: Element,
    target: { namespaceURI: string; localName: string },
    name: string,
    value: string,
  ): void {
    if (PLAIN.has(name) && value.length <= MAX_ATTRIBUTE && target.namespaceURI === HTML) {
      if (target.localName !== "template" && target.localName !== "meta")
        dom.setAttribute(element, name, value);
      return;
    }
    if (isOurs(element, name)) return;
    const verdict = judgeAttribute(target, name, value, this.assets);
    if ("value" in verdict) {
      const isMedia = name.toLowerCase() === "media";
      dom.setAttribute(
        element,
        name,
        isMedia ? this.features.answer(verdict.value) : verdict.value,
      );
      return;
    }
    this.removeAttribute(element, name);
    if (!verdict.refused) return;
    if (dom.isHtml(element, "img") && name === "src") element.src = PIXEL;
    if (target.localName !== "source") this.unavailable(element);
  }
}

/** Braces in strings count, too: no sheet has so many that nothing closes. */
function isTooDeep(css: string): boolean {
  let depth = 0;
  for (let at = css.indexOf("{"); at !== -1 && at < css.length; at++) {
    const char = css.charCodeAt(at);
    if (char === 0x7b && ++depth > MAX_CSS_DEPTH) return true;
    if (char === 0x7d && depth > 0) depth--;
  }
  return false;
}

function isOurs(element: Element, name: string): boolean {
  const lower = name.toLowerCase();
  if (lower === "tabindex") return dom.isHtml(element, "iframe");
  return OURS.has(lower);
}

/** A picture of nothing, in this size. */
export function blankPicture(width: number, height: number): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
