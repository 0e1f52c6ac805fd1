/** The agent's mouse over the mirror → drawings, while one of the drawing tools is in the hand. */
import type { DrawAction } from "@userview/protocol";
import type { Mirror, Point, Target } from "../engine/index.ts";
import type { DrawTool } from "../port.ts";
import { Throttle } from "./throttle.ts";

/** With pointer messages it stays under what a connection may send. */
const SEND_EVERY_MS = 50;
/** Points of one message, each of two numbers. */
const MOST_POINTS = 64;

/** What a stroke is drawn on: its points are told from there, so that it stays when the page scrolls. */
interface Anchor {
  readonly stroke: number;
  readonly node: number | null;
  readonly inset: number | null;
  readonly from: Point;
}

export class Drawer {
  tool: DrawTool | null = null;
  private strokes = 0;
  private anchor: Anchor | null = null;
  private points: number[] = [];
  private readonly sender = new Throttle<null>(SEND_EVERY_MS, () => this.tell());

  constructor(
    private readonly mirror: Mirror,
    private readonly draw: (action: DrawAction, inset: number | null) => void,
  ) {}

  /** @param tool null: the mouse is for the page again. */
  take(tool: DrawTool | null): void {
    this.end();
    this.tool = tool;
  }

  down(point: Point): void {
    if (this.tool === "highlight") this.highlight(point);
    else if (this.tool === "pen") {
      this.begin(point);
      this.add(point);
    }
  }

  move(point: Point): void {
    if (this.tool === "laser") this.shine(point);
    else if (this.anchor !== null) this.add(point);
  }

  up(): void {
    if (this.tool === "pen") this.end();
  }

  leave(): void {
    if (this.tool === "laser") this.end();
  }

  /** Takes away what this agent has drawn. */
  clear(): void {
    this.end();
    this.draw(
      { kind: "draw", tool: "clear", stroke: ++this.strokes, node: null, points: [] },
      null,
    );
  }

  private highlight(point: Point): void {
    const target = this.mirror.targetAt(point);
    if (target === null || target.node === null) return;
    const stroke = ++this.strokes;
    const { node, inset } = target;
    this.draw({ kind: "draw", tool: "highlight", stroke, node, points: [] }, inset);
  }

  /** A laser is over in a second: it goes by the window, as pointers do. */
  private shine(point: Point): void {
    this.anchor ??= { stroke: ++this.strokes, node: null, inset: null, from: { x: 0, y: 0 } };
    this.add(point);
  }

  private begin(point: Point): void {
    const target = this.mirror.targetAt(point);
    if (target !== null) this.anchorOn(target, point);
  }

  private anchorOn({ node, inset, offsetX, offsetY }: Target, point: Point): void {
    const from = { x: point.x - offsetX, y: point.y - offsetY };
    this.anchor = { stroke: ++this.strokes, node, inset, from };
  }

  private add(point: Point): void {
    const { anchor } = this;
    if (anchor === null) return;
    // What is drawn on may have moved since the stroke began.
    const box = this.mirror.boxOf(anchor.node, anchor.inset) ?? anchor.from;
    this.points.push(hundredths(point.x - box.x), hundredths(point.y - box.y));
    if (this.points.length >= 2 * MOST_POINTS) this.tell();
    else this.sender.push(null);
  }

  private end(): void {
    this.sender.flush();
    this.anchor = null;
  }

  private tell(): void {
    const { anchor, points, tool } = this;
    this.points = [];
    if (anchor === null || points.length === 0 || (tool !== "pen" && tool !== "laser")) return;
    const { stroke, node, inset } = anchor;
    this.draw({ kind: "draw", tool, stroke, node, points }, inset);
  }
}

function hundredths(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
