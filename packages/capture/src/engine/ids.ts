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

/** Numbers of one page of the table below: 2 to this power. */
const PAGE_BITS = 10;
const PAGE_MASK = (1 << PAGE_BITS) - 1;
/** In a node's notes: what is told of it (`Kept`), and whether it was met in an odd snapshot. */
const KEPT = 3;
const ODD = 4;

/** Of so many numbers that follow each other: the nodes that have them, and a few notes on each. */
interface Page {
  readonly nodes: (Node | null)[];
  readonly notes: Uint8Array;
  live: number;
}

/**
 * The numbers of the nodes that the mirror has. A node keeps its number as long as it is mirrored, also over snapshots.
 *
 * This is asked several times for each node of a walk: one map leads from nodes to numbers, all else is found by number.
 */
export class Ids implements KnownNodes {
  readonly #ids = new Map<Node, number>();
  /** By number, in pages; those in which nobody is left are let go. */
  readonly #pages: (Page | undefined)[] = [];
  /** The page that numbers are given from: it stays also when nobody is left in it. */
  #filling = 0;
  #last = 0;
  /** `ODD` in every other snapshot, else 0. */
  #turn = 0;
  /** Whether a snapshot is being written: what has other notes than `#turn` was not met in it. */
  #isOpen = false;
  /** Nodes met in the snapshot that is being written. */
  #met = 0;

  get size(): number {
    return this.#isOpen ? this.#met : this.#ids.size;
  }

  /** The highest number that was given. */
  get last(): number {
    return this.#last;
  }

  id(node: Node): number {
    const id = this.#ids.get(node);
    if (id === undefined) return 0;
    return !this.#isOpen || this.#isMet(id) ? id : 0;
  }

  node(id: number): Node | null {
    return this.#pages[id >> PAGE_BITS]?.nodes[id & PAGE_MASK] ?? null;
  }

  newId(): number {
    this.#last += 1;
    return this.#last;
  }

  /** The node is written now. */
  give(node: Node): number {
    return this.fresh(node) || (this.#ids.get(node) as number);
  }

  /** The same of a node that the mirror may have already: 0 then. */
  fresh(node: Node): number {
    const known = this.#ids.get(node);
    if (known !== undefined) {
      if (!this.#isOpen || this.#isMet(known)) return 0;
      this.#page(known).notes[known & PAGE_MASK] = this.#turn;
      this.#met += 1;
      return known;
    }
    const id = this.newId();
    this.#ids.set(node, id);
    const page = this.#page(id);
    page.nodes[id & PAGE_MASK] = node;
    page.notes[id & PAGE_MASK] = this.#turn;
    page.live += 1;
    this.#met += 1;
    return id;
  }

  /** What is told of an element of which not all is told; `undefined` of all others. @param id of a node, or 0. */
  kept(id: number): Kept | undefined {
    if (id === 0) return undefined;
    const kept = (this.#page(id).notes[id & PAGE_MASK] as number) & KEPT;
    return kept === 0 ? undefined : (kept as Kept);
  }

  /** @param id of an element that is being written. */
  keep(id: number, kept: Kept): void {
    this.#page(id).notes[id & PAGE_MASK] = this.#turn | kept;
  }

  /** The mirror does not have the node any more. */
  forget(node: Node): void {
    const id = this.#ids.get(node);
    if (id === undefined) return;
    // What was not met yet may still be: if it is not, it goes in the end.
    if (this.#isOpen && !this.#isMet(id)) return;
    this.#met -= 1;
    this.#remove(node, id);
  }

  /** A snapshot begins: nothing is known, but what is met again gets the number that it had. */
  restart(): void {
    // One that never came to its end met some only.
    this.settle();
    this.#isOpen = true;
    this.#turn ^= ODD;
    this.#met = 0;
  }

  /** The snapshot is complete: what was not met again is gone. */
  settle(): void {
    if (!this.#isOpen) return;
    if (this.#met < this.#ids.size)
      for (const [node, id] of this.#ids) if (!this.#isMet(id)) this.#remove(node, id);
    this.#isOpen = false;
  }

  #isMet(id: number): boolean {
    return ((this.#page(id).notes[id & PAGE_MASK] as number) & ODD) === this.#turn;
  }

  #page(id: number): Page {
    const known = this.#pages[id >> PAGE_BITS];
    if (known !== undefined) return known;
    const nodes = new Array<Node | null>(PAGE_MASK + 1).fill(null);
    const page = { nodes, notes: new Uint8Array(PAGE_MASK + 1), live: 0 };
    if (this.#pages[this.#filling]?.live === 0) this.#pages[this.#filling] = undefined;
    this.#filling = id >> PAGE_BITS;
    this.#pages[this.#filling] = page;
    return page;
  }

  #remove(node: Node, id: number): void {
    this.#ids.delete(node);
    const page = this.#page(id);
    page.nodes[id & PAGE_MASK] = null;
    page.live -= 1;
    // Numbers never come again.
    if (page.live === 0 && id >> PAGE_BITS !== this.#filling)
      this.#pages[id >> PAGE_BITS] = undefined;
  }
}
