/** The agent's wheel over the mirror → scroll actions at the point under it. */
import type { Modifiers, ScrollAction } from "@userview/protocol";
import type { Mirror, Point } from "../engine/index.ts";
import { modifiersOf } from "./keyboard.ts";
import { Throttle } from "./throttle.ts";

/** A frame of the screen twice: with pointer messages it stays under what a connection may send. */
const SEND_EVERY_MS = 33;
const LINE_PIXELS = 40;

interface Turn {
  point: Point;
  modifiers: Modifiers;
}

export class Wheel {
  /** Turned and not sent yet. */
  private delta: Point = { x: 0, y: 0 };
  private readonly sender: Throttle<Turn>;

  constructor(
    private readonly mirror: Mirror,
    private readonly send: (action: ScrollAction, inset: number | null) => void,
  ) {
    this.sender = new Throttle(SEND_EVERY_MS, (turn) => this.tell(turn));
  }

  /** @returns true when there is a page to take it. */
  turn(point: Point, event: WheelEvent): boolean {
    if (this.mirror.targetAt(point) === null) return false;
    const unit = [1, LINE_PIXELS, this.pageUnit(event)][event.deltaMode] ?? 1;
    this.delta.x += event.deltaX * unit;
    this.delta.y += event.deltaY * unit;
    this.sender.push({ point, modifiers: modifiersOf(event) });
    return true;
  }

  stop(): void {
    this.sender.cancel();
    this.delta = { x: 0, y: 0 };
  }

  private tell({ point, modifiers }: Turn): void {
    const { x, y } = this.delta;
    const target = this.mirror.targetAt(point);
    this.delta = { x: 0, y: 0 };
    if (target === null) return;
    const action: ScrollAction = {
      kind: "scroll",
      node: target.node,
      x: target.x,
      y: target.y,
      offset_x: target.offsetX,
      offset_y: target.offsetY,
      delta_x: x,
      delta_y: y,
      modifiers,
    };
    this.send(action, target.inset);
  }

  private pageUnit(event: WheelEvent): number {
    return (event.currentTarget as HTMLElement | null)?.clientHeight ?? LINE_PIXELS;
  }
}
