import { Masks, Memory } from "@userview/capture/masks";
import type { Kept, PagePresence } from "../port.ts";
import type { Held } from "./held.ts";

/** What masks say in this page, asked outside of its content: of the page's title and address, and of what happens in it. */
export class Hidden {
  readonly memory: Memory;
  readonly #held: Held;
  readonly #kept: Kept;
  #settings: object | null = null;
  #masks: Masks | null = null;

  /** @param kept whoever comes first puts the page's memory there, for all. */
  constructor(held: Held, kept: Kept) {
    kept.memory ??= new Memory();
    this.memory = kept.memory;
    this.#held = held;
    this.#kept = kept;
  }

  /** As they are by now; the console is told by the capture of what cannot be read. */
  get masks(): Masks {
    const { settings } = this.#held;
    if (this.#masks === null || settings !== this.#settings) {
      this.#settings = settings;
      const { roots } = this.#kept;
      const closedRoot = (host: Element): ShadowRoot | null => roots.get(host) ?? null;
      this.#masks = new Masks(this.#held.masks, () => {}, this.memory, closedRoot);
    }
    return this.#masks;
  }

  /** From now on the page's title and address are told as masks say. */
  guard(presence: PagePresence): void {
    const { hide } = presence;
    presence.hide = (page) => {
      const told = hide(page);
      const { masks } = this;
      return { ...told, url: masks.shownUrl(told.url), title: masks.title(told.title) };
    };
  }
}
