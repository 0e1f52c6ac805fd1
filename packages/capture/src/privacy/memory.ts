import { labelOf, NodeType, textOf, typeOf } from "../engine/dom.ts";
import { Echoes } from "./echoes.ts";
import { isField } from "./fields.ts";
import { Place } from "./place.ts";

/**
 * What was hidden in this page so far, kept as long as the page is open, over sessions too: masks are sticky. What was
 * masked once stays so when the page takes the class away or moves the node.
 */
export class Memory {
  /** What stood in masked fields. */
  readonly echoes = new Echoes();
  /** Of nodes that were masked for good 0; of those that rules masked, since when such rules hold. */
  readonly #since = new WeakMap<Node, number>();
  #rules: readonly string[] = [];
  #ruledSince = 1;
  #any = false;
  #areas = 0;

  /**
   * The selectors of the team and the page that hold from now on. Where one of them was taken back on purpose, what was masked by
   * such rules is judged anew.
   */
  hold(rules: readonly string[]): void {
    if (this.#rules.some((rule) => !rules.includes(rule))) this.#ruledSince += 1;
    this.#rules = rules;
  }

  /** A node is told as masked. */
  keep(node: Node, place: Place): void {
    if ((place & Place.loose) !== 0) return;
    this.#any = true;
    if (typeOf(node) === NodeType.element && !isField(node) && this.placeOf(node) === Place.open)
      this.#areas++;
    if ((place & Place.ruled) === 0) this.#since.set(node, 0);
    else if (this.#since.get(node) !== 0) this.#since.set(node, this.#ruledSince);
  }

  /** How many elements that are no fields were masked so far. */
  get areas(): number {
    return this.#areas;
  }

  /** Why a node is masked because it was before; `Place.open` when it was not. */
  placeOf(node: Node): Place {
    if (!this.#any) return Place.open;
    const since = this.#since.get(node);
    if (since === 0) return Place.masked;
    return since === this.#ruledSince ? Place.masked | Place.ruled : Place.open;
  }

  /** Nodes stand where others stood: what says the same as something masked is the same made anew. */
  replaced(removed: Iterable<Node>, added: Iterable<Node>): void {
    if (!this.#any) return;
    for (const before of removed) {
      const place = this.placeOf(before);
      const text = place === Place.open ? "" : textOf(before).trim();
      if (text === "") continue;
      for (const after of added)
        if (labelOf(after) === labelOf(before) && textOf(after).trim() === text)
          this.keep(after, place);
    }
  }
}
