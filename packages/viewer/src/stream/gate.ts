/** Which frames belong to the stream: nothing missing, nothing twice (rules R4-R6). */
import { FrameFlag, type FrameHeader, FrameType } from "@userview/protocol";

/** A place in the stream: `sequence` within `epoch`, of `page`. */
export interface Position {
  page: number;
  epoch: number;
  sequence: number;
}

/** Pure: it is told what came and answers whether that goes on. */
export class StreamGate {
  private next: Position | null = null;
  private begins = false;

  /** `stream.start`: the next frame has this place and begins a snapshot. */
  start(first: Position): void {
    this.next = { ...first };
    this.begins = true;
  }

  /** A connection goes on behind the last frame that was applied. */
  resume(last: Position): void {
    this.next = { ...last, sequence: last.sequence + 1 };
    this.begins = false;
  }

  /** Nothing belongs to the stream until it is started again. */
  shut(): void {
    this.next = null;
  }

  get open(): boolean {
    return this.next !== null;
  }

  /** Null when the frame is the next one, else what was expected and what came. */
  check(header: FrameHeader): string | null {
    const { next } = this;
    if (next === null) return "expected stream.start, got a frame";
    if (
      header.page !== next.page ||
      header.epoch !== next.epoch ||
      header.sequence !== next.sequence
    ) {
      return `expected frame ${named(next)}, got ${named(header)}`;
    }
    const startsSnapshot =
      header.type === FrameType.snapshot && (header.flags & FrameFlag.first) !== 0;
    if (this.begins && !startsSnapshot) return "expected the beginning of a snapshot, got changes";
    this.begins = false;
    next.sequence++;
    return null;
  }
}

function named(position: Position): string {
  return `${position.page}/${position.epoch}/${position.sequence}`;
}
