import { FrameFlag, type FrameType } from "@userview/protocol";
import { type EngineEvent, FORMAT } from "../engine/format1.ts";

/** A piece of a message, ready to be put into an envelope (rules E1-E3 of the live protocol). */
export interface CaptureFrame {
  readonly type: FrameType;
  /** `FrameFlag`s: first piece, last piece, deflated. */
  readonly flags: number;
  readonly format: number;
  /** Milliseconds on the page's own monotonic clock. */
  readonly capturedAt: number;
  readonly payload: Uint8Array;
}

/** Pieces of 28 KiB: nothing that comes behind one waits long. */
const PIECE_BYTES = 28 * 1024;
/** Below this deflating gains nothing. */
const DEFLATE_FROM_BYTES = 1024;

/** Turns batches of events into frames, in order, deflated off the main thread where the browser can. */
export class Encoder {
  readonly #emit: (frame: CaptureFrame) => void;
  #before: Promise<void> | null = null;
  #stopped = false;

  constructor(emit: (frame: CaptureFrame) => void) {
    this.#emit = emit;
  }

  /** Encode one message; `capturedAt` is when its events were complete. */
  message(type: FrameType, events: readonly EngineEvent[], capturedAt: number): void {
    if (this.#stopped) return;
    const bytes = new TextEncoder().encode(JSON.stringify(events));
    const deflates =
      bytes.byteLength > DEFLATE_FROM_BYTES && typeof CompressionStream === "function";
    if (!deflates && this.#before === null) {
      this.#cut(type, bytes, 0, capturedAt);
      return;
    }
    const work = this.#encode(this.#before, type, bytes, deflates, capturedAt);
    this.#before = work;
    void work.finally(() => {
      if (this.#before === work) this.#before = null;
    });
  }

  /** From now on nothing is emitted, also of what is being deflated. */
  stop(): void {
    this.#stopped = true;
  }

  async #encode(
    before: Promise<void> | null,
    type: FrameType,
    bytes: Uint8Array<ArrayBuffer>,
    deflates: boolean,
    capturedAt: number,
  ): Promise<void> {
    const deflated = deflates ? deflate(bytes).catch(() => null) : null;
    if (before !== null) await before;
    const shorter = await deflated;
    if (this.#stopped) return;
    if (shorter === null) this.#cut(type, bytes, 0, capturedAt);
    else this.#cut(type, shorter, FrameFlag.deflated, capturedAt);
  }

  #cut(type: FrameType, bytes: Uint8Array, flags: number, capturedAt: number): void {
    for (let start = 0; start < bytes.byteLength; start += PIECE_BYTES) {
      const end = Math.min(start + PIECE_BYTES, bytes.byteLength);
      const first = start === 0 ? FrameFlag.first : 0;
      const last = end === bytes.byteLength ? FrameFlag.last : 0;
      const payload = bytes.subarray(start, end);
      this.#emit({ type, flags: flags | first | last, format: FORMAT, capturedAt, payload });
    }
  }
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
