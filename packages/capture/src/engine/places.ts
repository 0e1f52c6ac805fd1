import type { Masks } from "../privacy/masks.ts";
import { Place } from "../privacy/place.ts";
import { NodeType, parentOf, typeOf } from "./dom.ts";

/** What masks say of places in the page, remembered as long as nothing of the page can change: within one slice of work. */
export class Places {
  readonly #masks: Masks;
  readonly #known = new Map<Node, Place>();
  /** What has no shadow root: what stands in it is shown there. */
  readonly #plain = new Set<Node>();

  constructor(masks: Masks) {
    this.#masks = masks;
  }

  /** The page may have changed. */
  clear(): void {
    if (this.#known.size === 0) return;
    this.#known.clear();
    this.#plain.clear();
  }

  /** What is known inside a node; what is not in the page counts as masked, since nobody can say what was around it. */
  inside(node: Node): Place {
    const chain: Node[] = [];
    let place: Place | undefined;
    for (let at: Node | null = node; at !== null; at = this.#around(at)) {
      place = this.#known.get(at);
      if (place !== undefined) break;
      chain.push(at);
    }
    place ??= chain.at(-1) === document ? this.#masks.top : Place.masked | Place.loose;
    for (let i = chain.length - 1; i >= 0; i--) {
      const at = chain[i] as Node;
      if (typeOf(at) === NodeType.element) place = this.#masks.within(at as Element, place);
      this.#known.set(at, place);
    }
    return place;
  }

  #around(node: Node): Node | null {
    const parent = parentOf(node);
    if (parent === null) return this.#masks.around(node);
    if (!this.#plain.has(parent)) {
      if (this.#masks.hasRoot(parent)) return this.#masks.around(node);
      this.#plain.add(parent);
    }
    return parent;
  }
}
