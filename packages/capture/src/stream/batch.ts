/** In a tab that is not shown no frame is drawn; changes still go out. */
const HIDDEN_INTERVAL_MS = 100;

/** Calls back once per drawn frame at most, and soon also when nothing is drawn; or once per so many milliseconds. */
export class FrameClock {
  readonly #tick: () => void;
  readonly #delay: number;
  #frame: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param delay milliseconds that are gathered; 0 for a frame. */
  constructor(tick: () => void, delay = 0) {
    this.#tick = tick;
    this.#delay = delay;
  }

  /** Ask for a tick; asking twice before it comes is asking once. */
  request(): void {
    if (this.#timer !== null) return;
    if (this.#delay === 0) this.#frame = requestAnimationFrame(() => this.#now());
    this.#timer = setTimeout(() => this.#now(), this.#delay || HIDDEN_INTERVAL_MS);
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
