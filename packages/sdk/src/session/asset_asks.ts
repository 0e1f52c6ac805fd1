import type { Asset } from "@userview/capture";
import { sizeOf } from "./asset_ways.ts";

/** What is named within this time is asked together. */
const GATHER_MS = 100;
const MOST_AT_ONCE = 50;
const PARALLEL = 2;

/** An asset for the server to fetch. */
export interface Wish {
  readonly asset: Asset;
  /** The less, the sooner. */
  readonly urgency: number;
  /** Whether this browser was not able to give it: then it is missing when the server has not got it either. */
  readonly last: boolean;
}

/** Names assets to the server by URL, many in a request, and hears of each whether it has it (rule F4). */
export class Asks {
  readonly #url: string;
  readonly #token: string;
  readonly #signal: AbortSignal;
  readonly #answered: (wish: Wish, kept: boolean) => void;
  #waiting: Wish[] = [];
  #active = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #open = true;

  /** @param answered told once of each wish, but not after `signal` was aborted. */
  constructor(
    url: string,
    token: string,
    signal: AbortSignal,
    answered: (wish: Wish, kept: boolean) => void,
  ) {
    this.#url = url;
    this.#token = token;
    this.#signal = signal;
    this.#answered = answered;
  }

  /** False once the server has said that it fetches nothing. */
  get open(): boolean {
    return this.#open;
  }

  add(wish: Wish): void {
    this.#waiting.push(wish);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#next();
    }, GATHER_MS);
  }

  /** What waits is dropped. */
  stop(): void {
    this.#waiting = [];
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #next(): void {
    this.#waiting.sort((a, b) => a.urgency - b.urgency);
    while (this.#active < PARALLEL && this.#waiting.length > 0) {
      const wishes = this.#waiting.splice(0, MOST_AT_ONCE);
      this.#active += 1;
      void this.#ask(wishes).finally(() => {
        this.#active -= 1;
        this.#next();
      });
    }
  }

  async #ask(wishes: readonly Wish[]): Promise<void> {
    const open = new Map(wishes.map((wish) => [wish.asset.id, wish]));
    try {
      if (this.#open) {
        for await (const { id, kept } of this.#answers(wishes)) {
          const wish = open.get(id);
          if (wish === undefined) continue;
          open.delete(id);
          this.#answered(wish, kept);
        }
      }
    } catch {
      // The network is gone or the answer was cut off: this browser brings the rest, as far as it can.
    }
    if (this.#signal.aborted) return;
    for (const wish of open.values()) this.#answered(wish, false);
  }

  async *#answers(wishes: readonly Wish[]): AsyncGenerator<{ id: string; kept: boolean }> {
    const assets = wishes.map(({ asset: { id, url } }) => {
      const bytes = sizeOf(url);
      return bytes === null ? { id, url } : { id, url, bytes };
    });
    const response = await fetch(this.#url, {
      method: "POST",
      body: JSON.stringify({ assets }),
      headers: { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" },
      credentials: "omit",
      signal: this.#signal,
    });
    if (response.status === 204) this.#open = false;
    if (!response.ok || response.body === null) return;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (text + value).split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) yield JSON.parse(line) as { id: string; kept: boolean };
    }
  }
}
