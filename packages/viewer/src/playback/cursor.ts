/** Reads a recording ahead of what is shown, not further than is useful. */
import type { Entry, RecordingSource } from "./source.ts";

/** Entries that are read ahead. */
const AHEAD = 1024;

export class Cursor {
  private readonly reader: AsyncIterator<readonly Entry[]>;
  private entries: readonly Entry[] = [];
  private next = 0;
  private readonly batches: (readonly Entry[])[] = [];
  private ahead = 0;
  private reading = false;
  private over = false;
  private failure: unknown = null;
  private waiting: (() => void)[] = [];

  constructor(source: RecordingSource, place: number) {
    this.reader = source.read(place)[Symbol.asyncIterator]();
    void this.fill();
  }

  /** The next entry; null when it has not been read yet, or there is none. */
  peek(): Entry | null {
    while (this.next >= this.entries.length) {
      const batch = this.batches.shift();
      if (batch === undefined) return null;
      this.entries = batch;
      this.next = 0;
      this.ahead -= batch.length;
      void this.fill();
    }
    return this.entries[this.next] ?? null;
  }

  /** Goes on behind the next entry. */
  take(): void {
    this.next++;
  }

  /** True when all has been read and taken. */
  get ended(): boolean {
    return this.over && this.peek() === null;
  }

  /** Resolves when there is an entry, or the recording has ended. @throws what reading it failed with. */
  async more(): Promise<void> {
    while (this.peek() === null && !this.over)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.failure !== null) throw this.failure;
  }

  /** Reads nothing more. */
  close(): void {
    this.over = true;
    this.wake();
    void this.reader.return?.().catch(() => undefined);
  }

  private async fill(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      while (!this.over && this.ahead < AHEAD) {
        const { done, value } = await this.reader.next();
        if (done === true) this.over = true;
        else {
          this.batches.push(value);
          this.ahead += value.length;
        }
        this.wake();
      }
    } catch (error) {
      this.failure = error;
      this.over = true;
      this.wake();
    }
    this.reading = false;
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
