import { holderOf, NodeType, openSlotOf, parentOf, typeOf, viewOf } from "../engine/dom.ts";

/** The closed shadow root of an element, of those whose making was seen. */
export type ClosedRootOf = (host: Element) => ShadowRoot | null;

/** Where nothing was seen. */
export const noClosedRoots: ClosedRootOf = () => null;

/**
 * The parent as it is shown: through slots and out of shadow trees, out of frames to the frame element.
 *
 * @param closedRoot browsers do not say in which slot of a closed shadow root something stands; what is known of them does.
 */
export function composedParent(node: Node, closedRoot = noClosedRoots): Node | null {
  const slot = slotOf(node, closedRoot);
  if (slot !== null) return slot;
  const holder = holderOf(node);
  if (holder !== null || typeOf(node) !== NodeType.document) return holder;
  try {
    return viewOf(node as Document)?.frameElement ?? null;
  } catch {
    return null;
  }
}

/** The slot that an element or a text is shown in, null when it is shown where it stands, or not at all. */
function slotOf(node: Node, closedRoot: ClosedRootOf): Element | null {
  const open = openSlotOf(node);
  if (open !== null) return open;
  const host = parentOf(node);
  if (host === null || typeOf(host) !== NodeType.element) return null;
  const root = closedRoot(host as Element);
  if (root === null) return null;
  for (const slot of root.querySelectorAll("slot"))
    if (slot.assignedNodes().includes(node as Element | Text)) return slot;
  return null;
}

/** The element itself or the nearest around it in its tree that matches. */
export function closest<Found extends Element>(element: Element, selector: string): Found | null {
  return Element.prototype.closest.call(element, selector) as Found | null;
}

/** Whether a selector matches, also where a control of that name hides the method of its form. */
export function matches(element: Element, selector: string): boolean {
  return Element.prototype.matches.call(element, selector);
}
