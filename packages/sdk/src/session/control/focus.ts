import { isOwn } from "@userview/capture";
import { realmOf } from "./events.ts";
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
  if (active !== active.ownerDocument.body) moveFocus(null);
}

/**
 * Move the focus; null takes it away. In a window that does not have the focus itself browsers send no
 * events for this: they are sent here, for the pages that live by them.
 */
export function moveFocus(element: HTMLElement | null): void {
  const before = deepActive() as HTMLElement;
  if (before === element) return;
  const silent = !document.hasFocus();
  if (element === null) before.blur();
  else element.focus({ preventScroll: true });
  if (!silent) return;
  if (before !== before.ownerDocument.body) fireFocus(before, ["blur", "focusout"], element);
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
  target.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (target.localName === "input" && "select" in target) (target as HTMLInputElement).select();
}

/** Whether the element can have the focus now. */
export function isFocusable(element: Element): boolean {
  return (
    element.matches(FOCUSABLE) &&
    !element.matches(":disabled") &&
    !isInert(element) &&
    isVisible(element)
  );
}

function tabOrder(root: Document | ShadowRoot): HTMLElement[] {
  const found: HTMLElement[] = [];
  collect(root, found);
  const numbered = found
    .filter(({ tabIndex }) => tabIndex > 0)
    .sort((a, b) => a.tabIndex - b.tabIndex);
  return [...numbered, ...found.filter(({ tabIndex }) => tabIndex === 0)];
}

function collect(node: Node, found: HTMLElement[]): void {
  for (const child of node.childNodes) {
    if (child.nodeType !== 1 || isOwn(child)) continue;
    const element = child as HTMLElement;
    if (isFocusable(element) && !isUncheckedOfGroup(element)) found.push(element);
    if (element.shadowRoot !== null) collect(element.shadowRoot, found);
    collect(element, found);
  }
}

/** Of a group of radio buttons Tab reaches the chosen one only. */
function isUncheckedOfGroup(element: Element): boolean {
  if (element.localName !== "input") return false;
  const input = element as HTMLInputElement;
  if (input.type !== "radio" || input.checked || input.name === "") return false;
  const group = input.form?.elements.namedItem(input.name);
  return group instanceof realmOf(element).RadioNodeList && group.value !== "";
}

function isInert(element: Element): boolean {
  return element.closest("[inert]") !== null;
}

function isVisible(element: Element): boolean {
  return element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";
}

function fireFocus(element: Element, types: readonly string[], related: Element | null): void {
  const { FocusEvent } = realmOf(element);
  for (const type of types) {
    const bubbles = type.length > 5;
    element.dispatchEvent(
      new FocusEvent(type, { bubbles, composed: true, relatedTarget: related }),
    );
  }
}
