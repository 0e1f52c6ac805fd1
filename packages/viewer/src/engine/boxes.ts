/** The op of boxes whose content is kept from agents: as large as in the page, and seen to be covered. */
import type { TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import type { NodeRegistry } from "./nodes.ts";

const COVERED = "repeating-linear-gradient(135deg, #d1d5db 0 6px, #e5e7eb 6px 12px)";

interface Size {
  width: number;
  height: number;
}

export class Boxes {
  private readonly held = new WeakMap<Element, Size>();

  constructor(private readonly nodes: NodeRegistry) {}

  hold(reader: TokenReader): void {
    const element = this.nodes.element(reader.int());
    const size = { width: reader.number(), height: reader.number() };
    if (element === null) return;
    if (size.width > 0 || size.height > 0) this.held.set(element, size);
    else if (!this.held.delete(element)) return;
    this.show(element);
  }

  /** The style attribute was replaced: the size stays. */
  keep(element: Element): void {
    if (this.held.has(element)) this.show(element);
  }

  private show(element: Element): void {
    const style = dom.styleOf(element);
    if (style === null) return;
    const size = this.held.get(element);
    style.setProperty("box-sizing", size === undefined ? "" : "border-box");
    style.setProperty("width", size === undefined ? "" : `${size.width}px`);
    style.setProperty("height", size === undefined ? "" : `${size.height}px`);
    if (!dom.isHtml(element, "img"))
      style.setProperty("background", size === undefined ? "" : COVERED);
  }
}
