import { MAX_INTERNED, Op, type TokenWriter } from "@userview/protocol/content";

/** Units of a message that stand in one op. */
const PART = 64 * 1024;
/** What may wait of one page; beyond it is dropped, and the page tells itself anew. */
const MOST_WAITING = 8 * 1024 * 1024;

interface Message {
  readonly text: string;
  readonly snapshot: boolean;
  /** Units that were written. */
  at: number;
}

/** What a page in a frame said and the stream has not taken yet. */
export class Waiting {
  #messages: Message[] = [];
  #units = 0;

  get empty(): boolean {
    return this.#messages.length === 0;
  }

  /** @returns false when there is too much: nothing waits any more then. */
  add(lines: readonly string[], snapshot: boolean): boolean {
    const text = lines.join("\n");
    this.#units += text.length;
    if (this.#units > MOST_WAITING) {
      this.clear();
      return false;
    }
    this.#messages.push({ text, snapshot, at: 0 });
    return true;
  }

  clear(): void {
    this.#messages = [];
    this.#units = 0;
  }

  /**
   * Writes what waits, at most about `most` units.
   * @returns units that were written.
   */
  write(writer: TokenWriter, inset: number, most: number): number {
    let written = 0;
    for (let next = this.#messages[0]; next !== undefined && written < most; ) {
      const part = next.text.slice(next.at, next.at + PART);
      // Shorter texts would be kept in the stream's table of strings, for nothing.
      writer.ints(Op.insetText, inset).text(part.padEnd(MAX_INTERNED + 1));
      written += part.length;
      next.at += PART;
      if (next.at < next.text.length) continue;
      writer.ints(Op.insetMessage, inset, Number(next.snapshot));
      this.#units -= next.text.length;
      this.#messages.shift();
      next = this.#messages[0];
    }
    return written;
  }
}
