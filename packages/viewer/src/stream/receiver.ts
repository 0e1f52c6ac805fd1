/** Frames → messages of the page, opened one after the other, in order, within bounds. */
import { FrameFlag, type FrameHeader, readHeader } from "@userview/protocol";
import { type Position, StreamGate } from "./gate.ts";
import { inflateText, plainText } from "./inflate.ts";
import { Joiner, type Message } from "./joiner.ts";

/** Content that waits to be inflated. More means that this machine is too slow: a fresh start is cheaper. */
export const MAX_WAITING_BYTES = 32 * 1024 * 1024;

export interface ReceiverListener {
  /** The next message's text; what it throws counts as content that cannot be shown. */
  message(text: string, header: FrameHeader): void;
  /** The stream cannot go on without a fresh start. */
  broken(cause: Error): void;
}

/** The stream is not what was promised; the text tells what was expected and what came. */
export class StreamGap extends Error {
  override name = "StreamGap";
}

export class Receiver {
  private readonly gate = new StreamGate();
  private readonly joiner = new Joiner();
  /** Changes whenever what is being opened is no longer wanted. */
  private run = 0;
  private queue: (Message | (() => void))[] = [];
  private opening = false;
  private waitingBytes = 0;
  private applied: Position | null = null;

  constructor(private readonly listener: ReceiverListener) {}

  /** `stream.start`: what was before does not matter any more. */
  start(first: Position): void {
    this.stop();
    this.gate.start(first);
  }

  /**
   * Prepares for a new connection that goes on where everything has been handed on.
   * @returns that place, null when the stream has to begin anew.
   */
  resume(): Position | null {
    this.discard();
    if (this.applied !== null) this.gate.resume(this.applied);
    return this.applied;
  }

  /** Takes nothing more until `start`, and hands nothing on. */
  stop(): void {
    this.applied = null;
    this.gate.shut();
    this.discard();
  }

  /** Runs a task once everything that has come before has been handed on; never, if that is not wanted any more. */
  after(task: () => void): void {
    if (this.opening) this.queue.push(task);
    else task();
  }

  /** A binary message of the connection. */
  frame(data: ArrayBuffer): void {
    try {
      const frame = new Uint8Array(data);
      const header = readHeader(frame);
      // After a gap the server still sends what was under way before it heard of it.
      if (!this.gate.open) return;
      const gap = this.gate.check(header);
      if (gap !== null) throw new StreamGap(gap);
      const message = this.joiner.add(header, frame);
      if (message !== null) this.open(message);
    } catch (error) {
      this.fail(error);
    }
  }

  private open(message: Message): void {
    if (!this.opening && (message.header.flags & FrameFlag.deflated) === 0) {
      this.handOn(message, plainText(message.payload));
      return;
    }
    this.queue.push(message);
    this.waitingBytes += message.payload.byteLength;
    if (this.waitingBytes > MAX_WAITING_BYTES) {
      throw new StreamGap(`expected at most ${MAX_WAITING_BYTES} bytes to wait, got more`);
    }
    if (!this.opening) void this.openAll(this.run);
  }

  private async openAll(run: number): Promise<void> {
    this.opening = true;
    try {
      for (let message = this.queue[0]; message !== undefined; message = this.queue[0]) {
        if (typeof message === "function") {
          this.queue.shift();
          message();
          continue;
        }
        const deflated = (message.header.flags & FrameFlag.deflated) !== 0;
        const text = deflated ? await inflateText(message.payload) : plainText(message.payload);
        if (run !== this.run) return;
        this.queue.shift();
        this.waitingBytes -= message.payload.byteLength;
        this.handOn(message, text);
      }
      this.opening = false;
    } catch (error) {
      if (run === this.run) this.fail(error);
    }
  }

  private handOn({ header }: Message, text: string): void {
    this.listener.message(text, header);
    this.applied = { page: header.page, epoch: header.epoch, sequence: header.sequence };
  }

  private fail(error: unknown): void {
    this.stop();
    this.listener.broken(error instanceof Error ? error : new Error(String(error)));
  }

  private discard(): void {
    this.run++;
    this.joiner.reset();
    this.queue = [];
    this.waitingBytes = 0;
    this.opening = false;
  }
}
