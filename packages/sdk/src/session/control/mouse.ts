import { closest, connected, nameOf } from "@userview/capture";
import type { MouseAction } from "@userview/protocol";
import {
  fireChange,
  fireInput,
  fireMouse,
  fireSelection,
  type MouseState,
  realmOf,
} from "./events.ts";
import { focusByMouse } from "./focus.ts";
import { Press } from "./press.ts";
import { caretAt, extendTo, selectAround } from "./selection.ts";
import {
  composedParentElement,
  type Hit,
  hitAt,
  type Nodes,
  type Point,
  pointOf,
} from "./target.ts";

/** One agent's mouse in the page: moves, presses and releases become the events that a hand makes. */
export class Mouse {
  readonly #nodes: Nodes;
  #over: Element | null = null;
  #press: Press | null = null;

  constructor(nodes: Nodes) {
    this.#nodes = nodes;
  }

  /** @throws Refused when it cannot be carried out; nothing has happened then, but a press that was held is released. */
  act(action: MouseAction): void {
    const press = action.phase === "down" ? null : this.#press;
    const state: MouseState = {
      button: action.button,
      buttons:
        action.phase === "down" || (action.phase === "move" && press) ? bit(action.button) : 0,
      detail: action.clicks,
      modifiers: action.modifiers,
    };
    if (press === null) {
      this.release();
      const top = pointOf(action, this.#nodes);
      const hit = hitAt(top, this.#nodes);
      this.#move(hit, { ...state, buttons: 0 });
      if (action.phase === "down") this.#down(hit, top, action, state);
      return;
    }
    const top = press.place(action);
    let hit: Hit;
    try {
      hit = hitAt(top, this.#nodes);
    } catch (refused) {
      if (action.phase === "up") this.release();
      throw refused;
    }
    this.#go(press, hit, top, { ...state, buttons: bit(action.button) });
    if (action.phase === "up") this.#up(press, hit, top, state);
  }

  /** Let go of what is held, without a click: the agent's hand is gone. */
  release(): void {
    const press = this.#press;
    if (press === null) return;
    this.#press = null;
    press.drag?.end(null);
    const { hit } = press;
    const state = { button: 0, buttons: 0, detail: 0, modifiers: NO_MODIFIERS };
    if (press.drag === null && connected(hit.element))
      for (const type of ["pointerup", "mouseup"]) fireMouse(type, hit, state);
    press.end();
  }

  /** The mouse is at a place, with nothing dragged. */
  #move(hit: Hit, state: MouseState): boolean {
    this.#enter(hit, state);
    fireMouse("pointermove", hit, state);
    return fireMouse("mousemove", hit, state);
  }

  #enter(hit: Hit, state: MouseState): void {
    const before = this.#over;
    if (before === hit.element) return;
    this.#over = hit.element;
    const came = ancestors(hit.element);
    const left = before !== null && connected(before) ? ancestors(before) : [];
    if (before !== null && connected(before)) {
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

  #down(hit: Hit, top: Point, seen: Point, state: MouseState): void {
    const press = new Press(hit, top, seen);
    this.#press = press;
    const pointer = fireMouse("pointerdown", hit, state);
    // A prevented pointerdown takes the mouse events with it, as browsers do.
    press.tellsMouse = pointer;
    if (pointer && !fireMouse("mousedown", hit, state)) return;
    focusByMouse(hit.element);
    press.begin(state.button);
    if (state.button !== 0) return;
    if (state.modifiers.shift) extendTo(hit);
    else if (state.detail > 1) selectAround(hit, state.detail === 2 ? "word" : "paragraph");
    else press.selecting = caretAt(hit);
    fireSelection(hit.element);
  }

  /** The mouse goes on with a button held. */
  #go(press: Press, hit: Hit, top: Point, state: MouseState): void {
    if (press.drag === null) {
      press.tryDrag(hit, state);
      if (press.drag !== null) this.#over = null;
    }
    if (press.drag !== null) {
      press.drag.move(hit);
      return;
    }
    const receiver = press.receiver(hit, top);
    this.#enter(receiver, state);
    fireMouse("pointermove", receiver, state);
    const moves = !press.tellsMouse || fireMouse("mousemove", press.receiver(hit, top), state);
    press.range?.move(receiver);
    if (!moves || !press.selecting) return;
    extendTo(hit);
    fireSelection(hit.element);
  }

  #up(press: Press, hit: Hit, top: Point, state: MouseState): void {
    this.#press = null;
    if (press.drag !== null) {
      press.drag.end(hit);
      press.end();
      return;
    }
    const receiver = press.receiver(hit, top);
    fireMouse("pointerup", receiver, state);
    if (press.tellsMouse) fireMouse("mouseup", receiver, state);
    const captured = press.capture.element;
    if (captured !== null) fireMouse("lostpointercapture", receiver, state);
    press.end();
    const element = captured ?? commonAncestor(press.hit.element, hit.element);
    if (element === null || !connected(element)) return;
    const at = { ...hit, element };
    if (state.button === 2) {
      fireMouse("contextmenu", at, state);
      fireMouse("auxclick", at, state);
    } else if (state.button !== 0) {
      fireMouse("auxclick", at, state);
    } else if (!closest(element, "button,input,select,textarea")?.matches(":disabled")) {
      click(at, { ...state, detail: Math.max(1, state.detail) });
      if (state.detail === 2 && connected(element)) fireMouse("dblclick", at, state);
    }
  }
}

const NO_MODIFIERS = { alt: false, ctrl: false, meta: false, shift: false };

/** A click with all that follows from it: links, buttons, labels and boxes do theirs by themselves. */
export function click(hit: Hit, state: MouseState): void {
  const { element } = hit;
  const realm = realmOf(element);
  const link = closest<HTMLAnchorElement>(element, "a[href]");
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
  if (fireMouse("click", hit, state) && nameOf(element) === "option")
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
