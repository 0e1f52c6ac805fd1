/** When things of a recording happened: the page's own clock, anchored in the server's. */
import type { FrameHeader } from "@userview/protocol";

/** What the server still takes of a page that was cut off: a clock that says more is wrong. */
const MOST_DELAY_MS = 60_000;

/**
 * Pages have clocks of their own, which begin with them and are even; the server's tells when a frame came, which the network
 * makes uneven. A frame's time is its page's, put where the page's quickest frame so far says that the two clocks meet. Times never go back.
 */
export class CaptureTimes {
  private readonly meetings = new Map<number, number>();
  private begun: number | null = null;
  private last = 0;

  /** Milliseconds since the recording began of a frame, told in the order of their coming. */
  ofFrame({ page, capturedAt, receivedAt }: FrameHeader): number {
    const offset = receivedAt - capturedAt;
    const meeting = Math.min(this.meetings.get(page) ?? offset, offset);
    this.meetings.set(page, meeting);
    const captured = Math.max(capturedAt + meeting, receivedAt - MOST_DELAY_MS);
    return this.of(Number.isFinite(captured) ? captured : receivedAt);
  }

  /** The same of what the server noted itself. @param received Unix milliseconds. */
  of(received: number): number {
    this.begun ??= received;
    this.last = Math.max(this.last, received - this.begun);
    return this.last;
  }
}
