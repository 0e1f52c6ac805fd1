import type { VisitorToServer } from "@userview/protocol";
import type { Held } from "../options/held.ts";
import type { RatingCard } from "./card.ts";
import { type Ended, keepEnded, RATED_WITHIN_MS } from "./kept.ts";

/** The card's file, beside this one: its name changes with its content. Set by the build. */
declare const USERVIEW_RATING: string;

interface RatingHost {
  send(message: VisitorToServer): boolean;
  warn(text: string): void;
}

/** Asks the visitor how a session was that has just ended, until the card is closed (rule S10). */
export class Rating {
  readonly #host: RatingHost;
  readonly #held: Held;
  #ended: Ended;
  #card: RatingCard | null = null;
  #isOver = false;

  /** For a session that ends now; none in pages that nobody looks at: another one asks. */
  static after(session: string, host: RatingHost, held: Held): Rating | null {
    if (document.visibilityState === "hidden") return null;
    const until = Date.now() + RATED_WITHIN_MS;
    return new Rating(host, held, { session, until, rating: null });
  }

  constructor(host: RatingHost, held: Held, ended: Ended) {
    this.#host = host;
    this.#held = held;
    this.#ended = ended;
    keepEnded(ended);
  }

  /**
   * Show the card.
   *
   * @param focused it takes the place of something that the keyboard was in; @param ready called right before it is there.
   */
  async open(focused = false, ready: () => void = () => {}): Promise<void> {
    try {
      const { RatingCard } = (await import(
        new URL(USERVIEW_RATING, import.meta.url).href
      )) as typeof import("./card.ts");
      await this.#held.worded();
      if (this.#isOver) return;
      ready();
      this.#card = RatingCard.open(this.#ended, this.#held, {
        rate: (rating) => this.#rate(rating),
        close: () => this.close(),
      });
      if (focused) this.#card.focus();
    } catch (error) {
      this.#host.warn(`the visitor could not be asked for a rating: ${String(error)}`);
    }
  }

  /** The connection is there again: what was said last may not have arrived. */
  opened(): void {
    this.#tell();
  }

  /** Ask no more. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#card?.remove();
    keepEnded(null);
  }

  #rate(rating: number): void {
    if (this.#isOver) return;
    this.#ended = { ...this.#ended, rating };
    keepEnded(this.#ended);
    this.#tell();
  }

  #tell(): void {
    const { session, rating } = this.#ended;
    if (rating !== null && !this.#isOver)
      this.#host.send({ type: "session.rate", session, rating });
  }
}
