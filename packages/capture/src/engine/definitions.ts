import { Op, type TokenWriter } from "@userview/protocol/content";
import { matches } from "../privacy/tree.ts";
import { documentOf, viewOf } from "./dom.ts";

/** Names with a hyphen that are no custom elements'. */
const RESERVED =
  /^(?:annotation-xml|color-profile|font-face(?:-src|-uri|-format|-name)?|missing-glyph)$/;

/** Which custom elements are defined: style sheets can ask. */
export class Definitions {
  readonly #request: () => void;
  readonly #told = new Set<string>();
  readonly #awaited = new Set<string>();
  #new: string[] = [];
  #stopped = false;

  constructor(request: () => void) {
    this.#request = request;
  }

  /** Whether the name is defined and was not told; if it is not defined yet, it is told of when it is. */
  isNew(element: Element, name: string): boolean {
    if (this.#told.has(name) || RESERVED.test(name)) return false;
    if (matches(element, ":defined")) {
      this.#told.add(name);
      return true;
    }
    this.#await(element, name);
    return false;
  }

  changes(writer: TokenWriter): void {
    for (const name of this.#new) {
      if (this.#told.has(name)) continue;
      this.#told.add(name);
      writer.int(Op.define).text(name);
    }
    this.#new = [];
  }

  /** A snapshot begins: nothing is told. */
  restart(): void {
    this.#told.clear();
    this.#new = [];
  }

  stop(): void {
    this.#stopped = true;
  }

  #await(element: Element, name: string): void {
    const registry = viewOf(documentOf(element))?.customElements;
    if (registry === undefined || this.#awaited.has(name)) return;
    this.#awaited.add(name);
    const defined = (): void => {
      this.#awaited.delete(name);
      if (this.#stopped) return;
      this.#new.push(name);
      this.#request();
    };
    // What is no name of a custom element never is defined.
    registry.whenDefined(name).then(defined, () => undefined);
  }
}
