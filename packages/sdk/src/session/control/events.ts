import { documentOf, matches, own, viewOf } from "@userview/capture";
import type { Modifiers } from "@userview/protocol";
import type { Hit } from "./target.ts";

/** The mouse has this pointer id in every browser. */
export const MOUSE_POINTER = 1;

/** What of the mouse goes into an event. */
export interface MouseState {
  readonly button: number;
  /** Bits of the buttons that are down. */
  readonly buttons: number;
  /** How many clicks in a row. */
  readonly detail: number;
  readonly modifiers: Modifiers;
}

type Realm = Window & typeof globalThis;

/** The window that an element lives in: its events are made of that window's classes. */
export function realmOf(element: Element): Realm {
  return viewOf(documentOf(element)) ?? window;
}

/** Dispatch a mouse or pointer event as the browser does; false when a handler prevented it. */
export function fireMouse(
  type: string,
  hit: Hit,
  state: MouseState,
  related: Element | null = null,
): boolean {
  const realm = realmOf(hit.element);
  const isPointer = type.startsWith("pointer");
  const enters = /(?:enter|leave)$/.test(type);
  const moves = /(?:move|over|out|enter|leave)$/.test(type);
  const init: PointerEventInit = {
    ...at(hit, state, related),
    bubbles: !enters,
    cancelable: !enters && type !== "pointermove" && type !== "pointercancel",
    detail: isPointer || moves ? 0 : state.detail,
    button: moves ? (isPointer ? -1 : 0) : state.button,
    pointerId: MOUSE_POINTER,
    pointerType: "mouse",
    isPrimary: true,
    pressure: state.buttons === 0 ? 0 : 0.5,
  };
  const asPointer = isPointer || /^(?:click|auxclick|contextmenu)$/.test(type);
  const event = asPointer ? new realm.PointerEvent(type, init) : new realm.MouseEvent(type, init);
  return dispatch(hit.element, event);
}

/** What of the mouse goes into the events of a drag: the button is down all the time. */
export function dragState({ modifiers }: MouseState): MouseState {
  return { button: 0, buttons: 1, detail: 0, modifiers };
}

/** Dispatch an event of drag and drop; false when a handler prevented it. */
export function fireDrag(
  type: string,
  hit: Hit,
  state: MouseState,
  dataTransfer: DataTransfer,
  related: Element | null = null,
): boolean {
  const realm = realmOf(hit.element);
  const cancelable = type !== "dragleave" && type !== "dragend";
  return dispatch(
    hit.element,
    new realm.DragEvent(type, { ...at(hit, state, related), cancelable, dataTransfer }),
  );
}

/** Dispatch `wheel`; false when the page takes it into its own hands. */
export function fireWheel(hit: Hit, deltaX: number, deltaY: number, modifiers: Modifiers): boolean {
  const realm = realmOf(hit.element);
  const state = { button: 0, buttons: 0, detail: 0, modifiers };
  return dispatch(
    hit.element,
    new realm.WheelEvent("wheel", { ...at(hit, state, null), cancelable: true, deltaX, deltaY }),
  );
}

/** Dispatch `paste`; false when the page takes it into its own hands. */
export function firePaste(target: Element, text: string): boolean {
  const realm = realmOf(target);
  const clipboardData = new realm.DataTransfer();
  clipboardData.setData("text/plain", text);
  return dispatch(
    target,
    new realm.ClipboardEvent("paste", {
      clipboardData,
      bubbles: true,
      cancelable: true,
      composed: true,
    }),
  );
}

/** Dispatch a key event; false when a handler prevented it. */
export function fireKey(
  type: string,
  target: Element,
  key: string,
  code: string,
  modifiers: Modifiers,
): boolean {
  const realm = realmOf(target);
  const keyCode =
    type === "keypress"
      ? key === "Enter"
        ? 13
        : (key.codePointAt(0) ?? 0)
      : legacyCode(key, code);
  const init = {
    key,
    code,
    bubbles: true,
    cancelable: true,
    composed: true,
    view: realm,
    ...keys(modifiers),
  };
  const legacy = { keyCode, which: keyCode, charCode: type === "keypress" ? keyCode : 0 };
  return dispatch(target, new realm.KeyboardEvent(type, { ...init, ...legacy }));
}

/** Dispatch `beforeinput`; false when the page takes the input into its own hands. */
export function fireBeforeInput(target: Element, inputType: string, data: string | null): boolean {
  return dispatch(
    target,
    new (realmOf(target).InputEvent)("beforeinput", {
      inputType,
      data,
      bubbles: true,
      cancelable: true,
      composed: true,
    }),
  );
}

/** Dispatch `input` as after a change of the value by hand. */
export function fireInput(target: Element, inputType = "", data: string | null = null): void {
  dispatch(
    target,
    new (realmOf(target).InputEvent)("input", { inputType, data, bubbles: true, composed: true }),
  );
}

/**
 * Tell at once that the selection is another. Browsers tell it later, and keys of people come later still; keys of agents may
 * come in between, to editors that know the old selection only.
 */
export function fireSelection(target: Element): void {
  const { Event } = realmOf(target);
  if (matches(target, "input,textarea"))
    dispatch(target, new Event("selectionchange", { bubbles: true }));
  else dispatch(documentOf(target), new Event("selectionchange"));
}

/** Dispatch `change`. */
export function fireChange(target: Element): void {
  dispatch(target, new (realmOf(target).Event)("change", { bubbles: true }));
}

/** @returns false when a handler prevented it. */
export function dispatch(target: Node, event: Event): boolean {
  return own(target, "dispatchEvent").call(target, event);
}

/** Where the mouse is, and what is held with it. */
function at(hit: Hit, state: MouseState, relatedTarget: Element | null): MouseEventInit {
  const realm = realmOf(hit.element);
  return {
    bubbles: true,
    composed: true,
    view: realm,
    detail: state.detail,
    clientX: hit.x,
    clientY: hit.y,
    screenX: hit.x + realm.screenX,
    screenY: hit.y + realm.screenY,
    button: state.button,
    buttons: state.buttons,
    relatedTarget,
    ...keys(state.modifiers),
  };
}

function keys(modifiers: Modifiers): EventModifierInit {
  return {
    altKey: modifiers.alt,
    ctrlKey: modifiers.ctrl,
    metaKey: modifiers.meta,
    shiftKey: modifiers.shift,
  };
}

const LEGACY: Readonly<Record<string, number>> = {
  Backspace: 8,
  Tab: 9,
  Enter: 13,
  Shift: 16,
  Control: 17,
  Alt: 18,
  Escape: 27,
  " ": 32,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Insert: 45,
  Delete: 46,
};

/** `keyCode`, which pages still read. */
function legacyCode(key: string, code: string): number {
  const known = LEGACY[key];
  if (known !== undefined) return known;
  const letter = /^(?:Key|Digit)(.)$/.exec(code)?.[1];
  if (letter !== undefined) return letter.charCodeAt(0);
  const f = /^F(\d+)$/.exec(key)?.[1];
  if (f !== undefined) return 111 + Number(f);
  return key.length === 1 ? key.toUpperCase().charCodeAt(0) : 0;
}
