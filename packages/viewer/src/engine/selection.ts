/**
 * Ops of text that is marked: the visitor's selection, and the page's own CSS highlights.
 *
 * The selection is a real one, which browsers paint as the page's: over the whole height of a line, over pictures, in the page's
 * colours. A frame that never has the focus keeps it where it is. What cannot be selected for real is painted as a highlight.
 */
import type { TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import type { NodeRegistry } from "./nodes.ts";
import { type OwnSheets, SELECTION } from "./own-sheet.ts";

/** More ranges than a page marks under one name. */
const MAX_RANGES = 10_000;
/** More names than a page has; later ones are left out. */
const MAX_HIGHLIGHTS = 1000;

/** Two places in the mirror; their offsets may be past the end of a text that has become shorter since. */
interface Edges {
  start: Node;
  startOffset: number;
  end: Node;
  endOffset: number;
}

export class Selections {
  /** The windows that a name is painted in. */
  private readonly painted = new Map<string, Set<dom.View>>();
  /** The documents that something is selected in. */
  private selected = new Set<Document>();

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly own: OwnSheets,
  ) {}

  /** These ranges are selected and no others. */
  selection(reader: TokenReader): void {
    const before = this.selected;
    this.selected = new Set();
    const painted: Range[] = [];
    for (const edges of this.edges(reader)) {
      if (isInField(edges) || this.select(edges, before)) continue;
      const range = rangeOf(edges);
      if (range !== null) painted.push(range);
    }
    for (const doc of before) if (!this.selected.has(doc)) dom.selectionOf(doc)?.removeAllRanges();
    for (const range of painted) this.own.ensure(range.startContainer);
    this.paint(SELECTION, 0, painted);
  }

  highlight(reader: TokenReader): void {
    const name = reader.text();
    const priority = reader.int();
    const ranges = this.edges(reader)
      .map(rangeOf)
      .filter((range) => range !== null);
    if (name !== SELECTION) this.paint(name, priority, ranges);
  }

  private edges(reader: TokenReader): Edges[] {
    const found: Edges[] = [];
    for (let count = reader.count(MAX_RANGES); count > 0; count--) {
      const start = this.nodes.get(reader.int());
      const startOffset = reader.int();
      const end = this.nodes.get(reader.int());
      const endOffset = reader.int();
      if (start !== undefined && end !== undefined)
        found.push({ start, startOffset, end, endOffset });
    }
    return found;
  }

  /** @returns false where the browser selects nothing: a document has one selection, and not every browser's reaches into shadow trees. */
  private select({ start, startOffset, end, endOffset }: Edges, before: Set<Document>): boolean {
    const doc = dom.isDocument(start) ? start : dom.documentOf(start);
    const selection = doc === null ? null : dom.selectionOf(doc);
    if (doc === null || selection === null || this.selected.has(doc)) return false;
    if (!before.has(doc)) this.own.colourSelection(doc);
    try {
      selection.setBaseAndExtent(start, startOffset, end, endOffset);
    } catch {
      return false;
    }
    if (selection.type !== "Range") return false;
    this.selected.add(doc);
    return true;
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

/** What is selected in a field browsers tell as if it were the field itself, which no focus means to select. */
function isInField({ start, startOffset, end, endOffset }: Edges): boolean {
  if (start !== end || endOffset - startOffset !== 1 || dom.isText(start)) return false;
  let child = dom.firstChildOf(start);
  for (let at = 0; at < startOffset && child !== null; at++) child = dom.nextSiblingOf(child);
  return dom.isHtml(child, "input") || dom.isHtml(child, "textarea");
}

function rangeOf({ start, startOffset, end, endOffset }: Edges): Range | null {
  const doc = dom.documentOf(start);
  if (doc === null) return null;
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
