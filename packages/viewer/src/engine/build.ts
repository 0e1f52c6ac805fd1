/** Serialized nodes → nodes, one by one, each through the allow-lists. Nothing is ever parsed as HTML. */
import { judgeAttribute } from "./attributes.ts";
import { blankPicture } from "./canvas.ts";
import { rewriteCss } from "./css.ts";
import { buildDoctype, protectFrame } from "./document.ts";
import * as dom from "./dom.ts";
import { HTML, planElement } from "./elements.ts";
import { NodeKind } from "./format.ts";
import { MAX_CSS, MAX_DEPTH, PageTooLarge } from "./limits.ts";
import type { NodeRegistry } from "./nodes.ts";
import { asFields, asId, asList, asText, type Fields } from "./read.ts";
import { STATE_ATTRIBUTE } from "./state-selectors.ts";
import { type AssetBase, pictureUrl, styleUrl } from "./urls.ts";

/** One transparent pixel: keeps a picture that may not be loaded from showing as broken. */
const PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/** What browsers make of a box that says no size, CSS pixels. */
const BOX = { width: 300, height: 150 };

/** Where a style element's text was cut into nodes (format 1). */
const CSS_CUT = "/* rr_split */";

/** What the builder tells of elements, for others to do what must wait until they stand in the document. */
export interface BuildListener {
  /** The element shows less than the page does. */
  unavailable(element: Element): void;
  /** An element with state that is no attribute; `state` holds the format's `rr_…` entries. */
  built(element: Element, id: number, state: Fields): void;
}

export class Builder {
  private cssLeft = MAX_CSS;

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly assets: AssetBase,
    private readonly listener: BuildListener,
  ) {}

  /** Limits on one message begin anew. */
  startMessage(): void {
    this.cssLeft = MAX_CSS;
  }

  /** Builds all of a document's children into `doc`, which is empty. */
  fill(doc: Document, page: Fields): void {
    const id = asId(page["id"]);
    if (id !== null) this.nodes.add(id, doc);
    for (const child of asList(page["childNodes"])) {
      const node = this.build(asFields(child), doc, doc, 1);
      if (node !== null) this.placeInDocument(doc, node, null);
    }
  }

  /** A document takes one doctype and one element; a new one replaces the old. */
  placeInDocument(doc: Document, node: Node, before: Node | null): void {
    if (node.nodeType === Node.TEXT_NODE) return;
    const old =
      node.nodeType === Node.DOCUMENT_TYPE_NODE
        ? doc.doctype
        : dom.isElement(node)
          ? doc.documentElement
          : null;
    let place = node.nodeType === Node.DOCUMENT_TYPE_NODE ? doc.firstChild : before;
    if (old !== null) {
      place = old.nextSibling;
      this.nodes.forget(old);
      dom.detach(old);
    }
    dom.insertBefore(doc, node, place);
  }

  /**
   * A node with all that is in it, not yet inserted.
   * @param parent what it will be inserted into.
   * @param depth how deep it will stand; the document's children are at 1.
   * @throws PageTooLarge
   */
  build(data: Fields | null, doc: Document, parent: Node, depth: number): Node | null {
    const id = asId(data?.["id"]);
    if (data === null || id === null) return null;
    if (depth > MAX_DEPTH)
      throw new PageTooLarge(`The page is nested deeper than ${MAX_DEPTH} elements`);
    const node = this.create(data, doc, parent);
    if (node === null) return null;
    this.nodes.add(id, node);
    if (dom.isElement(node)) this.complete(node, data, id, doc, depth);
    return node;
  }

  /** Style text with its addresses replaced. */
  css(text: string): string {
    this.cssLeft -= text.length;
    if (this.cssLeft < 0) {
      throw new PageTooLarge(`The page has more than ${MAX_CSS / 1024 / 1024} MiB of style sheets`);
    }
    return rewriteCss(text, (url) => styleUrl(url, this.assets));
  }

  /** Sets an attribute if it may be set, else removes it. */
  setAttribute(element: Element, name: string, value: string): void {
    if (isOurs(element, name)) return;
    const target = { namespaceURI: dom.namespaceOf(element), localName: dom.localNameOf(element) };
    const verdict = judgeAttribute(target, name, value, this.assets);
    if ("value" in verdict) {
      dom.setAttribute(element, name, verdict.value);
      return;
    }
    this.removeAttribute(element, name);
    if (!verdict.refused) return;
    if (dom.isHtml(element, "img") && name === "src") element.src = PIXEL;
    if (target.localName !== "source") this.listener.unavailable(element);
  }

  removeAttribute(element: Element, name: string): void {
    if (!isOurs(element, name)) dom.removeAttribute(element, name);
  }

  /** Replaces the text of a style element, over the text nodes that it has. */
  setStyleText(style: Element, text: string): void {
    const parts = this.css(text).split(CSS_CUT);
    const texts: Text[] = [];
    for (let child = dom.firstChildOf(style); child !== null; child = dom.nextSiblingOf(child)) {
      if (child.nodeType === Node.TEXT_NODE) texts.push(child as ChildNode as Text);
    }
    const last = texts.length - 1;
    texts.forEach((node, index) => {
      node.data = index === last ? parts.slice(index).join("") : (parts[index] ?? "");
    });
    const doc = dom.documentOf(style);
    if (texts.length === 0 && doc !== null) {
      dom.insertBefore(style, doc.createTextNode(parts.join("")), null);
    }
  }

  /** A text node for `parent`; text of style elements is style text. */
  text(doc: Document, parent: Node, text: string): Text {
    return doc.createTextNode(isStyle(parent) ? this.css(text) : text);
  }

  private create(data: Fields, doc: Document, parent: Node): Node | null {
    const text = asText(data["textContent"]) ?? "";
    switch (data["type"]) {
      case NodeKind.doctype:
        return buildDoctype(doc, data);
      case NodeKind.element:
        return this.element(data, doc, parent);
      case NodeKind.text:
        return this.text(doc, parent, text);
      case NodeKind.cdata:
        return doc.createTextNode("");
      case NodeKind.comment:
        return doc.createComment(text);
      default:
        return null;
    }
  }

  private element(data: Fields, doc: Document, parent: Node): Element | null {
    const tagName = asText(data["tagName"]);
    if (tagName === null) return null;
    const around = dom.isElement(parent)
      ? { namespaceURI: dom.namespaceOf(parent), localName: dom.localNameOf(parent) }
      : null;
    const attributes = asFields(data["attributes"]) ?? {};
    const picture = pictureUrl(asText(attributes["data"]) ?? "", this.assets);
    const plan = planElement(tagName, data["isSVG"] === true, around, picture !== null);
    if (data["isCustom"] === true) defineElement(doc, plan.name);
    const element = doc.createElementNS(plan.namespace, plan.name);
    if (dom.isHtml(element, "iframe")) protectFrame(element);
    if (dom.isHtml(element, "img")) {
      // Decoded elsewhere, a picture that is already there would be missing for a moment.
      element.decoding = "sync";
      if (plan.empty) element.src = picture ?? blankPicture(BOX.width, BOX.height);
    }
    if (dom.isHtml(element, "video") || dom.isHtml(element, "audio")) element.muted = true;
    if (takesText(element)) dom.setAttribute(element, "autocomplete", "off");
    if (plan.unavailable) this.listener.unavailable(element);
    return element;
  }

  /** Attributes, shadow root, children, then state. */
  private complete(element: Element, data: Fields, id: number, doc: Document, depth: number): void {
    const attributes = asFields(data["attributes"]) ?? {};
    const state: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("rr_")) state[name] = value;
      else if (name !== "_cssText") this.setFirst(element, name, value);
    }
    if (data["isShadowHost"] === true) openShadow(element);
    const children = emptyInMirror(element) ? [] : asList(data["childNodes"]);
    for (const child of children) {
      const fields = asFields(child);
      const home = fields?.["isShadow"] === true ? openShadow(element) : element;
      const node = this.build(fields, doc, home ?? element, depth + 1);
      if (node !== null && home !== null) dom.insertBefore(home, node, null);
    }
    const css = asText(attributes["_cssText"]);
    if (css !== null && isStyle(element)) this.setStyleText(element, css);
    this.listener.built(element, id, state);
  }

  /** The attribute of a serialized element: some are the state of a form control. */
  private setFirst(element: Element, name: string, value: unknown): void {
    if (value === true || typeof value === "number") {
      this.setAttribute(element, name, value === true ? "" : String(value));
    } else if (typeof value !== "string") {
      return;
    } else if (name === "value" && dom.isHtml(element, "textarea")) {
      element.defaultValue = value;
    } else if (name !== "value" || !dom.isHtml(element, "select")) {
      this.setAttribute(element, name, value);
    }
  }
}

