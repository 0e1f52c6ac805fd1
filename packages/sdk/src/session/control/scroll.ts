import { documentOf, own } from "@userview/capture";
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
    if (by !== 0) scrollBy(pane, vertical, by);
  }
}

/** What arrows and page keys do where nothing is typed: the nearest pane that can move moves. */
export function scrollByKey(target: Element, key: string): void {
  const vertical = !/^Arrow(?:Left|Right)$/.test(key);
  const pane = paneOf(target, vertical, () => true);
  const page = own(pane, vertical ? "clientHeight" : "clientWidth") * PAGE_PART;
  const most = own(pane, vertical ? "scrollHeight" : "scrollWidth");
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
  scrollBy(pane, vertical, distance);
}

/** The innermost pane around an element that scrolls this way and is `fit` for it; else what scrolls the top document. */
function paneOf(element: Element, vertical: boolean, fit: (pane: Element) => boolean): Element {
  for (let at: Element | null = element; at !== null; at = composedParentElement(at)) {
    const isRoot = at === scrollerOf(documentOf(at));
    const room = roomOf(at, vertical) > 0;
    const style = getComputedStyle(at);
    const overflow = vertical ? style.overflowY : style.overflowX;
    const scrolls = /^(?:auto|scroll)$/.test(overflow) || (isRoot && overflow === "visible");
    if (room && scrolls && fit(at)) return at;
  }
  return scrollerOf(document);
}

/** What scrolls a document. */
function scrollerOf(page: Document): Element {
  return own(page, "scrollingElement") ?? own(page, "documentElement");
}

/** How far a pane can scroll. */
function roomOf(pane: Element, vertical: boolean): number {
  return vertical
    ? own(pane, "scrollHeight") - own(pane, "clientHeight")
    : own(pane, "scrollWidth") - own(pane, "clientWidth");
}

function scrollBy(pane: Element, vertical: boolean, by: number): void {
  const scroll: (options: ScrollToOptions) => void = own(pane, "scrollBy");
  scroll.call(pane, { [vertical ? "top" : "left"]: by, behavior: "instant" });
}

function hasRoom(pane: Element, vertical: boolean, by: number): boolean {
  const at = own(pane, vertical ? "scrollTop" : "scrollLeft");
  const most = roomOf(pane, vertical);
  return by > 0 ? at < most - 0.5 : by < 0 && Math.abs(at) > 0.5;
}
