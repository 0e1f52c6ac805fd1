/**
 * Asks the replay frame every second whether it still answers. A page can be made so that it keeps a browser busy for
 * ever; the frame runs in a process of its own, so this page still answers and can take it away.
 */

const ASK_EVERY_MS = 1000;

/** The largest pages that are shown keep slow machines busy for a few seconds; questions are counted, as time goes on while a machine sleeps. */
export const UNANSWERED = 10;

export class Watchdog {
  private timer: ReturnType<typeof setInterval> | undefined;
  private asked = 0;
  private answered = 0;

  /**
   * @param ask sends a question with this number.
   * @param hangs called once when so many were not answered; nothing is asked any more then.
   */
  constructor(
    private readonly ask: (id: number) => void,
    private readonly hangs: () => void,
  ) {}

  /** The frame is there, and has answered everything. */
  start(): void {
    this.stop();
    this.answered = this.asked;
    this.timer = setInterval(() => this.look(), ASK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** The frame answered the question with this number. */
  hear(id: number): void {
    this.answered = Math.max(this.answered, Math.min(id, this.asked));
  }

  private look(): void {
    if (this.asked - this.answered < UNANSWERED) {
      this.asked += 1;
      this.ask(this.asked);
      return;
    }
    this.stop();
    this.hangs();
  }
}
