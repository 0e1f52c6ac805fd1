import { connected, documentOf, own } from "@userview/capture";
import { DragAndDrop } from "./drag-and-drop.ts";
import { fireMouse, type MouseState } from "./events.ts";
import { PointerCapture } from "./pointer-capture.ts";
import { RangeDrag } from "./range.ts";
import type { Hit, Point } from "./target.ts";

/** So far browsers let a hand tremble before they take it for a drag. */
const DRAG_PIXELS = 3;

/** From the press of a button to its release: who gets the events meanwhile, and what is dragged. */
export class Press {
  readonly hit: Hit;
  readonly capture: PointerCapture;
  /** Where the document of what was pressed begins in the top viewport. */
  readonly #origin: Point;
  /** How far the point was moved to meet what the agent saw. */
  readonly #shift: Point;
  /** The page hears of mouse events, too: it did not prevent `pointerdown`. */
  tellsMouse = true;
  /** Text is selected as the mouse goes. */
  selecting = false;
  range: RangeDrag | null = null;
  drag: DragAndDrop | null = null;
  #mayDrag = false;

  /**
   * @param top the pressed point in the top viewport.
   * @param seen the same as the agent saw it.
   */
  constructor(hit: Hit, top: Point, seen: Point) {
    this.hit = hit;
    this.capture = new PointerCapture(hit.element);
    this.#origin = { x: top.x - hit.x, y: top.y - hit.y };
    this.#shift = { x: top.x - seen.x, y: top.y - seen.y };
  }

  /** The browser's own things begin: the page did not prevent them. */
  begin(button: number): void {
    if (button !== 0) return;
    this.range = RangeDrag.on(this.hit);
    this.#mayDrag = this.range === null;
  }

  /** Where an agent's point lies now, in the top viewport. */
  place(seen: Point): Point {
    return { x: seen.x + this.#shift.x, y: seen.y + this.#shift.y };
  }

  /** What gets an event at this hit: who captured the pointer; else, outside of the pressed document, the document itself. */
  receiver(hit: Hit, top: Point): Hit {
    const here = { x: top.x - this.#origin.x, y: top.y - this.#origin.y };
    const captured = this.capture.element;
    if (captured !== null) return { element: captured, ...here };
    const doc = documentOf(this.hit.element);
    if (documentOf(hit.element) === doc) return hit;
    return { element: own(doc, "documentElement"), ...here };
  }

  /** The mouse is so far away that what was pressed is dragged, if it can be. */
  tryDrag(hit: Hit, state: MouseState): void {
    if (!this.#mayDrag || this.drag !== null || this.capture.element !== null) return;
    if (Math.hypot(hit.x - this.hit.x, hit.y - this.hit.y) < DRAG_PIXELS) return;
    this.#mayDrag = false;
    if (!connected(this.hit.element)) return;
    this.drag = DragAndDrop.from(this.hit, state);
    if (this.drag === null) return;
    this.selecting = false;
    for (const type of ["pointercancel", "pointerout"])
      if (connected(this.hit.element)) fireMouse(type, hit, { ...state, buttons: 0 });
  }

  end(): void {
    this.range?.end();
    this.capture.end();
  }
}
