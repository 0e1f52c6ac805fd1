/**
 * Reads of nodes that a page cannot bend: a control named `parentNode` hides that property of its form, a form named
 * `firstChild` that of the document.
 */

type Getter<Holder, Value> = (this: Holder) => Value;

/**
 * How a class reads a property: who calls it need not fear names.
 * @throws TypeError when there is no such property.
 */
export function getterOf<Holder, Value>(prototype: object, name: string): Getter<Holder, Value> {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
  return get as Getter<Holder, Value>;
}

// Each reader is a function of its own around a constant: only so does the compiler see through it.
const parentNode = getterOf<Node, Node | null>(Node.prototype, "parentNode");
const firstChild = getterOf<Node, Node | null>(Node.prototype, "firstChild");
const nextSibling = getterOf<Node, Node | null>(Node.prototype, "nextSibling");
const nodeType = getterOf<Node, number>(Node.prototype, "nodeType");
const isConnected = getterOf<Node, boolean>(Node.prototype, "isConnected");
const localName = getterOf<Element, string>(Element.prototype, "localName");
const namespaceURI = getterOf<Element, string | null>(Element.prototype, "namespaceURI");
const shadowRoot = getterOf<Element, ShadowRoot | null>(Element.prototype, "shadowRoot");
const ownerDocument = getterOf<Node, Document | null>(Node.prototype, "ownerDocument");
const baseURI = getterOf<Node, string>(Node.prototype, "baseURI");
const textContent = getterOf<Node, string | null>(Node.prototype, "textContent");
const nodeName = getterOf<Node, string>(Node.prototype, "nodeName");
const { getRootNode } = Node.prototype;
const { getAttribute, getAttributeNames } = Element.prototype;

export function parentOf(node: Node): Node | null {
  return parentNode.call(node);
}

/** What a node stands in: its parent, or of a shadow root its host. */
export function holderOf(node: Node): Node | null {
  const parent = parentNode.call(node);
  if (parent !== null || nodeType.call(node) !== 11) return parent;
  return (node as ShadowRoot).host ?? null;
}

export function firstOf(node: Node): Node | null {
  return firstChild.call(node);
}

export function nextOf(node: Node): Node | null {
  return nextSibling.call(node);
}

export function typeOf(node: Node): number {
  return nodeType.call(node);
}

/** The document or the shadow root that a node is in; of what is in none, what is topmost. */
export function rootOf(node: Node): Node {
  return getRootNode.call(node);
}

export function connected(node: Node): boolean {
  return isConnected.call(node);
}

/** Of an element: its name without a prefix, in the case that its document gave it. */
export function nameOf(element: Element): string {
  return localName.call(element);
}

export function namespaceOf(element: Element): string | null {
  return namespaceURI.call(element);
}

/** The open shadow root of an element. */
export function openRootOf(element: Element): ShadowRoot | null {
  return shadowRoot.call(element);
}

export function attributeOf(element: Element, name: string): string | null {
  return getAttribute.call(element, name);
}

export function attributeNamesOf(element: Element): string[] {
  return getAttributeNames.call(element);
}

/** The document that a node belongs to; of a document itself that one. */
export function documentOf(node: Node): Document {
  return ownerDocument.call(node) ?? (node as Document);
}

/** The URL that addresses in a node are relative to. */
export function baseOf(node: Node): string {
  return baseURI.call(node);
}

export function textOf(node: Node): string {
  return textContent.call(node) ?? "";
}

/** Of an element: its name as HTML writes it, in capitals. */
export function labelOf(node: Node): string {
  return nodeName.call(node);
}

/** The slot of an open shadow tree that an element or a text is shown in. */
export function openSlotOf(node: Node): Element | null {
  return own(node as Element | Text, "assignedSlot") ?? null;
}

/** What else a node says of itself. Only forms and documents have properties that are named by what is in them. */
export function own<Of extends Node, Name extends keyof Of & string>(
  node: Of,
  name: Name,
): Of[Name] {
  const type = nodeType.call(node);
  if (type === 9) return Reflect.get(Document.prototype, name, node);
  if (type === 1 && localName.call(node as Node as Element) === "form" && isHtml(node))
    return Reflect.get(HTMLFormElement.prototype, name, node);
  return node[name];
}

/** All elements of a tree that match. */
export function queryAll<Found extends Element = Element>(
  root: Document | DocumentFragment,
  selector: string,
): NodeListOf<Found> {
  return own(root as Document, "querySelectorAll").call(root, selector) as NodeListOf<Found>;
}

/** The first element of a tree that matches. */
export function queryFirst<Found extends Element = Element>(
  root: Document | DocumentFragment,
  selector: string,
): Found | null {
  return own(root as Document, "querySelector").call(root, selector) as Found | null;
}

/** Listens in a tree. */
export function listen(
  root: Document | ShadowRoot,
  type: string,
  listener: (event: Event) => void,
  options: AddEventListenerOptions,
): void {
  own(root as Document, "addEventListener").call(root, type, listener, options);
}

/** The window of a document; null when it has none (any more). */
export function viewOf(document: Document): (Window & typeof globalThis) | null {
  return own(document, "defaultView");
}

function isHtml(node: Node): boolean {
  return namespaceURI.call(node as Element) === "http://www.w3.org/1999/xhtml";
}

/** The document that a frame element shows, null when scripts of this page may not see it. */
export function frameDocument(element: Element): Document | null {
  const name = nameOf(element);
  if (name !== "iframe" && name !== "frame") return null;
  try {
    return (element as HTMLIFrameElement).contentDocument;
  } catch {
    return null;
  }
}

/** Types of nodes that are mirrored, and of those that hold them. */
export const NodeType = {
  element: 1,
  text: 3,
  cdata: 4,
  document: 9,
  doctype: 10,
  fragment: 11,
} as const;
