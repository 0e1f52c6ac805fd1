import {
  closest,
  composedParent,
  connected,
  documentOf,
  isOwn,
  NodeType,
  nameOf,
  openRootOf,
  own,
  parentOf,
  rootOf,
  typeOf,
  viewOf,
} from "@userview/capture";
import type { InputRefusal, MouseAction, ScrollAction } from "@userview/protocol";

/** Why an input is not carried out (rule C6). */
export class Refused extends Error {
  readonly reason: InputRefusal;

  constructor(reason: InputRefusal) {
    super(reason);
    this.reason = reason;
  }
}

/** What the capture knows of live nodes. */
export interface Nodes {
  nodeById(id: number): Node | null;
  isProtected(node: Node): boolean;
  isMasked(node: Node): boolean;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What an agent aims at: a node, and a point on it. */
type Aimed = Pick<MouseAction | ScrollAction, "node" | "x" | "y" | "offset_x" | "offset_y">;

/** An element and the point on it, in the viewport of its own document. */
export interface Hit {
  readonly element: Element;
  readonly x: number;
  readonly y: number;
}

/**
 * Where the agent means, in the top viewport: on the node that was seen under the pointer, wherever it is now.
 * @throws Refused `not_found`, `covered` when something else is at that point.
 */
export function pointOf(action: Aimed, nodes: Nodes): Point {
  const meant = action.node === null ? null : elementOf(action.node, nodes);
  if (meant === null) return action;
  const point = pointOn(meant, action);
  const { element } = elementAt(point);
  if (!composedContains(meant, element) && !composedContains(element, meant))
    throw new Refused("covered");
  return point;
}

/**
 * The innermost element at a point of the top viewport, where agents may act.
 * @throws Refused `covered`, `protected` or `masked`; `failed` in a frame of another origin.
 */
export function hitAt(point: Point, nodes: Nodes): Hit {
  const hit = elementAt(point);
  if (isForeignFrame(hit.element)) throw new Refused("failed");
  check(hit.element, nodes);
  const control = closest<HTMLLabelElement>(hit.element, "label")?.control;
  if (control) check(control, nodes);
  return hit;
}

/**
 * The innermost element at a point of the top viewport.
 * @throws Refused `covered` where the page's part of the window ends, and under what we show the visitor.
 */
export function elementAt({ x, y }: Point): Hit {
  const hit = deepest(document, x, y);
  if (hit === null || isOwn(hit.element)) throw new Refused("covered");
  return hit;
}

/**
 * The live element that the stream calls `id`.
 * @throws Refused `not_found`.
 */
export function elementOf(id: number, nodes: Nodes): Element {
  const node = nodes.nodeById(id);
  const element =
    node === null
      ? null
      : typeOf(node) === NodeType.text
        ? parentOf(node)
        : typeOf(node) === NodeType.document
          ? own(node as Document, "documentElement")
          : node;
  if (
    element === null ||
    typeOf(element) !== NodeType.element ||
    !connected(element) ||
    isOwn(element)
  )
    throw new Refused("not_found");
  return element as Element;
}

/**
 * Agents may act on this node.
 * @throws Refused `protected` or `masked`.
 */
export function check(node: Node, nodes: Nodes): void {
  if (nodes.isProtected(node)) throw new Refused("protected");
  if (nodes.isMasked(node)) throw new Refused("masked");
}

/** The element that has the focus, through shadow trees and frames of the same origin. */
export function deepActive(): Element {
  let active: Element = own(document, "activeElement") ?? own(document, "body");
  for (;;) {
    const inner: Element | null | undefined =
      activeIn(openRootOf(active)) ?? activeIn(frameDocument(active));
    if (inner === null || inner === undefined || inner === active) return active;
    active = inner;
  }
}

function activeIn(root: Document | ShadowRoot | null): Element | null {
  return root === null ? null : own(root, "activeElement");
}

/** The parent element as it is shown: through slots, out of shadow trees and frames. */
export function composedParentElement(node: Node): Element | null {
  let at = composedParent(node);
  while (at !== null && typeOf(at) !== NodeType.element) at = composedParent(at);
  return at as Element | null;
}

/** The document of a frame of the same origin, null for anything else. */
export function frameDocument(element: Element): Document | null {
  const name = nameOf(element);
  if (name !== "iframe" && name !== "frame") return null;
  try {
    return (element as HTMLIFrameElement).contentDocument;
  } catch {
    return null;
  }
}

/** A frame that this page may not look into: nothing that is done to the frame element reaches what it shows. */
function isForeignFrame(element: Element): boolean {
  return /^i?frame$/.test(nameOf(element)) && frameDocument(element) === null;
}

function composedContains(outer: Node, inner: Node): boolean {
  for (let at: Node | null = inner; at !== null; at = composedParentElement(at))
    if (at === outer) return true;
  return false;
}

/** Where the agent's point on the element is now, in the top viewport; brought into view if it is not. */
function pointOn(element: Element, action: Aimed): { x: number; y: number } {
  if (element === own(documentOf(element), "documentElement") || nameOf(element) === "body") {
    return { x: action.x, y: action.y };
  }
  let point = currentPoint(element, action);
  if (point.x < 0 || point.y < 0 || point.x >= innerWidth || point.y >= innerHeight) {
    Element.prototype.scrollIntoView.call(element, {
      block: "nearest",
      inline: "nearest",
      behavior: "instant",
    });
    point = currentPoint(element, action);
  }
  return point;
}

function currentPoint(element: Element, action: Aimed): { x: number; y: number } {
  const box = own(element, "getBoundingClientRect").call(element);
  let x = box.left + Math.min(Math.max(action.offset_x, 0), Math.max(0, box.width - 1));
  let y = box.top + Math.min(Math.max(action.offset_y, 0), Math.max(0, box.height - 1));
  for (let frame = frameOf(element); frame !== null; frame = frameOf(frame)) {
    const { left, top } = frame.getBoundingClientRect();
    x += left + frame.clientLeft;
    y += top + frame.clientTop;
  }
  return { x, y };
}

function frameOf(element: Element): Element | null {
  return viewOf(documentOf(element))?.frameElement ?? null;
}

/** The innermost element at a point: into open shadow trees and frames of the same origin. */
function deepest(root: Document | ShadowRoot, x: number, y: number): Hit | null {
  const element = own(root, "elementFromPoint").call(root, x, y);
  // A shadow tree also answers with what is outside of it.
  if (element === null || rootOf(element) !== root) return null;
  const shadow = openRootOf(element);
  if (shadow !== null) {
    const inner = deepest(shadow, x, y);
    if (inner !== null) return inner;
    const slot = slotAt(element, x, y);
    if (slot !== null) return { element: slot, x, y };
  }
  const frame = frameDocument(element);
  if (frame !== null) {
    const { left, top } = element.getBoundingClientRect();
    const inner = deepest(frame, x - left - element.clientLeft, y - top - element.clientTop);
    if (inner !== null) return inner;
  }
  return { element, x, y };
}

/** The slot that shows text of a shadow host at this point: a hand on that text is a hand on what is around the slot. */
function slotAt(host: Element, x: number, y: number): Element | null {
  const range = new Range();
  for (const child of host.childNodes) {
    if (child.nodeType !== 3) continue;
    const slot = (child as Text).assignedSlot;
    if (slot === null) continue;
    range.selectNodeContents(child);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      if (x >= left && x < right && y >= top && y < bottom) return slot;
    }
  }
  return null;
}
