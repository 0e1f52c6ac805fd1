import { composedParent } from "@userview/capture";
import type { HiddenPart } from "./hidden-parts.ts";

/** A rectangle in the page's window, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const CLIPS = /auto|scroll|hidden|clip/;

/** Where a part can be seen: cut off by the panes and frames that it stands in; null where nothing of it can be. */
export function boxOf(part: HiddenPart): Box | null {
  let box: Box | null = ownBox(part);
  let view = part.ownerDocument.defaultView;
  for (let at = composedParent(part); at !== null && box !== null; at = composedParent(at)) {
    if (!isElement(at)) continue;
    const isFrame = at.ownerDocument.defaultView !== view;
    if (isFrame) {
      view = at.ownerDocument.defaultView;
      box = outOf(at, box);
    } else if (at !== at.ownerDocument.documentElement && at !== at.ownerDocument.body) {
      const { overflowX, overflowY } = getComputedStyle(at);
      if (CLIPS.test(overflowX + overflowY)) box = cut(box, at.getBoundingClientRect());
    }
  }
  const window = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  return box && cut(box, window);
}

function ownBox(part: HiddenPart): Box | null {
  if (isElement(part)) return isShown(part) ? part.getBoundingClientRect() : null;
  const holder = part.parentElement;
  if (holder === null || !isShown(holder)) return null;
  const range = part.ownerDocument.createRange();
  range.selectNodeContents(part);
  return range.getBoundingClientRect();
}

function isShown(element: Element): boolean {
  return element.checkVisibility?.({ visibilityProperty: true }) ?? true;
}

/** What is seen in a frame, as the page around sees it. */
function outOf(frame: Element, box: Box): Box | null {
  const around = frame.getBoundingClientRect();
  const { offsetWidth, clientLeft, clientTop } = frame as HTMLElement;
  const scale = offsetWidth > 0 ? around.width / offsetWidth : 1;
  const left = around.left + clientLeft * scale;
  const top = around.top + clientTop * scale;
  const moved = {
    left: left + box.left * scale,
    top: top + box.top * scale,
    right: left + box.right * scale,
    bottom: top + box.bottom * scale,
  };
  return cut(moved, around);
}

function cut(box: Box, by: Box): Box | null {
  const left = Math.max(box.left, by.left);
  const top = Math.max(box.top, by.top);
  const right = Math.min(box.right, by.right);
  const bottom = Math.min(box.bottom, by.bottom);
  return right > left && bottom > top ? { left, top, right, bottom } : null;
}

/** Of whichever frame: its classes are others than ours. */
function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}
