/**
 * Ops of text that is marked: the visitor's selection, and the page's own CSS highlights.
 *
 * The selection is painted as a highlight, too: a real one would be grey in a frame without focus, and would take the focus
 * away where text can be edited.
 */
import type { TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import type { NodeRegistry } from "./nodes.ts";
import { type OwnSheets, SELECTION } from "./own-sheet.ts";

/** More ranges than a page marks under one name. */
const MAX_RANGES = 10_000;
/** More names than a page has; later ones are left out. */
const MAX_HIGHLIGHTS = 1000;

export class Selections {
  /** The windows that a name is painted in. */
  private readonly painted = new Map<string, Set<dom.View>>();

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly own: OwnSheets,
  ) {}

  /** These ranges are selected and no others. */
  selection(reader: TokenReader): void {
    const ranges = this.ranges(reader);
    for (const range of ranges) this.own.ensure(range.startContainer);
    this.paint(SELECTION, 0, ranges);
  }

  highlight(reader: TokenReader): void {
    const name = reader.text();
    const priority = reader.int();
    const ranges = this.ranges(reader);
    if (name !== SELECTION) this.paint(name, priority, ranges);
  }

  private ranges(reader: TokenReader): Range[] {
    const ranges: Range[] = [];
    for (let count = reader.count(MAX_RANGES); count > 0; count--) {
      const start = this.nodes.get(reader.int());
      const startOffset = reader.int();
      const end = this.nodes.get(reader.int());
      const endOffset = reader.int();
      const range = rangeOf(start, startOffset, end, endOffset);
      if (range !== null) ranges.push(range);
    }
    return ranges;
  }

  private paint(name: string, priority: number, ranges: readonly Range[]): void {
    for (const view of this.painted.get(name) ?? [])
      if (!view.closed) view.CSS.highlights?.delete(name);
    this.painted.delete(name);
    if (ranges.length === 0 || this.painted.size >= MAX_HIGHLIGHTS) return;
    const views = new Set<dom.View>();
    this.painted.set(name, views);
    for (const range of ranges) {
      const view = dom.windowOf(range.startContainer);
      if (!view?.CSS.highlights) continue;
      const known = views.has(view) ? view.CSS.highlights.get(name) : undefined;
      if (known !== undefined) {
        known.add(range);
        continue;
      }
      const highlight = new view.Highlight(range);
      highlight.priority = priority;
      view.CSS.highlights.set(name, highlight);
      views.add(view);
    }
  }
}

function rangeOf(
  start: Node | undefined,
  startOffset: number,
  end: Node | undefined,
  endOffset: number,
): Range | null {
  const doc = start === undefined ? null : dom.documentOf(start);
  if (start === undefined || end === undefined || doc === null) return null;
  try {
    const range = doc.createRange();
    range.setStart(start, startOffset);
    range.setEnd(end, endOffset);
    return range.collapsed ? null : range;
  } catch {
    // The text has become shorter since.
    return null;
  }
}
