import type { KnownNodes } from "../feature.ts";

/** Elements, or documents, that a feature watches, as long as the mirror has them. */
export class Tracked<T extends Node> {
  readonly #nodes: KnownNodes;
  readonly #all = new Set<T>();

  constructor(nodes: KnownNodes) {
    this.#nodes = nodes;
  }

  get size(): number {
    return this.#all.size;
  }

  add(element: T): void {
    this.#all.add(element);
  }

  /** Those that are there, with their ids; others are let go. */
  *[Symbol.iterator](): Generator<[element: T, id: number]> {
    for (const element of this.#all) {
      const id = this.#nodes.id(element);
      if (id === 0) this.#all.delete(element);
      else yield [element, id];
    }
  }

  /** Lets go of those that are not there any more. */
  prune(): void {
    for (const element of this.#all) if (this.#nodes.id(element) === 0) this.#all.delete(element);
  }

  clear(): void {
    this.#all.clear();
  }
}
