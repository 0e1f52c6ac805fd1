/** The agent's wheel over the mirror → scroll actions to the pane under it. */
import type { ScrollAction } from "@userview/protocol";
import type { Mirror, Point } from "../engine/index.ts";
import { Throttle } from "./throttle.ts";

/** A frame of the screen twice: with pointer messages it stays under what a connection may send. */
const SEND_EVERY_MS = 33;
/** The visitor's page answers within this, or the mirror's own position counts again. */
const ANSWER_MS = 600;
const LINE_PIXELS = 40;

interface Aim {
  node: number | null;
  left: number;
  top: number;
  at: number;
}

export class Wheel {
  private aim: Aim | null = null;
  private readonly sender: Throttle<ScrollAction>;

  constructor(
    private readonly mirror: Mirror,
    send: (action: ScrollAction) => void,
  ) {
    this.sender = new Throttle(SEND_EVERY_MS, send);
  }

  /** @returns true when a pane of the page takes it. */
  turn(point: Point, event: WheelEvent): boolean {
    const unit = [1, LINE_PIXELS, this.pageUnit(event)][event.deltaMode] ?? 1;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    const pane = this.mirror.paneAt(point, dx, dy);
    if (pane === null) return false;
    const now = performance.now();
    const { aim } = this;
    // The mirror lags by a round trip: turning on goes on from where it was told to go.
    const from = aim !== null && aim.node === pane.node && now - aim.at < ANSWER_MS ? aim : pane;
    const left = clamp(from.left + dx, pane.maxLeft);
    const top = clamp(from.top + dy, pane.maxTop);
    if (aim !== null && aim.node !== pane.node) this.sender.flush();
    this.aim = { node: pane.node, left, top, at: now };
    this.sender.push({ kind: "scroll", node: pane.node, left, top });
    return true;
  }

  stop(): void {
    this.sender.cancel();
    this.aim = null;
  }

  private pageUnit(event: WheelEvent): number {
    return (event.currentTarget as HTMLElement | null)?.clientHeight ?? LINE_PIXELS;
  }
}

function clamp(position: number, max: number): number {
  return Math.round(Math.min(Math.max(0, position), Math.max(0, max)));
}
