/** A recording in memory, fed with what the server relayed, in that order; it can be played while it grows. */
import { FrameFlag, FrameType, readHeader } from "@userview/protocol";
import {
  type Entry,
  type Keyframe,
  NOBODY,
  QUIET_FROM_MS,
  type RecordedControl,
  type RecordingIndex,
  type RecordingSource,
  type Stretch,
  sceneAfter,
} from "./source.ts";
import { CaptureTimes } from "./times.ts";

/** Entries handed on at once. */
const BATCH = 256;

export class RecordingInMemory implements RecordingSource {
  private readonly entries: Entry[] = [];
  private readonly keyframes: Keyframe[] = [];
  private readonly quiet: Stretch[] = [];
  private readonly times = new CaptureTimes();
  private scene = NOBODY;
  private duration = 0;
  /** Where the pieces of the snapshot at hand begin. */
  private begins = 0;
  private ended = false;
  private waiting: (() => void)[] = [];

  /** A frame as the server relayed it. @throws BadFrame when it is none. */
  addFrame(frame: ArrayBuffer): void {
    const header = readHeader(new Uint8Array(frame));
    const at = this.times.ofFrame(header);
    const isSnapshot = header.type === FrameType.snapshot;
    if (isSnapshot && (header.flags & FrameFlag.first) !== 0) this.begins = this.entries.length;
    this.add({ at, frame });
    if (isSnapshot && (header.flags & FrameFlag.last) !== 0)
      this.keyframes.push({ at, place: this.begins, scene: this.scene });
  }

  /** Something else happened. @param received Unix milliseconds. */
  addControl(received: number, control: RecordedControl): void {
    this.scene = sceneAfter(this.scene, control);
    this.add({ at: this.times.of(received), control });
  }

  /** Nothing more comes. */
  end(): void {
    this.ended = true;
    this.wake();
  }

  async index(): Promise<RecordingIndex> {
    const { duration } = this;
    return { duration, keyframes: [...this.keyframes], quiet: [...this.quiet] };
  }

  async *read(place: number): AsyncIterable<readonly Entry[]> {
    for (let next = place; ; ) {
      const batch = this.entries.slice(next, next + BATCH);
      next += batch.length;
      if (batch.length > 0) yield batch;
      else if (this.ended) return;
      else await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private add(entry: Entry): void {
    if (entry.at - this.duration >= QUIET_FROM_MS)
      this.quiet.push({ from: this.duration, to: entry.at });
    this.duration = entry.at;
    this.entries.push(entry);
    this.wake();
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
