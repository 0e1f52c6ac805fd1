import type { Root } from "./feature.ts";

/** The trees that are mirrored now; whoever listens in a tree hears when it comes and goes. */
export class Roots implements Iterable<Root> {
  readonly #all = new Set<Root>();
  readonly #enter: (root: Root) => void;
  readonly #leave: (root: Root) => void;
  /** Those of the snapshot before that the one that is being written has not met yet. */
  #unmet: Set<Root> | null = null;

  /** @param enter, leave told of each tree once. */
  constructor(enter: (root: Root) => void, leave: (root: Root) => void) {
    this.#enter = enter;
    this.#leave = leave;
  }

  [Symbol.iterator](): Iterator<Root> {
    return this.#all.values();
  }

  /** A tree is about to be written. */
  enter(root: Root): void {
    this.#unmet?.delete(root);
    if (this.#all.has(root)) return;
    this.#all.add(root);
    this.#enter(root);
  }

  leave(root: Root): void {
    if (this.#all.delete(root)) this.#leave(root);
  }

  /** The tree has lost all that listened in it, as a document does that is opened anew. */
  renew(root: Root): void {
    if (!this.#all.has(root)) return;
    this.#leave(root);
    this.#enter(root);
  }

  /** A snapshot begins: every tree has to be met again. */
  restart(): void {
    this.#unmet = new Set(this.#all);
  }

  /** The snapshot is complete. */
  settle(): void {
    for (const root of this.#unmet ?? []) this.leave(root);
    this.#unmet = null;
  }
}
