/** From points to elements and back, through shadow trees and nested frames. Points are CSS pixels in the page's viewport. */
import * as dom from "./dom.ts";

export interface Point {
  x: number;
  y: number;
}

/** The innermost element at a point, and where its document's viewport begins. */
export interface Hit {
  element: Element;
  origin: Point;
}

/** What a mouse at this point would meet; null outside of the page. */
export function hitTest(doc: Document, point: Point): Hit | null {
  let root: Document | ShadowRoot = doc;
  let origin = { x: 0, y: 0 };
  let hit: Hit | null = null as Hit | null;
  for (;;) {
    const element: Element | null = root.elementFromPoint(point.x - origin.x, point.y - origin.y);
    if (element === null || element === hit?.element) return hit;
    hit = { element, origin };
    const shadow = dom.shadowRootOf(element);
    const inner: Document | null = dom.isHtml(element, "iframe") ? element.contentDocument : null;
    if (inner !== null) {
      origin = added(origin, contentOrigin(element));
      root = inner;
    } else if (shadow !== null) {
      root = shadow;
    } else {
      return hit;
    }
  }
}

/** Where the viewport of a node's document begins in the outermost one. */
export function offsetOf(node: Node, outermost: Document): Point {
  let offset = { x: 0, y: 0 };
  let doc = dom.isDocument(node) ? node : dom.documentOf(node);
  while (doc !== null && doc !== outermost) {
    const frame: Element | null = doc.defaultView?.frameElement ?? null;
    if (frame === null) break;
    offset = added(offset, contentOrigin(frame));
    doc = dom.documentOf(frame);
  }
  return offset;
}

/** The element around an element, out of shadow trees and nested frames; null at the page's root. */
export function outerElement(element: Element, outermost: Document): Element | null {
  const parent = dom.composedParentOf(element);
  if (dom.isElement(parent)) return parent;
  if (parent !== null && !dom.isDocument(parent))
    return dom.composedParentOf(parent) as Element | null;
  if (parent === null || parent === outermost) return null;
  return parent.defaultView?.frameElement ?? null;
}

/** The element around an element as it is drawn: what is slotted stands in its slot. */
export function flatParent(element: Element, outermost: Document): Element | null {
  return dom.assignedSlotOf(element) ?? outerElement(element, outermost);
}

/** Where a frame's content begins in its own document's viewport. */
function contentOrigin(frame: Element): Point {
  const box = dom.boundsOf(frame);
  const style = dom.documentOf(frame)?.defaultView?.getComputedStyle(frame);
  return {
    x: box.left + dom.clientLeftOf(frame) + pixels(style?.paddingLeft),
    y: box.top + dom.clientTopOf(frame) + pixels(style?.paddingTop),
  };
}

function pixels(length: string | undefined): number {
  return Number.parseFloat(length ?? "") || 0;
}

function added(a: Point, b: Point): Point {
  return { x: a.x + b.x, y: a.y + b.y };
}
