import { DIGEST_NODES, digest, Op, type TokenWriter } from "@userview/protocol/content";
import { holderOf, NodeType, nextOf, typeOf } from "./dom.ts";
import type { Ids } from "./ids.ts";
import type { Texts } from "./texts.ts";

/** How often the mirror is given the means to find out that it is not the page. */
export const DIGEST_INTERVAL_MS = 1000;
/** Numbers that are passed over in search of nodes before the rest is left to the next time: of old ones most are forgotten. */
const MOST_STEPS = 10 * DIGEST_NODES;

/** Says now and then how the page hangs together, so that a mirror that does not finds out. */
export class Digest {
  readonly #ids: Ids;
  readonly #texts: Texts;
  readonly #frames: ReadonlyMap<Element, Document>;
  #next = 1;
  /** Nodes of which nothing was said since something changed. */
  #left = 0;
  #at = Number.NEGATIVE_INFINITY;

  constructor(ids: Ids, texts: Texts, frames: ReadonlyMap<Element, Document>) {
    this.#ids = ids;
    this.#texts = texts;
    this.#frames = frames;
  }

  /** Whether the last was written so long ago that a page which is never at rest is to be looked at all the same. */
  get isDue(): boolean {
    return performance.now() - this.#at >= DIGEST_INTERVAL_MS;
  }

  /** Something was told: all is to be looked at once more. */
  changed(): void {
    this.#left = this.#ids.size;
  }

  /**
   * Writes of the next nodes, if there is reason to: behind the last the first follow, however quickly new ones come. Nothing of
   * the page may wait to be told.
   */
  write(writer: TokenWriter): void {
    this.#at = performance.now();
    if (this.#left <= 0) return;
    const most = Math.min(DIGEST_NODES, this.#ids.size);
    const ids = this.#take(most);
    this.#part(ids, writer);
    if (ids.length === most || this.#next <= this.#ids.last) return;
    this.#next = 1;
    this.#part(this.#take(most - ids.length), writer);
  }

  #part(ids: readonly number[], writer: TokenWriter): void {
    const first = ids[0];
    if (first === undefined) return;
    this.#left -= ids.length;
    const documents = new Map<Node, Element>();
    for (const [frame, shown] of this.#frames) documents.set(shown, frame);
    const hash = digest(ids, {
      parent: (id) => this.#parent(id, documents),
      next: (id) => this.#after(id),
      length: (id) => this.#length(id),
    });
    writer.ints(Op.digest, first, ids.length, hash);
  }

  #take(most: number): number[] {
    const found: number[] = [];
    const end = Math.min(this.#ids.last + 1, this.#next + MOST_STEPS);
    while (this.#next < end && found.length < most) {
      if (this.#ids.node(this.#next) !== null) found.push(this.#next);
      this.#next += 1;
    }
    return found;
  }

  #parent(id: number, documents: ReadonlyMap<Node, Element>): number {
    const node = this.#ids.node(id);
    if (node === null) return 0;
    const parent = holderOf(node) ?? documents.get(node) ?? null;
    return parent === null ? 0 : this.#ids.id(parent);
  }

  #after(id: number): number {
    const node = this.#ids.node(id);
    for (let at = node === null ? null : nextOf(node); at !== null; at = nextOf(at)) {
      const next = this.#ids.id(at);
      if (next !== 0) return next;
    }
    return 0;
  }

  #length(id: number): number {
    const node = this.#ids.node(id);
    if (node === null) return 0;
    const type = typeOf(node);
    return type === NodeType.text || type === NodeType.cdata ? this.#texts.length(node as Text) : 0;
  }
}
