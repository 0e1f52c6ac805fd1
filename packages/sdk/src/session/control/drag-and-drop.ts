import { connected, matches } from "@userview/capture";
import { dragState, fireDrag, type MouseState, realmOf } from "./events.ts";
import { isTextControl } from "./fields.ts";
import { composedParentElement, type Hit } from "./target.ts";

type Effect = DataTransfer["dropEffect"];
type Allowed = DataTransfer["effectAllowed"];

const EFFECTS: readonly string[] = ["none", "copy", "link", "move"];
const ALLOWED: Readonly<Record<string, readonly Effect[]>> = {
  none: [],
  copy: ["copy"],
  copyLink: ["copy", "link"],
  copyMove: ["copy", "move"],
  link: ["link"],
  linkMove: ["link", "move"],
  move: ["move"],
  all: ["copy", "move", "link"],
  uninitialized: ["copy", "move", "link"],
};

/** Drag and drop of HTML: from `dragstart` on, the mouse's own events are no more. */
export class DragAndDrop {
  readonly #source: Element;
  readonly #data: DataTransfer;
  readonly #state: MouseState;
  #over: Hit | null = null;
  #accepted: Effect = "none";

  private constructor(source: Element, data: DataTransfer, state: MouseState) {
    this.#source = source;
    this.#data = data;
    this.#state = state;
  }

  /** Begins where the mouse was pressed; null when nothing there can be dragged, or the page does not want it. */
  static from(pressed: Hit, state: MouseState): DragAndDrop | null {
    const source = draggableAt(pressed.element);
    if (source === null) return null;
    const data = transfer(source);
    if (matches(source, "a[href]")) {
      data.setData("text/uri-list", (source as HTMLAnchorElement).href);
      data.setData("text/plain", (source as HTMLAnchorElement).href);
    }
    const held = dragState(state);
    if (!fireDrag("dragstart", { ...pressed, element: source }, held, data)) return null;
    return new DragAndDrop(source, data, held);
  }

  move(hit: Hit): void {
    fireDrag("drag", { ...hit, element: this.#source }, this.#state, this.#data);
    const before = this.#over;
    this.#over = hit;
    if (before?.element !== hit.element) {
      fireDrag("dragenter", hit, this.#state, this.#data, before?.element ?? null);
      if (before && connected(before.element))
        fireDrag("dragleave", before, this.#state, this.#data, hit.element);
    }
    const possible = ALLOWED[this.#data.effectAllowed] ?? [];
    this.#data.dropEffect = possible.includes("copy") ? "copy" : (possible[0] ?? "none");
    if (this.#data.effectAllowed.endsWith("Move")) this.#data.dropEffect = "move";
    const wanted = !fireDrag("dragover", hit, this.#state, this.#data);
    const { dropEffect } = this.#data;
    this.#accepted = wanted && possible.includes(dropEffect) ? dropEffect : "none";
  }

  /** Released; `hit` is null when nothing can be dropped there. */
  end(hit: Hit | null): void {
    if (hit !== null) this.move(hit);
    const over = this.#over;
    const effect = hit === null ? "none" : this.#accepted;
    this.#data.dropEffect = effect;
    if (over && connected(over.element))
      fireDrag(effect === "none" ? "dragleave" : "drop", over, this.#state, this.#data);
    this.#data.dropEffect = effect;
    const at = { ...(over ?? { x: 0, y: 0 }), element: this.#source };
    if (connected(this.#source)) fireDrag("dragend", at, this.#state, this.#data);
  }
}

/** In fields a press selects text, whatever they stand in. */
function draggableAt(element: Element): Element | null {
  if (isTextControl(element)) return null;
  for (let at: Element | null = element; at !== null; at = composedParentElement(at))
    if ((at as HTMLElement).draggable === true) return at;
  return null;
}

/** A transfer whose effects can be set: browsers let that be done in drags of theirs only. */
function transfer(source: Element): DataTransfer {
  const data = new (realmOf(source).DataTransfer)();
  let effect: Effect = "none";
  let allowed: Allowed = "uninitialized";
  Object.defineProperty(data, "dropEffect", {
    get: () => effect,
    set: (value: Effect) => {
      if (EFFECTS.includes(value)) effect = value;
    },
  });
  Object.defineProperty(data, "effectAllowed", {
    get: () => allowed,
    set: (value: Allowed) => {
      if (value in ALLOWED) allowed = value;
    },
  });
  return data;
}
