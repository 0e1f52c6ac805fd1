/** The layer over the mirror: takes what the agent does, and gives each input its number and place. */
import type { Action, DrawAction } from "@userview/protocol";
import type { Control, Mirror, Point } from "../engine/index.ts";
import type { Chooser } from "../overlay/chooser.ts";
import type { DrawTool } from "../port.ts";
import { Drawer } from "./drawer.ts";
import { Keyboard } from "./keyboard.ts";
import { Mouse } from "./mouse.ts";
import { Wheel } from "./wheel.ts";

/** Places of inputs are kept until their answers have come. */
const MAX_PLACES = 200;

export interface LayerListener {
  pointer(x: number, y: number, visible: boolean): void;
  /** @returns the number of the input, null when there is no page to act in. */
  input(action: Action, inset: number | null): number | null;
  /** This agent drew something that is on its way to the visitor. */
  drew(action: DrawAction, inset: number | null): void;
  escape(): void;
}

export interface LayerParts {
  /** The element over the mirror. */
  layer: HTMLElement;
  mirror: Mirror;
  chooser: Chooser;
  toPage(clientX: number, clientY: number): Point;
  scale(): number;
}

export class InputLayer {
  private enabled = false;
  private mine = false;
  private last: Point = { x: 0, y: 0 };
  /** The page of another site in a frame that the agent acted in last: keys go there. */
  private inset: number | null = null;
  private readonly places = new Map<number, Point>();
  private readonly keyboard: Keyboard;
  private readonly mouse: Mouse;
  private readonly wheel: Wheel;
  private readonly drawer: Drawer;

  constructor(
    private readonly parts: LayerParts,
    private readonly listener: LayerListener,
  ) {
    const { layer, mirror } = parts;
    this.keyboard = new Keyboard(layer, {
      action: (action) => this.act(action, this.inset),
      escape: () => listener.escape(),
    });
    this.mouse = new Mouse(mirror, (event) => parts.toPage(event.clientX, event.clientY), {
      pointer: (x, y, visible) => listener.pointer(x, y, visible),
      action: (action, inset) => {
        if (action.phase === "down") this.inset = inset;
        this.act(action, inset);
      },
      control: (control) => this.choose(control),
    });
    this.wheel = new Wheel(mirror, (action, inset) => this.act(action, inset));
    this.drawer = new Drawer(mirror, (action, inset) => {
      if (this.tell(action, inset)) listener.drew(action, inset);
    });
    layer.addEventListener("pointerdown", (event) => layer.setPointerCapture(event.pointerId));
    layer.addEventListener("pointermove", (event) => this.move(event));
    layer.addEventListener("pointerleave", () => {
      this.drawer.leave();
      this.mouse.leave();
    });
    layer.addEventListener("mousedown", (event) => this.down(event));
    layer.addEventListener("mouseup", (event) => {
      this.drawer.up();
      this.mouse.up(event);
    });
    layer.addEventListener("wheel", (event) => this.turn(event), { passive: false });
    layer.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /** @param mine this agent has control: the page hears of the mouse passing by, too. */
  setEnabled(enabled: boolean, mine: boolean): void {
    this.enabled = enabled;
    this.mine = enabled && mine;
    this.parts.layer.classList.toggle("controls", enabled);
    if (enabled) return;
    this.mouse.release();
    this.wheel.stop();
    this.keyboard.blur();
    this.parts.chooser.close();
  }

  /** Whether the mouse draws, and with what; null: it is for the page again. */
  setTool(tool: DrawTool | null): void {
    this.mouse.release();
    this.drawer.take(tool);
    const { layer } = this.parts;
    if (tool === null) delete layer.dataset["tool"];
    else layer.dataset["tool"] = tool;
    layer.style.cursor = "";
  }

  /** Whether a drawing tool is in the hand. */
  get draws(): boolean {
    return this.drawer.tool !== null;
  }

  /** Take away what this agent has drawn. */
  clear(): void {
    this.drawer.clear();
  }

  /** Where an input was made, in the page's viewport; the latest place for one that is not known any more. */
  placeOf(id: number): Point {
    return this.places.get(id) ?? this.last;
  }

  private move(event: MouseEvent): void {
    const draws = this.drawer.tool !== null;
    this.mouse.move(event, this.mine && !draws);
    const { layer, mirror, toPage } = this.parts;
    if (draws) {
      this.last = toPage(event.clientX, event.clientY);
      this.drawer.move(this.last);
      return;
    }
    const cursor = this.enabled ? mirror.cursorAt(toPage(event.clientX, event.clientY)) : "";
    if (layer.style.cursor !== cursor) layer.style.cursor = cursor;
  }

  private down(event: MouseEvent): void {
    event.preventDefault();
    this.parts.chooser.close();
    this.last = this.parts.toPage(event.clientX, event.clientY);
    if (this.drawer.tool !== null) {
      if (event.button === 0) this.drawer.down(this.last);
      return;
    }
    if (!this.enabled) return;
    const scale = this.parts.scale();
    this.keyboard.focusAt(this.last.x * scale, this.last.y * scale);
    this.mouse.down(event);
  }

  private turn(event: WheelEvent): void {
    if (!this.enabled || event.ctrlKey) return;
    this.last = this.parts.toPage(event.clientX, event.clientY);
    if (this.wheel.turn(this.last, event)) event.preventDefault();
  }

  private choose(control: Control): void {
    this.parts.chooser.show(control, this.parts.scale(), (values) => {
      this.keyboard.focus();
      if (values !== null) this.act({ kind: "choose", node: control.node, values }, control.inset);
    });
  }

  private act(action: Action, inset: number | null): void {
    if (this.enabled) this.tell(action, inset);
  }

  /** @returns false when there is no page to act in. */
  private tell(action: Action, inset: number | null): boolean {
    const id = this.listener.input(action, inset);
    if (id === null) return false;
    this.places.set(id, this.last);
    const oldest = this.places.keys().next();
    if (this.places.size > MAX_PLACES && !oldest.done) this.places.delete(oldest.value);
    return true;
  }
}
