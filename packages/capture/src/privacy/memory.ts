import { Echoes } from "./echoes.ts";
import { Place } from "./place.ts";

/**
 * What was hidden in this page so far, kept as long as the page is open, over sessions too: masks are sticky. What was
 * masked once stays so when the page takes the class away or moves the node.
 */
export class Memory {
  /** What stood in masked fields. */
  readonly echoes = new Echoes();
  readonly #always = new WeakSet<Node>();
  #ruled = new WeakSet<Node>();
  #rules: readonly string[] = [];
  #any = false;

  /**
   * The selectors of the team and the page that hold from now on. Where one of them was taken back on purpose, what was masked by
   * such rules is judged anew.
   */
  hold(rules: readonly string[]): void {
    if (this.#rules.some((rule) => !rules.includes(rule))) this.#ruled = new WeakSet();
    this.#rules = rules;
  }

  /** A node is told as masked. */
  keep(node: Node, place: Place): void {
    if ((place & Place.loose) !== 0) return;
    this.#any = true;
    if ((place & Place.ruled) === 0) this.#always.add(node);
    else this.#ruled.add(node);
  }

  /** Why a node is masked because it was before; `Place.open` when it was not. */
  placeOf(node: Node): Place {
    if (!this.#any) return Place.open;
    if (this.#always.has(node)) return Place.masked;
    return this.#ruled.has(node) ? Place.masked | Place.ruled : Place.open;
  }

  /** Nodes stand where others stood: what says the same as something masked is the same made anew. */
  replaced(removed: Iterable<Node>, added: Iterable<Node>): void {
    if (!this.#any) return;
    for (const before of removed) {
      const place = this.placeOf(before);
      const text = place === Place.open ? "" : (before.textContent ?? "").trim();
      if (text === "") continue;
      for (const after of added)
        if (after.nodeName === before.nodeName && after.textContent?.trim() === text)
          this.keep(after, place);
    }
  }
}
