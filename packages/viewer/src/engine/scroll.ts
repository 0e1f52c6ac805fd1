/**
 * Scroll positions of the page and its panes.
 *
 * A position is kept as wanted, because the mirror may not be tall enough yet when it comes: pictures and fonts arrive
 * later than the page. It is set again after every message and whenever something has loaded.
 */
import type { TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import type { NodeRegistry } from "./nodes.ts";

/** More panes than a page has; the oldest are forgotten. */
const MAX_PANES = 500;

interface Position {
  left: number;
  top: number;
}

export class Scrolls {
  private readonly wanted = new Map<number, Position>();

  constructor(private readonly nodes: NodeRegistry) {}

  /** The op `scroll`: of an element, or of a document for its window. */
  scroll(reader: TokenReader): void {
    const id = reader.int();
    const left = reader.number();
    const top = reader.number();
    if (this.nodes.get(id) === undefined) return;
    this.wanted.delete(id);
    this.wanted.set(id, { left, top });
    const oldest = this.wanted.keys().next();
    if (this.wanted.size > MAX_PANES && !oldest.done) this.wanted.delete(oldest.value);
  }

  /** Moves every pane to where the page has it. */
  settle(): void {
    for (const [id, position] of this.wanted) {
      const node = this.nodes.get(id);
      if (node === undefined) this.wanted.delete(id);
      else moveTo(node, position);
    }
  }
}

function moveTo(node: Node, { left, top }: Position): void {
  if (dom.isDocument(node)) {
    const view = dom.viewOf(node);
    if (view !== null && (view.scrollX !== left || view.scrollY !== top)) {
      view.scrollTo({ left, top, behavior: "instant" });
    }
  } else if (
    dom.isElement(node) &&
    (dom.scrollLeftOf(node) !== left || dom.scrollTopOf(node) !== top)
  ) {
    dom.scrollElementTo(node, left, top);
  }
}
