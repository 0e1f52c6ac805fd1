/**
 * The visitor's selection, painted as a highlight.
 *
 * A real selection would be grey in a frame without focus, and would take the focus away where text can be edited.
 */
import * as dom from "./dom.ts";
import type { NodeRegistry } from "./nodes.ts";
import { type OwnSheets, SELECTION } from "./own-sheet.ts";
import { asId, asNumber, asObjects, type Fields } from "./read.ts";

const MAX_RANGES = 100;

type View = Window & typeof globalThis;

export class Selections {
  private readonly painted = new Set<View>();

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly own: OwnSheets,
  ) {}

  /** Shows the ranges of a format 1 selection event and no others. */
  show(data: Fields): void {
    for (const view of this.painted) view.CSS.highlights?.delete(SELECTION);
    this.painted.clear();
    for (const range of asObjects(data["ranges"]).slice(0, MAX_RANGES)) {
      const start = this.nodes.get(asId(range["start"]) ?? 0);
      const end = this.nodes.get(asId(range["end"]) ?? 0);
      if (start === undefined || end === undefined) continue;
      this.paint(
        start,
        asNumber(range["startOffset"]) ?? 0,
        end,
        asNumber(range["endOffset"]) ?? 0,
      );
    }
  }

  private paint(start: Node, startOffset: number, end: Node, endOffset: number): void {
    const doc = dom.documentOf(start);
    const view = doc?.defaultView;
    if (!doc || !view?.CSS.highlights || dom.documentOf(end) !== doc) return;
    const range = doc.createRange();
    try {
      range.setStart(start, startOffset);
      range.setEnd(end, endOffset);
    } catch {
      return;
    }
    if (range.collapsed) return;
    this.own.ensure(start);
    const ranges = view.CSS.highlights.get(SELECTION);
    if (ranges === undefined) view.CSS.highlights.set(SELECTION, new view.Highlight(range));
    else ranges.add(range);
    this.painted.add(view);
  }
}
