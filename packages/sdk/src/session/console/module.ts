/** The page's console for agents: loaded when one of them reads it or runs code, where that is permitted. */
import type { ConsoleBox, ConsoleParts } from "../console.ts";
import { Feed } from "./feed.ts";
import { run } from "./run.ts";
import { Withheld } from "./withheld.ts";

export function createConsole(parts: ConsoleParts): ConsoleBox {
  return new Box(parts);
}

class Box implements ConsoleBox {
  readonly #parts: ConsoleParts;
  readonly #withheld: Withheld;
  #feed: Feed | null = null;

  constructor(parts: ConsoleParts) {
    this.#parts = parts;
    this.#withheld = new Withheld(parts.masks);
  }

  watch(to: string | null): void {
    const { tell } = this.#parts;
    if (this.#feed === null) this.#feed = new Feed(tell, this.#withheld, this.#nameable);
    else void this.#feed.repeat(to);
  }

  unwatch(): void {
    this.#feed?.close();
    this.#feed = null;
  }

  async run(code: string): ReturnType<ConsoleBox["run"]> {
    const { kind, text } = run(code, this.#nameable);
    await this.#withheld.look();
    return { kind, text: this.#withheld.hide(text) };
  }

  readonly #nameable = (node: Node): boolean => !this.#parts.masks().isMasked(node);
}
