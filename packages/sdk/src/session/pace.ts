/** At the beginning, and at least: two frames of the largest size. */
const SMALLEST_BYTES = 128 * 1024;
/** An acknowledgement comes at the latest 100 ms after receipt (R1); what takes much longer was queued. */
const QUEUED_MS = 250;

/**
 * How much content may be on its way. The server's credit is the most; on a slow line less, so that
 * little is queued below: when the visitor stops, what is queued there would still leave (rule S7).
 */
export class Pace {
  readonly #most: number;
  #window: number;
  #fastest = Number.POSITIVE_INFINITY;

  constructor(windowBytes: number) {
    this.#most = windowBytes;
    this.#window = Math.min(SMALLEST_BYTES, windowBytes);
  }

  get windowBytes(): number {
    return this.#window;
  }

  /** `bytes` were acknowledged after `delay` milliseconds. */
  acknowledged(bytes: number, delay: number): void {
    this.#fastest = Math.min(this.#fastest, delay);
    if (delay - this.#fastest > QUEUED_MS) {
      this.#window = Math.max(SMALLEST_BYTES, this.#window - bytes);
    } else {
      this.#window = Math.min(this.#most, this.#window + bytes);
    }
    this.#window = Math.min(this.#window, this.#most);
  }
}
