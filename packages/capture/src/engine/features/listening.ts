import { listen, NodeType, typeOf } from "../dom.ts";
import type { Root } from "../feature.ts";

/** Listeners in mirrored trees that all go at once, or with their tree. */
export class Listening {
  readonly #ends = new Map<Root, AbortController>();

  /** Calls `told` for each of these events at an element of the tree, before the page's own listeners hear of it. */
  to(root: Root, types: readonly string[], told: (target: Element, event: Event) => void): void {
    this.any(root, types, (event) => {
      // Of what happens deeper in shadow trees, these hear themselves.
      const { target } = event;
      if (target !== null && isElement(target)) told(target as Element, event);
    });
  }

  /** The same of events at whatever it be, such as the document. */
  any(root: Root, types: readonly string[], told: (event: Event) => void): void {
    let end = this.#ends.get(root);
    if (end === undefined) {
      end = new AbortController();
      this.#ends.set(root, end);
    }
    for (const type of types)
      listen(root, type, told, { capture: true, passive: true, signal: end.signal });
  }

  leave(root: Root): void {
    this.#ends.get(root)?.abort();
    this.#ends.delete(root);
  }

  stop(): void {
    for (const root of [...this.#ends.keys()]) this.leave(root);
  }
}

/** Windows hear of events, too. */
function isElement(target: EventTarget): boolean {
  return "nodeType" in target && typeOf(target as Node) === NodeType.element;
}
