/** The agent's mouse over the mirror → the agent's pointer, and mouse actions while in control. */
import type { MouseAction } from "@userview/protocol";
import type { Control, Mirror, Point } from "../engine/index.ts";
import { modifiersOf } from "./keyboard.ts";
import { Throttle } from "./throttle.ts";

const POINTER_EVERY_MS = 34;
/** In control, pointer and moves share what a connection may send. */
const MOVE_EVERY_MS = 50;
const LEFT_OR_RIGHT = 2;
const MAX_CLICKS = 3;
const NOTHING_HELD = { button: 0, clicks: 0 };

/** A button that is down, and the page of another site that it was pressed in. */
interface Held {
  button: number;
  clicks: number;
  inset: number | null;
}

export interface MouseListener {
  pointer(x: number, y: number, visible: boolean): void;
  /** @param inset the page of another site that is acted in, null for the page itself. */
  action(action: MouseAction, inset: number | null): void;
  /** The agent pressed on a control that has to be opened here. */
  control(control: Control): void;
}

export class Mouse {
  private held: Held | null = null;
  private readonly pointer: Throttle<Point>;
  private readonly moves: Throttle<MouseEvent>;

  constructor(
    private readonly mirror: Mirror,
    private readonly toPage: (event: MouseEvent) => Point,
    private readonly listener: MouseListener,
  ) {
    this.pointer = new Throttle(POINTER_EVERY_MS, ({ x, y }) => listener.pointer(x, y, true));
    this.moves = new Throttle(MOVE_EVERY_MS, (event) => this.step("move", event));
  }

  /** @param passes the page hears of a mouse that passes by with nothing held. */
  move(event: MouseEvent, passes: boolean): void {
    this.pointer.push(rounded(this.toPage(event)));
    if (this.held !== null || passes) this.moves.push(event);
  }

  leave(): void {
    this.pointer.cancel();
    if (this.held === null) this.moves.cancel();
    this.listener.pointer(0, 0, false);
  }

  /** @returns true when the page takes the press. */
  down(event: MouseEvent): boolean {
    if (event.button > LEFT_OR_RIGHT) return false;
    const target = this.mirror.targetAt(this.toPage(event));
    if (target === null) return false;
    if (target.control !== null && event.button === 0) {
      this.listener.control(target.control);
      return true;
    }
    // A hand is there before it presses.
    this.moves.flush();
    const clicks = Math.min(MAX_CLICKS, Math.max(1, event.detail));
    this.held = { button: event.button, clicks, inset: target.inset };
    this.step("down", event);
    return true;
  }

  up(event: MouseEvent): void {
    if (this.held === null || event.button !== this.held.button) return;
    this.moves.flush();
    this.step("up", event);
    this.held = null;
  }

  /** Control ended; nothing is held any more. */
  release(): void {
    this.moves.cancel();
    this.held = null;
  }

  private step(phase: MouseAction["phase"], event: MouseEvent): void {
    const point = rounded(this.toPage(event));
    // What was pressed in one page is moved and let go there, wherever the mouse is by then.
    const target = this.mirror.targetAt(point, this.held?.inset);
    if (target === null) return;
    const { button, clicks } = this.held ?? NOTHING_HELD;
    const action: MouseAction = {
      kind: "mouse",
      phase,
      node: target.node,
      ...rounded(target),
      offset_x: target.offsetX,
      offset_y: target.offsetY,
      button,
      clicks,
      modifiers: modifiersOf(event),
    };
    this.listener.action(action, target.inset);
  }
}

/** Hundredths of a pixel are more than enough. */
function rounded({ x, y }: Point): Point {
  return { x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 };
}
