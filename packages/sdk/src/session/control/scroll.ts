import type { ScrollAction } from "@userview/protocol";
import { fireWheel } from "./events.ts";
import { composedParentElement, elementAt, type Nodes, pointOf } from "./target.ts";

const LINE_PIXELS = 40;
const PAGE_PART = 0.875;

/**
 * The wheel turned over a point: the page may take it into its own hands; else the innermost pane there that can, scrolls.
 * Over parts that are masked or closed to agents the page hears nothing, and what is around them scrolls.
 * @throws Refused `not_found` or `covered`.
 */
export function turnWheel(action: ScrollAction, nodes: Nodes): void {
  const hit = elementAt(pointOf(action, nodes));
  const { delta_x: dx, delta_y: dy, modifiers } = action;
  const isClosed = (node: Element): boolean => nodes.isProtected(node) || nodes.isMasked(node);
  if (!isClosed(hit.element) && !fireWheel(hit, dx, dy, modifiers)) return;
  for (const [vertical, by] of [[false, dx] as const, [true, dy] as const]) {
    const pane = paneOf(hit.element, vertical, (at) => !isClosed(at) && hasRoom(at, vertical, by));
    if (by !== 0) pane.scrollBy({ [vertical ? "top" : "left"]: by, behavior: "instant" });
  }
}

/** What arrows and page keys do where nothing is typed: the nearest pane that can move moves. */
export function scrollByKey(target: Element, key: string): void {
  const vertical = !/^Arrow(?:Left|Right)$/.test(key);
  const pane = paneOf(target, vertical, () => true);
  const page = (vertical ? pane.clientHeight : pane.clientWidth) * PAGE_PART;
  const most = vertical ? pane.scrollHeight : pane.scrollWidth;
  const distances: Readonly<Record<string, number>> = {
    ArrowUp: -LINE_PIXELS,
    ArrowLeft: -LINE_PIXELS,
    ArrowDown: LINE_PIXELS,
    ArrowRight: LINE_PIXELS,
    PageUp: -page,
    PageDown: page,
    Home: -most,
    End: most,
  };
  const distance = distances[key] ?? 0;
  pane.scrollBy({ [vertical ? "top" : "left"]: distance, behavior: "instant" });
}

/** The innermost pane around an element that scrolls this way and is `fit` for it; else what scrolls the top document. */
function paneOf(element: Element, vertical: boolean, fit: (pane: Element) => boolean): Element {
  for (let at: Element | null = element; at !== null; at = composedParentElement(at)) {
    const doc = at.ownerDocument;
    const isRoot = at === (doc.scrollingElement ?? doc.documentElement);
    const room = vertical ? at.scrollHeight > at.clientHeight : at.scrollWidth > at.clientWidth;
    const style = getComputedStyle(at);
    const overflow = vertical ? style.overflowY : style.overflowX;
    const scrolls = /^(?:auto|scroll)$/.test(overflow) || (isRoot && overflow === "visible");
    if (room && scrolls && fit(at)) return at;
  }
  return document.scrollingElement ?? document.documentElement;
}

function hasRoom(pane: Element, vertical: boolean, by: number): boolean {
  const at = vertical ? pane.scrollTop : pane.scrollLeft;
  const most = vertical
    ? pane.scrollHeight - pane.clientHeight
    : pane.scrollWidth - pane.clientWidth;
  return by > 0 ? at < most - 0.5 : by < 0 && Math.abs(at) > 0.5;
}
