import {
  closest,
  documentOf,
  firstOf,
  isOwn,
  matches,
  NodeType,
  nextOf,
  openRootOf,
  own,
  typeOf,
} from "@userview/capture";
import { dispatch, realmOf } from "./events.ts";
import { composedParentElement, deepActive } from "./target.ts";

const FOCUSABLE =
  "a[href],area[href],button,input:not([type=hidden]),select,textarea,summary,iframe,audio[controls],video[controls]," +
  "[tabindex],[contenteditable]:not([contenteditable=false])";

/** Give the focus to what a press of the mouse on `element` would give it to; to nothing when nothing takes it. */
export function focusByMouse(element: Element): void {
  for (let at: Element | null = element; at !== null; at = composedParentElement(at)) {
    if (isFocusable(at)) {
      moveFocus(at as HTMLElement);
      return;
    }
    if (at.localName === "label" && (at as HTMLLabelElement).control !== null) return;
  }
  const active = deepActive();
  if (active !== own(documentOf(active), "body")) moveFocus(null);
}

/**
 * Move the focus; null takes it away. In a window that does not have the focus itself browsers send no
 * events for this: they are sent here, for the pages that live by them.
 */
export function moveFocus(element: HTMLElement | null): void {
  const before = deepActive() as HTMLElement;
  if (before === element) return;
  const silent = !own(document, "hasFocus").call(document);
  if (element === null) own(before, "blur").call(before);
  else own(element, "focus").call(element, { preventScroll: true });
  if (!silent) return;
  if (before !== own(documentOf(before), "body")) fireFocus(before, ["blur", "focusout"], element);
  if (element !== null && deepActive() === element)
    fireFocus(element, ["focus", "focusin"], before);
}

/** Move the focus as Tab does, or as Shift and Tab do. */
export function tab(backwards: boolean): void {
  const active = deepActive();
  const order = tabOrder(document);
  const at = order.indexOf(active as HTMLElement);
  const next = backwards
    ? at <= 0
      ? order.length - 1
      : at - 1
    : (at + 1) % Math.max(1, order.length);
  const target = order[next];
  if (target === undefined) return;
  moveFocus(target);
  Element.prototype.scrollIntoView.call(target, { block: "nearest", inline: "nearest" });
  if (target.localName === "input" && "select" in target) (target as HTMLInputElement).select();
}

/** Whether the element can have the focus now. */
export function isFocusable(element: Element): boolean {
  return (
    matches(element, FOCUSABLE) &&
    !matches(element, ":disabled") &&
    !isInert(element) &&
    isVisible(element)
  );
}

function tabOrder(root: Document | ShadowRoot): HTMLElement[] {
  const found: HTMLElement[] = [];
  collect(root, found);
  const numbered = found
    .filter((one) => own(one, "tabIndex") > 0)
    .sort((a, b) => own(a, "tabIndex") - own(b, "tabIndex"));
  return [...numbered, ...found.filter((one) => own(one, "tabIndex") === 0)];
}

function collect(node: Node, found: HTMLElement[]): void {
  for (let child = firstOf(node); child !== null; child = nextOf(child)) {
    if (typeOf(child) !== NodeType.element || isOwn(child)) continue;
    const element = child as HTMLElement;
    if (isFocusable(element) && !isUncheckedOfGroup(element)) found.push(element);
    const root = openRootOf(element);
    if (root !== null) collect(root, found);
    collect(element, found);
  }
}

/** Of a group of radio buttons Tab reaches the chosen one only. */
function isUncheckedOfGroup(element: Element): boolean {
  if (element.localName !== "input") return false;
  const input = element as HTMLInputElement;
  if (input.type !== "radio" || input.checked || input.name === "") return false;
  const group = input.form && own(input.form, "elements").namedItem(input.name);
  return group instanceof realmOf(element).RadioNodeList && group.value !== "";
}

function isInert(element: Element): boolean {
  return closest(element, "[inert]") !== null;
}

function isVisible(element: Element): boolean {
  return (
    own(element, "getClientRects").call(element).length > 0 &&
    getComputedStyle(element).visibility === "visible"
  );
}

function fireFocus(element: Element, types: readonly string[], related: Element | null): void {
  const { FocusEvent } = realmOf(element);
  for (const type of types) {
    const bubbles = type.length > 5;
    dispatch(element, new FocusEvent(type, { bubbles, composed: true, relatedTarget: related }));
  }
}
