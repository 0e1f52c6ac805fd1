import type { KnownNodes } from "./feature.ts";

/** What stands in the mirror for an element of which not all is told. */
export const Kept = {
  /** Nothing but that it is there: scripts, templates, the SDK's own interface. */
  bare: 1,
  /** Its attributes; its rules are told by `sheet`. */
  sheet: 2,
  /** Its attributes; the document that it shows is told by `document`. */
  frame: 3,
} as const;
export type Kept = (typeof Kept)[keyof typeof Kept];

/** The numbers of the nodes that the mirror has. A node keeps its number as long as it is mirrored, also over snapshots. */
export class Ids implements KnownNodes {
  #ids = new Map<Node, number>();
  #nodes = new Map<number, Node>();
  #before: { readonly ids: Map<Node, number>; readonly nodes: Map<number, Node> } | null = null;
  #kept = new WeakMap<Node, Kept>();
  #last = 0;

  get size(): number {
    return this.#ids.size;
  }

  /** The highest number that was given. */
  get last(): number {
    return this.#last;
  }

  id(node: Node): number {
    return this.#ids.get(node) ?? 0;
  }

  node(id: number): Node | null {
    return this.#nodes.get(id) ?? this.#before?.nodes.get(id) ?? null;
  }

  newId(): number {
    this.#last += 1;
    return this.#last;
  }

  /** The node is written now. */
  give(node: Node): number {
    const id = this.#ids.get(node) ?? this.#before?.ids.get(node) ?? this.newId();
    this.#ids.set(node, id);
    this.#nodes.set(id, node);
    return id;
  }

  /** What is told of an element of which not all is told; `undefined` of all others. */
  kept(node: Node): Kept | undefined {
    return this.#kept.get(node);
  }

  keep(node: Node, kept: Kept): void {
    this.#kept.set(node, kept);
  }

  /** The mirror does not have the node any more. */
  forget(node: Node): void {
    const id = this.#ids.get(node);
    if (id === undefined) return;
    this.#ids.delete(node);
    this.#nodes.delete(id);
  }

  /** A snapshot begins: nothing is known, but what is met again gets the number that it had. */
  restart(): void {
    this.#before = { ids: this.#ids, nodes: this.#nodes };
    this.#ids = new Map();
    this.#nodes = new Map();
    this.#kept = new WeakMap();
  }

  /** The snapshot is complete: what was not met again is gone. */
  settle(): void {
    this.#before = null;
  }
}
