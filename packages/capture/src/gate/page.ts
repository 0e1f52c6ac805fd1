/** The live page behind the engine's ids; what the gate asks before anything may leave. */
export interface LivePage {
  /** The node that has this id, null when it is gone. */
  node(id: number): Node | null;
  /** The id of a node, -1 when it has none. */
  id(node: Node): number;
}

/** A tree that is mirrored: the document, a frame's document or an open shadow root. */
export type Root = Document | ShadowRoot;

/** The trees that are mirrored now. */
export class Roots {
  readonly #all = new Set<Root>();
  readonly #found: (root: Root) => void;

  /** @param found told of each tree once. */
  constructor(found: (root: Root) => void) {
    this.#found = found;
  }

  add(root: Root): void {
    if (this.#all.has(root)) return;
    this.#all.add(root);
    this.#found(root);
  }

  /** Those that are still shown; others are forgotten. */
  *[Symbol.iterator](): Generator<Root> {
    for (const root of this.#all) {
      const shown =
        root.nodeType === 9 ? (root as Document).defaultView !== null : root.isConnected;
      if (shown) yield root;
      else this.#all.delete(root);
    }
  }
}
