/** What pages in frames may add to the stream of the page around them, as much as the server takes of a visitor in the long run (rule B2). */
const PER_SECOND = 2 * 1024 * 1024;
const BURST = 12 * 1024 * 1024;
/** At once, so that no task is long. */
const AT_ONCE = 512 * 1024;

/** How many units of text may be written now. */
export class Allowance {
  #left = BURST;
  #at = performance.now();

  /** What may be written now, 0 when it must wait. */
  get now(): number {
    const now = performance.now();
    this.#left = Math.min(BURST, this.#left + ((now - this.#at) / 1000) * PER_SECOND);
    this.#at = now;
    return this.#left <= 0 ? 0 : Math.min(AT_ONCE, this.#left);
  }

  spend(units: number): void {
    this.#left -= units;
  }
}
