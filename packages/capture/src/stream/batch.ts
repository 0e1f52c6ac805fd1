/** In a tab that is not shown no frame is drawn; changes still go out. */
const HIDDEN_INTERVAL_MS = 100;

/** Calls back once per drawn frame at most, and soon also when nothing is drawn. */
export class FrameClock {
  readonly #tick: () => void;
  #frame: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(tick: () => void) {
    this.#tick = tick;
  }

  /** Ask for a tick; asking twice before it comes is asking once. */
  request(): void {
    if (this.#timer !== null) return;
    this.#frame = requestAnimationFrame(() => this.#now());
    this.#timer = setTimeout(() => this.#now(), HIDDEN_INTERVAL_MS);
  }

  /** Take back what was asked for. */
  cancel(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#frame = null;
    this.#timer = null;
  }

  #now(): void {
    this.cancel();
    this.#tick();
  }
}
