/** Custom elements: that their name is defined, and the states that their own class gave them. */
import type { TokenReader } from "@userview/protocol/content";
import type * as dom from "./dom.ts";
import type { NodeRegistry } from "./nodes.ts";

/** More states than an element has. */
const MAX_STATES = 200;

/** So that `:defined` holds; the class does nothing. */
export function defineElement(view: dom.View, name: string): void {
  if (!name.includes("-") || view.customElements.get(name) !== undefined) return;
  try {
    view.customElements.define(name, class extends view.HTMLElement {});
  } catch (error) {
    if (!(error instanceof view.DOMException) && !(error instanceof DOMException)) throw error;
  }
}

export class CustomStates {
  private readonly internals = new WeakMap<Element, ElementInternals>();

  constructor(private readonly nodes: NodeRegistry) {}

  /** The op `states`: an element has these states and no others. */
  states(reader: TokenReader): void {
    const element = this.nodes.element(reader.int());
    const names: string[] = [];
    for (let count = reader.count(MAX_STATES); count > 0; count--) names.push(reader.text());
    const states = element === null ? undefined : this.of(element)?.states;
    if (states === undefined) return;
    states.clear();
    for (const name of names) states.add(name);
  }

  private of(element: Element): ElementInternals | null {
    const known = this.internals.get(element);
    if (known !== undefined) return known;
    try {
      const internals = HTMLElement.prototype.attachInternals.call(element);
      this.internals.set(element, internals);
      return internals;
    } catch {
      // Not defined here, or no custom element at all.
      return null;
    }
  }
}
