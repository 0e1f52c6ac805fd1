import type { ConsoleEntry, ConsoleTold } from "@userview/protocol";
import { describeCall, type Nameable } from "./describe.ts";
import type { Withheld } from "./withheld.ts";
import { hearWriting } from "./writing.ts";

/** Entries that are kept for whoever opens the console later. */
const KEPT = 500;
/** What is written in this time is told together. */
const GATHER_MS = 100;
/** Entries in one gathering; a page that writes more in a loop is told of in a number. */
const MOST_AT_ONCE = 200;
/** Of one message, as JSON: the protocol takes 64 KiB and 100 entries. */
const MESSAGE_BYTES = 48 * 1024;
const MESSAGE_ENTRIES = 100;

type Kept = Omit<ConsoleEntry, "age_ms"> & { readonly at: number };

/** What the page writes to its console, told to agents as long as one reads it (rules O1, O2). */
export class Feed {
  readonly #send: (told: Omit<ConsoleTold, "type" | "session">) => void;
  readonly #withheld: Withheld;
  readonly #nameable: Nameable;
  readonly #run = crypto.getRandomValues(new Uint32Array(1))[0] as number;
  readonly #stop: () => void;
  readonly #kept: Kept[] = [];
  #news: Kept[] = [];
  #dropped = 0;
  #serial = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(
    send: (told: Omit<ConsoleTold, "type" | "session">) => void,
    withheld: Withheld,
    nameable: Nameable,
  ) {
    this.#send = send;
    this.#withheld = withheld;
    this.#nameable = nameable;
    this.#stop = hearWriting((level, args) => this.#heard(level, args));
  }

  /** Tell somebody who opened it just now what is known. */
  async repeat(to: string | null): Promise<void> {
    await this.#withheld.look();
    // What is still to come is told to all.
    const told = this.#kept.filter((entry) => !this.#news.includes(entry));
    if (!this.#stopped) this.#tell(told, 0, to);
  }

  close(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#stop();
  }

  #heard(level: ConsoleEntry["level"], args: readonly unknown[]): void {
    this.#timer ??= setTimeout(() => void this.#gathered(), GATHER_MS);
    if (this.#news.length === MOST_AT_ONCE) {
      this.#dropped += 1;
      return;
    }
    this.#serial += 1;
    const text = describeCall(args, this.#nameable);
    const entry = { serial: this.#serial, level, text, at: performance.now() };
    this.#news.push(entry);
    this.#kept.push(entry);
    if (this.#kept.length > KEPT) this.#kept.shift();
  }

  async #gathered(): Promise<void> {
    await this.#withheld.look();
    this.#timer = undefined;
    const [news, dropped] = [this.#news, this.#dropped];
    this.#news = [];
    this.#dropped = 0;
    if (!this.#stopped) this.#tell(news, dropped, null);
  }

  /** In messages that the protocol takes. */
  #tell(entries: readonly Kept[], dropped: number, to: string | null): void {
    const now = performance.now();
    const bytes = new TextEncoder();
    let message: ConsoleEntry[] = [];
    let size = 0;
    let missing = dropped;
    const flush = (): void => {
      this.#send({ to, run: this.#run, entries: message, dropped: missing });
      missing = 0;
      message = [];
      size = 0;
    };
    for (const { at, text, ...entry } of entries) {
      const told = { ...entry, text: this.#withheld.hide(text), age_ms: Math.max(0, now - at) };
      const length = bytes.encode(JSON.stringify(told)).length;
      if (message.length === MESSAGE_ENTRIES || size + length > MESSAGE_BYTES) flush();
      message.push(told);
      size += length;
    }
    if (message.length > 0 || missing > 0) flush();
  }
}
