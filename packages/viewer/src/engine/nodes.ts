/** The page's node ids and the mirrored nodes that bear them. */
import { firstChildOf, isElement, isHtml, nextSiblingOf, shadowRootOf } from "./dom.ts";
import { MAX_NODES, PageTooLarge } from "./limits.ts";

export class NodeRegistry {
  private readonly byId = new Map<number, Node>();
  private readonly ids = new WeakMap<Node, number>();

  /** @throws PageTooLarge when the page has more nodes than are shown. */
  add(id: number, node: Node): void {
    if (this.byId.size >= MAX_NODES && !this.byId.has(id)) {
      throw new PageTooLarge(`The page has more than ${MAX_NODES.toLocaleString("en")} elements`);
    }
    this.byId.set(id, node);
    this.ids.set(node, id);
  }

  get(id: number): Node | undefined {
    return this.byId.get(id);
  }

  /** The page's id of a node; null for what is not of the page, or is no longer in it. */
  idOf(node: Node): number | null {
    const id = this.ids.get(node);
    return id !== undefined && this.byId.get(id) === node ? id : null;
  }

  /** Forgets a node and all in it, shadow trees and nested documents too. */
  forget(node: Node): void {
    const waiting: Node[] = [node];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const id = this.ids.get(next);
      if (id !== undefined && this.byId.get(id) === next) this.byId.delete(id);
      for (let child = firstChildOf(next); child !== null; child = nextSiblingOf(child))
        waiting.push(child);
      if (!isElement(next)) continue;
      const shadow = shadowRootOf(next);
      if (shadow !== null) waiting.push(shadow);
      if (isHtml(next, "iframe") && next.contentDocument !== null)
        waiting.push(next.contentDocument);
    }
  }
}
