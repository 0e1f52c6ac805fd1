/** The page's node ids and the mirrored nodes that bear them. */
import type { DigestTree } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import { MAX_NODES, PageTooLarge } from "./limits.ts";
import { innerOf, ownerOf, withheldOf } from "./withheld.ts";

/** A node's id stands on the node itself: no page can reach it, and nothing is faster. */
const ID = Symbol("the page's id of a node");

interface Marked {
  [ID]?: number;
}

/** Ids of nodes that are gone may be kept in the order until there are so many more of them than of others. */
const SLACK = 1000;

export class NodeRegistry implements DigestTree {
  private readonly byId = new Map<number, Node>();
  /** All ids of `byId` and some that are gone, ascending; to be made anew when it is not `ordered`. */
  private order: number[] = [];
  private ordered = true;

  /** @throws PageTooLarge when the page has more nodes than are shown. */
  add(id: number, node: Node): void {
    const { byId, order } = this;
    byId.set(id, node);
    if (byId.size > MAX_NODES) {
      throw new PageTooLarge(`The page has more than ${MAX_NODES.toLocaleString("en")} elements`);
    }
    (node as Marked)[ID] = id;
    if (!this.ordered) return;
    const last = order[order.length - 1] ?? 0;
    if (id > last && order.length <= 2 * byId.size + SLACK) order.push(id);
    else this.ordered = false;
  }

  get(id: number): Node | undefined {
    return this.byId.get(id);
  }

  /** The element of this id; null when there is none. */
  element(id: number): Element | null {
    const node = this.byId.get(id);
    return dom.isElement(node) ? node : null;
  }

  /** The page's id of a node; null for what is not of the page, or is no longer in it. */
  idOf(node: Node): number | null {
    const id = (node as Marked)[ID];
    return id !== undefined && this.byId.get(id) === node ? id : null;
  }

  /** What a node stands in, out of shadow trees, nested documents and what is kept from view; null at the page's root. */
  outer(node: Node): Node | null {
    const parent = dom.parentOf(node);
    if (parent !== null) return parent;
    return dom.isShadowRoot(node) ? dom.hostOf(node) : ownerOf(node);
  }

  /** Forgets a node and all in it, shadow trees and nested documents too. */
  forget(node: Node): void {
    const waiting: Node[] = [node];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const id = (next as Marked)[ID];
      if (id !== undefined && this.byId.get(id) === next) this.byId.delete(id);
      for (let child = dom.firstChildOf(next); child !== null; child = dom.nextSiblingOf(child))
        waiting.push(child);
      if (!dom.isElement(next)) continue;
      const shadow = dom.shadowRootOf(next);
      if (shadow !== null) waiting.push(shadow);
      const withheld = withheldOf(next);
      if (withheld !== null) waiting.push(withheld);
      const inner = innerOf(next);
      if (inner !== null) waiting.push(inner);
    }
  }

  /** The ids of so many nodes from `first` on, ascending. */
  idsFrom(first: number, count: number): number[] {
    if (!this.ordered) {
      this.order = Array.from(this.byId.keys()).sort((a, b) => a - b);
      this.ordered = true;
    }
    const { order, byId } = this;
    let low = 0;
    for (let high = order.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((order[middle] ?? 0) < first) low = middle + 1;
      else high = middle;
    }
    const ids: number[] = [];
    for (let at = low; at < order.length && ids.length < count; at++) {
      const id = order[at] ?? 0;
      if (byId.has(id)) ids.push(id);
    }
    return ids;
  }

  parent(id: number): number {
    const node = this.byId.get(id);
    if (node === undefined) return 0;
    const outer = this.outer(node);
    if (outer === null) return 0;
    // Content that is kept from view stands in a fragment that is no node of the page.
    return this.idOf(outer) ?? this.idOf(ownerOf(outer) ?? outer) ?? 0;
  }

  next(id: number): number {
    let next = this.byId.get(id) ?? null;
    while (next !== null) {
      next = dom.nextSiblingOf(next);
      const nextId = next === null ? null : this.idOf(next);
      if (nextId !== null) return nextId;
    }
    return 0;
  }

  length(id: number): number {
    const node = this.byId.get(id);
    return dom.isText(node) ? dom.dataOf(node).length : 0;
  }
}
