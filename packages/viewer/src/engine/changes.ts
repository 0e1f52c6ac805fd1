/** Ops that change the tree: nodes that move or go, attributes, texts. */
import type { TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import { MAX_DEPTH, PageTooLarge } from "./limits.ts";
import type { Maker } from "./maker.ts";
import type { NodeRegistry } from "./nodes.ts";
import { depthIn, heightOf, holds, placeNode } from "./tree.ts";

const MAX_ATTRIBUTES = 10_000;
/** Longer than any text of a message. */
const MAX_TEXT = 2 ** 31;

/** What is told of attributes that mean more than themselves. */
export interface ChangeListener {
  /**
   * An attribute is about to change; null takes it away.
   * @returns true when that was taken care of.
   */
  takesAttribute(element: Element, name: string, value: string | null): boolean;
  /** An attribute has changed. */
  attributeChanged(element: Element, name: string): void;
}

export class TreeChanges {
  /** Nodes that were taken out and not put back yet. */
  private readonly detached = new Set<Node>();

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly maker: Maker,
    private readonly listener: ChangeListener,
  ) {}

  detach(reader: TokenReader): void {
    const node = this.nodes.get(reader.int());
    if (node === undefined || !isMovable(node)) return;
    dom.detach(node);
    this.detached.add(node);
  }

  /** @throws PageTooLarge when that nests the page too deep. */
  move(reader: TokenReader): void {
    const node = this.nodes.get(reader.int());
    const parent = this.nodes.get(reader.int());
    const next = this.nodes.get(reader.int()) ?? null;
    if (node === undefined || parent === undefined || !isMovable(node)) return;
    if (holds(this.nodes, node, parent)) return;
    const left = MAX_DEPTH + 1 - depthIn(this.nodes, parent);
    if (heightOf(node, left) > left)
      throw new PageTooLarge(`The page is nested deeper than ${MAX_DEPTH} elements`);
    placeNode(this.nodes, node, parent, next);
    this.detached.delete(node);
  }

  remove(reader: TokenReader): void {
    const node = this.nodes.get(reader.int());
    if (node === undefined) return;
    if (isMovable(node)) {
      this.nodes.forget(node);
      this.detached.delete(node);
      dom.detach(node);
    } else if (this.nodes.outer(node) !== null) {
      // Shadow roots and documents of frames cannot be taken out, only emptied.
      this.nodes.forget(node);
      dom.removeChildren(node);
    }
  }

  attributes(reader: TokenReader): void {
    const element = this.nodes.element(reader.int());
    for (let count = reader.count(MAX_ATTRIBUTES); count > 0; count--) {
      const name = reader.text();
      const value = reader.textOrNothing();
      if (element === null || this.listener.takesAttribute(element, name, value)) continue;
      if (value === null) this.maker.removeAttribute(element, name);
      else this.maker.setAttribute(element, name, value);
      this.listener.attributeChanged(element, name);
    }
  }

  setText(reader: TokenReader): void {
    const node = this.nodes.get(reader.int());
    const text = reader.text();
    if (dom.isText(node)) node.data = text;
  }

  spliceText(reader: TokenReader): void {
    const node = this.nodes.get(reader.int());
    const start = reader.count(MAX_TEXT);
    const count = reader.count(MAX_TEXT);
    const text = reader.text();
    if (dom.isText(node)) node.replaceData(start, count, text);
  }

  /** What was taken out and never put back is gone. */
  finishMessage(): void {
    for (const node of this.detached) this.nodes.forget(node);
    this.detached.clear();
  }
}

/** Documents, shadow roots and places out of view stand where they are. */
function isMovable(node: Node): boolean {
  return !dom.isDocument(node) && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE;
}
