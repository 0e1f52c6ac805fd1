import type { MouseAction } from "@userview/protocol";
import { fireChange, fireInput, fireMouse, type MouseState, realmOf } from "./events.ts";
import { focusByMouse } from "./focus.ts";
import { caretAt, extendTo, selectAround } from "./selection.ts";
import { composedParentElement, type Hit, hitOf, type Nodes } from "./target.ts";

/** One agent's mouse in the page: moves, presses and releases become the events that a hand makes. */
export class Mouse {
  readonly #nodes: Nodes;
  #over: Element | null = null;
  #pressed: Hit | null = null;
  #selecting = false;

  constructor(nodes: Nodes) {
    this.#nodes = nodes;
  }

  /** @throws Refused when it cannot be carried out; nothing has happened then. */
  act(action: MouseAction): void {
    const hit = hitOf(action, this.#nodes);
    const buttons =
      action.phase === "up" || (action.phase === "move" && this.#pressed === null)
        ? 0
        : bit(action.button);
    const state: MouseState = {
      button: action.button,
      buttons,
      detail: action.clicks,
      modifiers: action.modifiers,
    };
    this.#move(hit, state);
    if (action.phase === "down") this.#down(hit, state);
    else if (action.phase === "up") this.#up(hit, state);
  }

  #move(hit: Hit, state: MouseState): void {
    const before = this.#over;
    if (before !== hit.element) {
      this.#over = hit.element;
      const came = ancestors(hit.element);
      const left = before?.isConnected ? ancestors(before) : [];
      if (before?.isConnected) {
        const out = { ...hit, element: before };
        for (const type of ["pointerout", "mouseout"]) fireMouse(type, out, state, hit.element);
        for (const element of left) {
          if (came.includes(element)) break;
          for (const type of ["pointerleave", "mouseleave"])
            fireMouse(type, { ...hit, element }, state, hit.element);
        }
      }
      for (const type of ["pointerover", "mouseover"]) fireMouse(type, hit, state, before);
      for (const element of came.filter((one) => !left.includes(one)).reverse()) {
        for (const type of ["pointerenter", "mouseenter"])
          fireMouse(type, { ...hit, element }, state, before);
      }
    }
    fireMouse("pointermove", hit, state);
    if (fireMouse("mousemove", hit, state) && this.#selecting && this.#pressed !== null)
      extendTo(hit);
  }

  #down(hit: Hit, state: MouseState): void {
    this.#pressed = hit;
    this.#selecting = false;
    const pointer = fireMouse("pointerdown", hit, state);
    // A prevented pointerdown takes the mouse events with it, as browsers do.
    if (pointer && !fireMouse("mousedown", hit, state)) return;
    focusByMouse(hit.element);
    if (state.button !== 0) return;
    if (state.modifiers.shift) extendTo(hit);
    else if (state.detail > 1) selectAround(hit, state.detail === 2 ? "word" : "paragraph");
    else this.#selecting = caretAt(hit);
  }

  #up(hit: Hit, state: MouseState): void {
    const pressed = this.#pressed;
    this.#pressed = null;
    this.#selecting = false;
    fireMouse("pointerup", hit, state);
    fireMouse("mouseup", hit, state);
    const element = pressed === null ? null : commonAncestor(pressed.element, hit.element);
    if (element === null || !element.isConnected) return;
    const at = { ...hit, element };
    if (state.button === 2) {
      fireMouse("contextmenu", at, state);
      fireMouse("auxclick", at, state);
    } else if (state.button !== 0) {
      fireMouse("auxclick", at, state);
    } else if (!element.closest("button,input,select,textarea")?.matches(":disabled")) {
      click(at, { ...state, detail: Math.max(1, state.detail) });
      if (state.detail === 2 && element.isConnected) fireMouse("dblclick", at, state);
    }
  }
}

/** A click with all that follows from it: links, buttons, labels and boxes do theirs by themselves. */
export function click(hit: Hit, state: MouseState): void {
  const { element } = hit;
  const realm = realmOf(element);
  const link = element.closest<HTMLAnchorElement>("a[href]");
  const elsewhere = link !== null && !/^(?:|_self|_top|_parent)$/i.test(link.target);
  if (elsewhere && !navigator.userActivation?.isActive) {
    // Without a hand on the mouse the browser opens no window: the page opens in this one instead.
    const follow = (event: Event): void => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      realm.location.assign(link.href);
    };
    realm.addEventListener("click", follow, { once: true });
    fireMouse("click", hit, state);
    realm.removeEventListener("click", follow);
    return;
  }
  if (fireMouse("click", hit, state) && element.localName === "option")
    chooseOption(element as HTMLOptionElement, state);
}

/** A list box chooses what is clicked; a select that opens is chosen from by other means. */
function chooseOption(option: HTMLOptionElement, state: MouseState): void {
  const select = option.closest("select");
  if (
    select === null ||
    option.disabled ||
    select.disabled ||
    (select.size < 2 && !select.multiple)
  )
    return;
  const chosen = state.modifiers.ctrl || state.modifiers.meta ? !option.selected : true;
  if (!state.modifiers.ctrl && !state.modifiers.meta)
    for (const other of select.options) other.selected = false;
  option.selected = chosen;
  fireInput(select);
  fireChange(select);
}

function bit(button: number): number {
  return [1, 4, 2, 8, 16][button] ?? 0;
}

/** The element and all that it is in, innermost first. */
function ancestors(element: Element): Element[] {
  const all: Element[] = [];
  for (let at: Element | null = element; at !== null; at = composedParentElement(at)) all.push(at);
  return all;
}

function commonAncestor(a: Element, b: Element): Element | null {
  const around = ancestors(a);
  return ancestors(b).find((element) => around.includes(element)) ?? null;
}
