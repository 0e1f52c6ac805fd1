/** Longest work in one go. With the line that is made of it, on a computer four times as slow too, a frame of 60 a second bears it. */
const SLICE_MS = 4;
/** The clock is looked at once in so many steps. */
const STEPS = 32;

/** The time that work may take before the page has its turn. */
export class Slice {
  #end = 0;
  #steps = 0;

  /** A new turn begins. */
  begin(): void {
    this.#end = performance.now() + SLICE_MS;
    this.#steps = 0;
  }

  /** Whether the time is over; asked after each small step. */
  get over(): boolean {
    this.#steps += 1;
    return this.#steps % STEPS === 0 && performance.now() > this.#end;
  }

  /** The same for steps that may be large ones. */
  get overNow(): boolean {
    return performance.now() > this.#end;
  }
}

/** Calls back in a task of its own, as soon as the browser has time; one call at a time. */
export class NextTask {
  readonly #run: () => void;
  readonly #channel = new MessageChannel();
  #asked = false;

  constructor(run: () => void) {
    this.#run = run;
    this.#channel.port1.onmessage = () => {
      if (!this.#asked) return;
      this.#asked = false;
      this.#run();
    };
  }

  request(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#channel.port2.postMessage(null);
  }

  /** Nothing is called any more. */
  stop(): void {
    this.#asked = false;
    this.#channel.port1.onmessage = null;
    this.#channel.port1.close();
  }
}
