/**
 * Where a recording is at a moment: a calculation, without a clock. Callers say what time it is (`now`, milliseconds that only
 * go on); positions are milliseconds since the recording began.
 */
import type { Stretch } from "./source.ts";

export const SLOWEST = 0.5;
export const FASTEST = 16;

/** A stretch that is skipped takes so long to watch, at any speed: long enough to see that time passes. */
export const SKIPPED_TO_MS = 1000;

export class Timeline {
  private position = 0;
  private since = 0;
  private runs = false;
  private times = 1;
  private length = 0;
  private quiet: readonly Stretch[] = [];
  private skipFrom: number | null = null;
  /** The stretches that are long enough to be skipped. */
  private skipped: readonly Stretch[] = [];

  /** The recording is so long, and nothing happens in these stretches (ascending). It may have grown. */
  setRecording(duration: number, quiet: readonly Stretch[], now: number): void {
    this.moveTo(this.at(now), now);
    this.length = duration;
    this.quiet = quiet;
    this.choose();
  }

  get duration(): number {
    return this.length;
  }

  get playing(): boolean {
    return this.runs;
  }

  get speed(): number {
    return this.times;
  }

  play(now: number): void {
    this.moveTo(this.at(now), now);
    this.runs = true;
  }

  pause(now: number): void {
    this.moveTo(this.at(now), now);
    this.runs = false;
  }

  /** Goes to a position, or the nearest that there is; goes on playing from there if it did. */
  moveTo(position: number, now: number): void {
    this.position = Math.min(Math.max(0, position), this.length);
    this.since = now;
  }

  /** @param speed times as fast as it happened, from `SLOWEST` to `FASTEST`. */
  setSpeed(speed: number, now: number): void {
    this.moveTo(this.at(now), now);
    this.times = Math.min(FASTEST, Math.max(SLOWEST, speed));
  }

  /** @param longer milliseconds: longer stretches without anything are skipped; null: none is. */
  setSkip(longer: number | null, now: number): void {
    this.moveTo(this.at(now), now);
    this.skipFrom = longer;
    this.choose();
  }

  /** The position now. */
  at(now: number): number {
    return this.runs ? this.after(Math.max(0, now - this.since)) : this.position;
  }

  /** The stretch that is being passed over now; null when none is. */
  skipping(now: number): Stretch | null {
    if (!this.runs) return null;
    const at = this.at(now);
    return this.skipped.find(({ from, to }) => from < at && at < to) ?? null;
  }

  private choose(): void {
    const { skipFrom } = this;
    this.skipped =
      skipFrom === null ? [] : this.quiet.filter(({ from, to }) => to - from > skipFrom);
  }

  /** Where so many milliseconds of watching lead to. */
  private after(watched: number): number {
    let left = watched;
    let at = this.position;
    for (const { from, to } of this.skipped) {
      if (to <= at) continue;
      const before = Math.max(0, from - at) / this.times;
      if (left <= before) break;
      left -= before;
      at = Math.max(at, from);
      // Never slower than what is not skipped.
      const rate = Math.max(this.times, (to - from) / SKIPPED_TO_MS);
      const inside = (to - at) / rate;
      if (left <= inside) return at + left * rate;
      left -= inside;
      at = to;
    }
    return Math.min(this.length, at + left * this.times);
  }
}
