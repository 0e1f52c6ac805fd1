import type { Held } from "../../options/held.ts";
import type { Code, CodeCard } from "./card.ts";

/** The card's file, beside this one: its name changes with its content. Set by the build. */
declare const USERVIEW_CODE: string;

/** So many presses of Ctrl, none longer after the one before than this, and no other key between them. */
const PRESSES = 5;
const BETWEEN_MS = 1000;

/** The visitor's own ways to the lookup code: a button at the page's side, and Ctrl pressed five times. */
export class CodeOffer {
  readonly #held: Held;
  /** The card was opened: somebody wants to read a code. */
  readonly #wanted: () => void;
  /** Loaded when there is something to show for the first time. */
  #card: CodeCard | null = null;
  #loading = false;
  #isOpen = false;
  #isAside = false;
  #listening: AbortController | null = null;
  #presses = 0;
  #pressedAt = 0;
  #code: Code = { code: null, isNoneFree: false, until: 0 };

  constructor(held: Held, wanted: () => void) {
    this.#held = held;
    this.#wanted = wanted;
  }

  /** The card is open: a code is to be at hand. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Settings or options may be others than before. */
  changed(): void {
    const listens = this.#held.settings.enable_lookup_code_on_key;
    if (listens && this.#listening === null) this.#listen();
    else if (!listens) this.#deaf();
    if (this.#card !== null && !this.#held.isWorded)
      void this.#held.worded().then(() => this.#draw());
  }

  /** The code that there is now. */
  show(code: Code): void {
    this.#code = code;
    this.#draw();
  }

  /** Whether a session begins or runs: then nobody needs a code. */
  stepAside(aside: boolean): void {
    this.#isAside = aside;
    if (aside) this.#isOpen = false;
    this.#draw();
  }

  stop(): void {
    this.#deaf();
    this.#isAside = true;
    this.#isOpen = false;
    this.#draw();
  }

  #listen(): void {
    this.#listening = new AbortController();
    addEventListener("keydown", (event) => this.#pressed(event), {
      capture: true,
      signal: this.#listening.signal,
    });
  }

  #deaf(): void {
    this.#listening?.abort();
    this.#listening = null;
  }

  /** Only a person's keys count, not those of a script or an agent. */
  #pressed({ key, repeat, isTrusted, timeStamp }: KeyboardEvent): void {
    if (!isTrusted || repeat) return;
    const goesOn = key === "Control" && timeStamp - this.#pressedAt <= BETWEEN_MS;
    this.#presses = key !== "Control" ? 0 : goesOn ? this.#presses + 1 : 1;
    this.#pressedAt = timeStamp;
    if (this.#presses < PRESSES) return;
    this.#presses = 0;
    this.#open(!this.#isOpen);
  }

  #open(open: boolean): void {
    if (this.#isAside) return;
    this.#isOpen = open;
    if (open) this.#wanted();
    this.#draw();
  }

  #draw(): void {
    const button = this.#held.settings.inject_lookup_code_button && !this.#isAside;
    if (this.#card !== null)
      this.#card.show({ button, card: this.#isOpen }, this.#code, this.#held.wording);
    else if ((button || this.#isOpen) && !this.#loading) void this.#load();
  }

  async #load(): Promise<void> {
    this.#loading = true;
    try {
      const { CodeCard } = (await import(
        new URL(USERVIEW_CODE, import.meta.url).href
      )) as typeof import("./card.ts");
      await this.#held.worded();
      this.#card = new CodeCard({ open: () => this.#open(true), close: () => this.#open(false) });
    } catch {
      // The browser says itself what it could not fetch; the next change tries again.
    }
    this.#loading = false;
    if (this.#card !== null) this.#draw();
  }
}
