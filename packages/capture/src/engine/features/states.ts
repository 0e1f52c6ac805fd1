import { Op, type TokenWriter } from "@userview/protocol/content";
import type { CaptureContext, Feature, Root } from "../feature.ts";
import { Hooks, realmOf } from "../hooks.ts";
import { Tracked } from "./tracked.ts";

type StateSet = Iterable<string> & { readonly size: number };

/** States that custom elements give themselves (`:state(x)`), of those whose internals were seen. */
export class States implements Feature {
  /** Custom elements. */
  readonly elements = { has: (name: string): boolean => name.includes("-") };
  readonly #context: CaptureContext;
  readonly #hooks = new Hooks();
  readonly #elements: Tracked<Element>;
  /** What was told of each element, as one text; nothing where it has none. */
  #told = new WeakMap<Element, string>();
  #changed = false;

  constructor(context: CaptureContext) {
    this.#context = context;
    this.#elements = new Tracked(context.nodes);
  }

  enter(root: Root): void {
    const realm = realmOf(root);
    if (!this.#hooks.enters(realm)) return;
    const { CustomStateSet } = realm as typeof realm & { CustomStateSet?: { prototype: object } };
    this.#hooks.methods(CustomStateSet?.prototype, ["add", "delete", "clear"], () => {
      this.#changed = true;
      this.#context.request();
    });
  }

  added(element: Element): void {
    this.#told.delete(element);
    this.#elements.add(element);
    this.#changed = true;
  }

  state(writer: TokenWriter): void {
    this.#told = new WeakMap();
    this.#changed = true;
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    this.#elements.prune();
    if (!this.#changed) return;
    this.#changed = false;
    for (const [element, id] of this.#elements) {
      const states = [...(this.#statesOf(element) ?? [])];
      const text = states.join("\n");
      if (text === (this.#told.get(element) ?? "")) continue;
      if (this.#context.masks.isMasked(element)) continue;
      this.#told.set(element, text);
      writer.ints(Op.states, id, states.length);
      for (const state of states) writer.text(state);
    }
  }

  stop(): void {
    this.#hooks.stop();
    this.#elements.clear();
  }

  #statesOf(element: Element): StateSet | undefined {
    const internals = this.#context.seen.internals(element);
    return (internals as (ElementInternals & { states?: StateSet }) | null)?.states;
  }
}
