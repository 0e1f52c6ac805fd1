import type { ServerToVisitor } from "@userview/protocol";
import { Held } from "../../options/held.ts";
import type { CompanionHost } from "../../port.ts";
import type { Piece, PieceKind } from "../piece.ts";
import { CodeOffer } from "./offer.ts";

/** When an element that a script builds is looked for again, after the page's address changed or it began. */
const LOOKS_MS = [1000, 3000, 10_000];
/** A code that is about to expire is not handed out: reading it aloud takes that long. */
const LEAST_MS = 20_000;

/** The lookup code of this visitor: asked for when somebody wants it, renewed while the page shows it (rules L1, L2). */
export class LookupCodes implements Piece {
  readonly calls = { getLookupCode: ([callback]: readonly unknown[]) => this.#get(callback) };
  readonly #host: CompanionHost;
  readonly #held: Held;
  readonly #offer: CodeOffer;
  readonly #waiting: ((code: string | null) => void)[] = [];
  #timers: ReturnType<typeof setTimeout>[] = [];
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #code: string | null = null;
  #until = 0;
  #asked = false;
  /** The server had none to give. */
  #isNoneFree = false;

  constructor(host: CompanionHost) {
    this.#host = host;
    this.#held = new Held(host);
    this.#offer = new CodeOffer(this.#held, () => this.#show());
    if (host.kept.busy === true) this.#offer.stepAside(true);
    this.changed();
  }

  changed(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = LOOKS_MS.map((delay) => setTimeout(() => this.#show(), delay));
    this.#offer.changed();
    this.#show();
  }

  opened(): void {
    this.#asked = false;
    if (this.#waiting.length > 0) this.#ask();
    else this.#show();
  }

  received(message: ServerToVisitor): void {
    if (message.type === "lookup.code") this.#given(message.code, message.expires_in_seconds);
    // Somebody else has another one.
    else if (message.type === "lookup.used" || message.type === "visitor.changed") this.#forget();
    else if (message.type === "session.request" || message.type === "session.start")
      this.#offer.stepAside(true);
    else if (message.type === "session.end") this.#offer.stepAside(false);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    clearTimeout(this.#renewal);
    this.#offer.stop();
  }

  #get(callback: unknown): Promise<string | null> {
    const answer = this.#isGood()
      ? Promise.resolve(this.#code)
      : new Promise<string | null>((resolve) => {
          this.#waiting.push(resolve);
          this.#ask();
        });
    if (typeof callback === "function") {
      void answer.then((code) => this.#host.guarded(callback as () => void, code));
    }
    return answer;
  }

  #isGood(): boolean {
    return this.#code !== null && performance.now() < this.#until - LEAST_MS;
  }

  #ask(): void {
    if (!this.#asked) this.#asked = this.#host.send({ type: "lookup.ask" });
  }

  #given(code: string | null, seconds: number): void {
    this.#asked = false;
    this.#code = code;
    this.#isNoneFree = code === null;
    this.#until = performance.now() + seconds * 1000;
    for (const resolve of this.#waiting.splice(0)) resolve(code);
    this.#show();
    clearTimeout(this.#renewal);
    this.#renewal = setTimeout(() => this.#forget(), seconds > 0 ? seconds * 1000 : 60_000);
  }

  #forget(): void {
    this.#code = null;
    this.#isNoneFree = false;
    this.#show();
  }

  /** The page's element has the code as its text; while that or the card shows one, a code is always at hand. */
  #show(): void {
    const code = this.#code;
    this.#offer.show({ code, isNoneFree: this.#isNoneFree, until: this.#until });
    const element = this.#element();
    if (element === null && !this.#offer.isOpen) return;
    if (code === null) {
      if (!this.#isNoneFree) this.#ask();
    } else if (element !== null && element.textContent !== code) element.textContent = code;
  }

  #element(): Element | null {
    const selector = this.#held.settings.lookup_code_element;
    if (!selector) return null;
    try {
      return document.querySelector(selector);
    } catch {
      return null;
    }
  }
}

/** Always at hand once the companion is there, for the page may ask. */
export const showsLookupCode: PieceKind = {
  wanted: () => true,
  start: (host) => new LookupCodes(host),
};