/** The element's shadow root, made when it has none yet; null for elements that cannot have one. */
export function openShadow(element: Element): ShadowRoot | null {
  const root = dom.shadowRootOf(element);
  if (root !== null) return root;
  try {
    return Element.prototype.attachShadow.call(element, { mode: "open" });
  } catch {
    return null;
  }
}

/** True for `style` of HTML and SVG. */
export function isStyle(node: Node): boolean {
  return dom.isElement(node) && dom.localNameOf(node) === "style";
}

/** Elements whose content is refused, or is given by state instead of nodes. */
function emptyInMirror(element: Element): boolean {
  const name = dom.localNameOf(element);
  if (dom.namespaceOf(element) === HTML) {
    return name === "template" || name === "canvas" || name === "iframe";
  }
  return name === "metadata" || name === "none";
}

const OURS = new Set(["autocomplete", "decoding", "sandbox", STATE_ATTRIBUTE]);

/** Attributes that protect, steady or mark the mirror; the page's own do not count. */
function isOurs(element: Element, name: string): boolean {
  const lower = name.toLowerCase();
  if (lower === "tabindex") return dom.isHtml(element, "iframe");
  return OURS.has(lower);
}

/** The agent's browser must not fill in what it knows of the agent. */
function takesText(element: Element): boolean {
  return ["input", "textarea", "select", "form"].some((name) => dom.localNameOf(element) === name);
}

/** So that `:defined` holds; the class does nothing. */
export function defineElement(doc: Document, name: string): void {
  const view = doc.defaultView;
  if (view === null || !name.includes("-") || view.customElements.get(name) !== undefined) return;
  try {
    view.customElements.define(name, class extends view.HTMLElement {});
  } catch (error) {
    if (!(error instanceof view.DOMException) && !(error instanceof DOMException)) throw error;
  }
}
