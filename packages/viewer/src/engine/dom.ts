/**
 * Reading and changing nodes of a hostile document.
 *
 * A form's fields hide its properties (`<form><input name="parentNode">`), so what is asked of a mirrored node is asked
 * through the prototypes of our own window, which no page can reach.
 */

import { HTML } from "./elements.ts";

function getter<Owner, Value>(prototype: Owner, name: keyof Owner): (owner: Owner) => Value {
  const read = Object.getOwnPropertyDescriptor(prototype, name)?.get;
  if (read === undefined) throw new Error(`expected a browser with ${String(name)}`);
  return (owner) => read.call(owner) as Value;
}

/** A window of a mirrored document, with its own constructors. */
export type View = Window & typeof globalThis;

const nodes = Node.prototype;
const elements = Element.prototype;

export const parentOf: (node: Node) => ParentNode | null = getter(nodes, "parentNode");
export const firstChildOf: (node: Node) => ChildNode | null = getter(nodes, "firstChild");
export const nextSiblingOf: (node: Node) => ChildNode | null = getter(nodes, "nextSibling");
export const documentOf: (node: Node) => Document | null = getter(nodes, "ownerDocument");
export const isConnected: (node: Node) => boolean = getter(nodes, "isConnected");
export const viewOf: (doc: Document) => View | null = getter(Document.prototype, "defaultView");
export const hostOf: (root: ShadowRoot) => Element = getter(ShadowRoot.prototype, "host");
export const dataOf: (text: CharacterData) => string = getter(CharacterData.prototype, "data");
export const shadowRootOf: (element: Element) => ShadowRoot | null = getter(elements, "shadowRoot");
export const assignedSlotOf: (element: Element) => Element | null = getter(
  elements,
  "assignedSlot",
);
export const localNameOf: (element: Element) => string = getter(elements, "localName");
export const namespaceOf: (element: Element) => string | null = getter(elements, "namespaceURI");
export const scrollTopOf: (element: Element) => number = getter(elements, "scrollTop");
export const scrollLeftOf: (element: Element) => number = getter(elements, "scrollLeft");
export const clientTopOf: (element: Element) => number = getter(elements, "clientTop");
export const clientLeftOf: (element: Element) => number = getter(elements, "clientLeft");

const htmlStyleOf: (element: HTMLElement) => CSSStyleDeclaration = getter(
  HTMLElement.prototype,
  "style",
);

/** The inline style of an element, null for those that have none. */
export function styleOf(element: Element): CSSStyleDeclaration | null {
  if (namespaceOf(element) === HTML) return htmlStyleOf(element as HTMLElement);
  return "style" in element ? (element.style as CSSStyleDeclaration) : null;
}

/** The selection of a document, null where it has no window. */
export function selectionOf(doc: Document): Selection | null {
  return Document.prototype.getSelection.call(doc);
}

/** The parent, or the host of a shadow root; null for documents and what stands alone. */
export function composedParentOf(node: Node): Node | null {
  return isShadowRoot(node) ? hostOf(node) : parentOf(node);
}

/** The window of the document that a node stands in. */
export function windowOf(node: Node): View | null {
  const doc = isDocument(node) ? node : documentOf(node);
  return doc === null ? null : viewOf(doc);
}

const frameContentOf: (frame: HTMLIFrameElement) => Document | null = getter(
  HTMLIFrameElement.prototype,
  "contentDocument",
);

/** The document in a frame; null for all other elements. */
export function contentDocumentOf(element: Element): Document | null {
  return isHtml(element, "iframe") ? frameContentOf(element) : null;
}

const create = Document.prototype;

export function createElement(doc: Document, namespace: string, name: string): Element {
  return namespace === HTML
    ? create.createElement.call(doc, name)
    : create.createElementNS.call(doc, namespace, name);
}

export function createText(doc: Document, text: string): Text {
  return create.createTextNode.call(doc, text);
}

/** The document or shadow root that a node stands in; the topmost node when it stands in none. */
export function rootOf(node: Node): Node {
  return nodes.getRootNode.call(node);
}

export function contains(node: Node, other: Node): boolean {
  return nodes.contains.call(node, other);
}

export function append(parent: Node, child: Node): void {
  nodes.appendChild.call(parent, child);
}

export function insertBefore(parent: Node, child: Node, before: Node | null): void {
  nodes.insertBefore.call(parent, child, before);
}

/** Takes the node out of where it stands, if it stands anywhere. */
export function detach(node: Node): void {
  const parent = parentOf(node);
  if (parent !== null) nodes.removeChild.call(parent, node);
}

export function removeChildren(node: Node): void {
  for (let child = firstChildOf(node); child !== null; child = firstChildOf(node))
    nodes.removeChild.call(node, child);
}

export function attributeOf(element: Element, name: string): string | null {
  return elements.getAttribute.call(element, name);
}

export function removeAttribute(element: Element, name: string): void {
  elements.removeAttribute.call(element, name);
}

const XLINK = "http://www.w3.org/1999/xlink";
const XML = "http://www.w3.org/XML/1998/namespace";

/** Sets an attribute in the namespace that its prefix stands for; names that no document can have are left out. */
export function setAttribute(element: Element, name: string, value: string): void {
  const foreign = name.startsWith("xlink:") ? XLINK : name.startsWith("xml:") ? XML : null;
  try {
    if (foreign === null) elements.setAttribute.call(element, name, value);
    else elements.setAttributeNS.call(element, foreign, name, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

export function boundsOf(element: Element): DOMRect {
  return elements.getBoundingClientRect.call(element);
}

/** False for what is not drawn itself, such as elements with `display: contents`. */
export function hasBox(element: Element): boolean {
  return elements.getClientRects.call(element).length > 0;
}

export function scrollElementTo(element: Element, left: number, top: number): void {
  const scrollTo: (options: ScrollToOptions) => void = elements.scrollTo;
  scrollTo.call(element, { left, top, behavior: "instant" });
}

/** True for elements of any window; `instanceof` knows only those of ours. */
export function isElement(node: Node | null | undefined): node is Element {
  return node?.nodeType === Node.ELEMENT_NODE;
}

/** The HTML element of this name in any window. */
export function isHtml<Name extends keyof HTMLElementTagNameMap>(
  node: Node | null | undefined,
  name: Name,
): node is HTMLElementTagNameMap[Name] {
  return isElement(node) && localNameOf(node) === name && namespaceOf(node) === HTML;
}

export function isText(node: Node | null | undefined): node is Text {
  return node?.nodeType === Node.TEXT_NODE;
}

/** True for shadow roots of any window. */
export function isShadowRoot(node: Node | null | undefined): node is ShadowRoot {
  return node?.nodeType === Node.DOCUMENT_FRAGMENT_NODE && "host" in node;
}

/** True for `style` of HTML and SVG. */
export function isStyle(node: Node | null | undefined): node is HTMLStyleElement | SVGStyleElement {
  return isElement(node) && localNameOf(node) === "style";
}

export function isDocument(node: Node | null | undefined): node is Document {
  return node?.nodeType === Node.DOCUMENT_NODE;
}
