/**
 * Lists, calendars, colours and files that the visitor's browser shows over the page: no page is told of them, and no mirror
 * can show them. That one is open is seen by what the visitor presses, and that it is closed by what is told next.
 */
import { Press } from "@userview/protocol/content";
import type { Box } from "./describe.ts";
import * as dom from "./dom.ts";
import { offsetOf } from "./places.ts";

export type PickerKind = "list" | "date" | "color" | "file";

/** One that is open, and the field that it belongs to. */
export interface Picker {
  kind: PickerKind;
  box: Box;
}

/** The button at the end of a field for dates and times, CSS pixels. */
const BUTTON_WIDTH = 28;
const DATES = new Set(["date", "datetime-local", "month", "time", "week"]);

export class Pickers {
  private open: Element | null = null;

  constructor(
    private readonly doc: () => Document | null,
    private readonly told: (picker: Picker | null) => void,
  ) {}

  /** @param x in the viewport of the node's own document. */
  press(node: Node | undefined, x: number, press: number): void {
    // Lists open when the button goes down, all others when it has come up again.
    const kind = press === Press.down || press === Press.click ? kindAt(node, x) : null;
    const opens = kind !== null && (kind === "list") === (press === Press.down);
    const wasOpen = this.open;
    if (press === Press.down) this.close();
    if (opens && dom.isElement(node) && !(kind === "list" && wasOpen === node))
      this.show(node, kind);
  }

  /** While one is open the page is not told where the pointer is. */
  hover(node: Node | undefined): void {
    if (this.open !== null && node !== this.open) this.close();
  }

  /** Something else stands in a field. */
  changed(field: Node): void {
    if (field === this.open) this.close();
  }

  private show(element: Element, kind: PickerKind): void {
    const doc = this.doc();
    if (doc === null) return;
    const { x, y, width, height } = dom.boundsOf(element);
    const from = offsetOf(element, doc);
    this.open = element;
    this.told({ kind, box: { x: x + from.x, y: y + from.y, width, height } });
  }

  private close(): void {
    if (this.open === null) return;
    this.open = null;
    this.told(null);
  }
}

function kindAt(node: Node | undefined, x: number): PickerKind | null {
  if (dom.isHtml(node, "select"))
    return node.disabled || node.multiple || node.size > 1 ? null : "list";
  if (!dom.isHtml(node, "input") || node.disabled || node.readOnly) return null;
  if (node.type === "color" || node.type === "file") return node.type;
  const isButton = x >= dom.boundsOf(node).right - BUTTON_WIDTH;
  return DATES.has(node.type) && isButton ? "date" : null;
}
