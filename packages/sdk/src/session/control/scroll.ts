import type { ScrollAction } from "@userview/protocol";
import { check, composedParentElement, elementOf, type Nodes } from "./target.ts";

const LINE_PIXELS = 40;
const PAGE_PART = 0.875;

/**
 * Scroll a pane, or the page when no node is named, to a position.
 * @throws Refused `not_found`, `protected` or `masked`.
 */
export function scrollTo(action: ScrollAction, nodes: Nodes): void {
  const options: ScrollToOptions = { left: action.left, top: action.top, behavior: "instant" };
  if (action.node === null) {
    window.scrollTo(options);
    return;
  }
  const element = elementOf(action.node, nodes);
  const view = element.ownerDocument.defaultView;
  if (
    element === element.ownerDocument.documentElement ||
    element === element.ownerDocument.scrollingElement
  ) {
    (view ?? window).scrollTo(options);
    return;
  }
  check(element, nodes);
  element.scrollTo(options);
}

/** What arrows and page keys do where nothing is typed: the nearest pane that can move moves. */
export function scrollByKey(target: Element, key: string): void {
  const vertical = !/^Arrow(?:Left|Right)$/.test(key);
  const pane = paneOf(target, vertical);
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

function paneOf(element: Element, vertical: boolean): Element {
  for (let at: Element | null = element; at !== null; at = composedParentElement(at)) {
    const room = vertical ? at.scrollHeight > at.clientHeight : at.scrollWidth > at.clientWidth;
    const style = getComputedStyle(at);
    if (room && /^(?:auto|scroll)$/.test(vertical ? style.overflowY : style.overflowX)) return at;
  }
  return element.ownerDocument.scrollingElement ?? element.ownerDocument.documentElement;
}
