/** Where nodes stand in a mirrored page, and how they are put there. */
import * as dom from "./dom.ts";
import { MAX_DEPTH } from "./limits.ts";
import type { NodeRegistry } from "./nodes.ts";
import { homeOf, innerOf, withheldOf } from "./withheld.ts";

/** A document takes one doctype and one element; a new one replaces the old. */
export function placeInDocument(
  nodes: NodeRegistry,
  doc: Document,
  node: Node,
  before: Node | null,
): void {
  if (dom.isText(node)) return;
  const isDoctype = node.nodeType === Node.DOCUMENT_TYPE_NODE;
  const old = isDoctype ? doc.doctype : dom.isElement(node) ? doc.documentElement : null;
  let place = isDoctype ? dom.firstChildOf(doc) : before;
  if (old !== null && old !== node) {
    place = dom.nextSiblingOf(old);
    nodes.forget(old);
    dom.detach(old);
  }
  dom.insertBefore(doc, node, place);
}

/** Puts a node where the page has it. @param next the sibling behind it, null at the end. */
export function placeNode(nodes: NodeRegistry, node: Node, parent: Node, next: Node | null): void {
  const home = homeOf(parent);
  const before = next !== null && dom.parentOf(next) === home ? next : null;
  if (dom.isDocument(home)) placeInDocument(nodes, home, node, before);
  else dom.insertBefore(home, node, before);
}

/** How deep a child of a node stands, up to a little more than is allowed; a document's children are at 1. */
export function depthIn(nodes: NodeRegistry, parent: Node): number {
  let depth = 1;
  for (let up = nodes.outer(parent); up !== null && depth <= MAX_DEPTH; depth++)
    up = nodes.outer(up);
  return depth;
}

/** True when `node` is `other`, or `other` stands anywhere in it. */
export function holds(nodes: NodeRegistry, node: Node, other: Node): boolean {
  let up: Node | null = other;
  while (up !== null && up !== node) up = nodes.outer(up);
  return up === node;
}

/** How many levels of nodes there are in a node, itself counted; up to a little more than `most`. */
export function heightOf(node: Node, most: number): number {
  let height = 0;
  for (let level: Node[] = [node]; level.length > 0 && height <= most; height++) {
    const below: Node[] = [];
    for (const above of level) addInside(above, below);
    level = below;
  }
  return height;
}

function addInside(node: Node, below: Node[]): void {
  if (dom.isText(node)) return;
  for (let child = dom.firstChildOf(node); child !== null; child = dom.nextSiblingOf(child))
    below.push(child);
  if (!dom.isElement(node)) return;
  const more = [dom.shadowRootOf(node), withheldOf(node), innerOf(node)];
  for (const inner of more) if (inner !== null) below.push(inner);
}
