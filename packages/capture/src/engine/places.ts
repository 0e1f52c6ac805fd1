import type { Masks } from "../privacy/masks.ts";
import { Place } from "../privacy/place.ts";
import { NodeType, typeOf } from "./dom.ts";

/** What masks say of places in the page, remembered as long as nothing of the page can change: within one slice of work. */
export class Places {
  readonly #masks: Masks;
  readonly #known = new Map<Node, Place>();

  constructor(masks: Masks) {
    this.#masks = masks;
  }

  /** The page may have changed. */
  clear(): void {
    if (this.#known.size > 0) this.#known.clear();
  }

  /** What is known inside a node; what is not in the page counts as masked, since nobody can say what was around it. */
  inside(node: Node): Place {
    const chain: Node[] = [];
    let place: Place | undefined;
    for (let at: Node | null = node; at !== null; at = this.#masks.around(at)) {
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
}
