import type { CaptureFrame } from "@userview/capture";
import { FrameFlag, packFrame, type Resume } from "@userview/protocol";
import { Pace } from "./pace.ts";

/** Kept for a connection that comes back (rule R2); over it everything is discarded. */
export const LIMIT_BYTES = 8 * 1024 * 1024;

/** Which run of capture the frames belong to, as `capture.start` said. */
export interface Run {
  readonly session: string;
  readonly page: number;
  readonly epoch: number;
}

interface Kept {
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly flags: number;
  readonly sequence: number;
  sentAt: number;
}

/**
 * The frames of one run of capture: numbered, sent as far as the server's credit goes, kept until they
 * are acknowledged, sent again when the connection comes back (rules E2, R1-R3, B2).
 */
export class Outbox {
  readonly run: Run;
  readonly #send: (frame: Uint8Array<ArrayBuffer>) => boolean;
  readonly #overflow: () => void;
  readonly #now: () => number;
  readonly #pace: Pace;
  #kept: Kept[] = [];
  #bytes = 0;
  /** How many of the kept ones are on their way. */
  #sent = 0;
  #inFlight = 0;
  #sequence = 0;
  #open = true;

  /**
   * @param windowBytes what may be on its way unacknowledged.
   * @param send hands one frame to the connection; false when there is none.
   * @param overflow told when more was to be kept than is allowed: what was not on its way is gone, and
   *   capture has to begin with a snapshot again.
   * @param now milliseconds, monotonic.
   */
  constructor(
    run: Run,
    windowBytes: number,
    send: (frame: Uint8Array<ArrayBuffer>) => boolean,
    overflow: () => void,
    now: () => number = () => performance.now(),
  ) {
    this.run = run;
    this.#send = send;
    this.#overflow = overflow;
    this.#now = now;
    this.#pace = new Pace(windowBytes);
  }

  /** A piece of content, in order. */
  push(piece: CaptureFrame): void {
    this.#sequence += 1;
    const { session, page, epoch } = this.run;
    const { type, flags, format, capturedAt, payload } = piece;
    const header = {
      type,
      flags,
      format,
      session,
      page,
      epoch,
      sequence: this.#sequence,
      capturedAt,
      receivedAt: 0,
    };
    const frame = packFrame(header, payload);
    this.#kept.push({ frame, flags, sequence: this.#sequence, sentAt: 0 });
    this.#bytes += frame.byteLength;
    if (this.#bytes > LIMIT_BYTES) {
      this.takeBack();
      this.#overflow();
    } else {
      this.#pump();
    }
  }

  /** Everything up to `sequence` has arrived. */
  acknowledge(epoch: number, sequence: number): void {
    if (epoch !== this.run.epoch) return;
    const now = this.#now();
    while (this.#sent > 0 && (this.#kept[0]?.sequence ?? Number.POSITIVE_INFINITY) <= sequence) {
      const done = this.#kept.shift() as Kept;
      this.#sent -= 1;
      this.#bytes -= done.frame.byteLength;
      this.#inFlight -= done.frame.byteLength;
      this.#pace.acknowledged(done.frame.byteLength, now - done.sentAt);
    }
    this.#pump();
  }

  /** The connection was lost: what was on its way may or may not have arrived. */
  closed(): void {
    this.#open = false;
  }

  /**
   * The server has everything up to `sequence`: the rest goes again.
   * @returns false when what follows is not kept any more; then nothing is sent.
   */
  resume(sequence: number): boolean {
    while (this.#kept.length > 0 && (this.#kept[0]?.sequence ?? 0) <= sequence) {
      this.#bytes -= this.#kept.shift()?.frame.byteLength ?? 0;
    }
    const next = this.#kept[0]?.sequence ?? this.#sequence + 1;
    if (next !== sequence + 1) return false;
    this.#sent = 0;
    this.#inFlight = 0;
    this.#open = true;
    this.#pump();
    return true;
  }

  /** Where the stream stands, for `hello`. */
  position(): Resume {
    return { ...this.run, sequence: this.#sequence };
  }

  /** Drop everything, and send nothing any more (rule S7). */
  clear(): void {
    this.#open = false;
    this.#kept = [];
    this.#sent = 0;
    this.#bytes = 0;
    this.#inFlight = 0;
  }

  #pump(): void {
    for (;;) {
      const next = this.#kept[this.#sent];
      if (!this.#open || next === undefined) return;
      const bytes = next.frame.byteLength;
      if (this.#inFlight > 0 && this.#inFlight + bytes > this.#pace.windowBytes) return;
      if (!this.#send(next.frame)) return;
      next.sentAt = this.#now();
      this.#sent += 1;
      this.#inFlight += bytes;
    }
  }

  /**
   * Drop what was never sent, from the end of the last message that was begun: what is pushed next must be a
   * snapshot.
   */
  takeBack(): void {
    let keep = this.#sent;
    while (
      keep > 0 &&
      keep < this.#kept.length &&
      ((this.#kept[keep - 1]?.flags ?? 0) & FrameFlag.last) === 0
    )
      keep += 1;
    this.#sequence -= this.#kept.length - keep;
    this.#kept.length = keep;
    this.#bytes = this.#kept.reduce((sum, { frame }) => sum + frame.byteLength, 0);
  }
}
