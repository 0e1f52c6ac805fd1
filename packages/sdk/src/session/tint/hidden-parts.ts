import { isOwn } from "@userview/capture";
import { firstOf, NodeType, nameOf, nextOf, openRootOf, typeOf } from "@userview/capture/dom";
import { isField } from "@userview/capture/fields";
import type { Masks } from "@userview/capture/masks";

/** Something in the page that agents see masked: an element with all that is in it, a field, or a text. */
export type HiddenPart = Element | Text;

/** What is told of an element besides its children would draw nothing. */
const UNSEEN = /^(head|script|style|template|noscript|meta|link)$/;

/** Goes through the page from top to bottom, and yields after each node, so that the caller can stop for now: null, or what is hidden there. */
export function* hiddenParts(masks: Masks): Generator<HiddenPart | null> {
  yield* within(document, masks, masks.top);
}

function* within(holder: Node, masks: Masks, place: number): Generator<HiddenPart | null> {
  for (let node = firstOf(holder); node !== null; node = nextOf(node)) {
    const type = typeOf(node);
    if (type === NodeType.text) yield textAt(node as Text, masks);
    else if (type === NodeType.element) yield* elementAt(node as Element, masks, place);
  }
}

function textAt(node: Text, masks: Masks): HiddenPart | null {
  const holder = node.parentElement;
  return holder !== null && node.data.trim() !== "" && masks.hidesText(holder) ? node : null;
}

function* elementAt(element: Element, masks: Masks, around: number): Generator<HiddenPart | null> {
  if (UNSEEN.test(nameOf(element)) || isOwn(element)) return;
  const place = masks.within(element, around);
  // A mask of the whole page hides the text of what is within: the page's root is too much to be one part.
  if (masks.startsMask(element) || masks.isMasked(element)) {
    yield element;
    return;
  }
  if (isField(element)) {
    yield masks.hidesIn(element, place) ? element : null;
    return;
  }
  yield null;
  const root = openRootOf(element);
  if (root !== null) yield* within(root, masks, place);
  const framed = documentIn(element);
  if (framed !== null) yield* within(framed, masks, place);
  yield* within(element, masks, place);
}

/** The page in a frame of the same origin; others are masked by their own SDK. */
function documentIn(element: Element): Document | null {
  if (nameOf(element) !== "iframe") return null;
  try {
    return (element as HTMLIFrameElement).contentDocument;
  } catch {
    return null;
  }
}
