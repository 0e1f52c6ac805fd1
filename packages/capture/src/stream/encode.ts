import { FrameFlag, type FrameType } from "@userview/protocol";
import { FORMAT } from "@userview/protocol/content";

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
/** So much is handed to the deflating at once: some browsers do it on the page's own thread. */
const DEFLATE_BYTES = 64 * 1024;

/** A message that is being written, line by line. */
export interface Message {
  /** Tokens of a line, as JSON. */
  line(text: string): void;
  /** All has been written. */
  end(capturedAt: number): void;
  /** What was written is worth nothing. */
  drop(): void;
}

/** Where messages go, in the order in which they begin. */
export interface Outlet {
  /** Begin a message; the one before has ended. */
  message(type: FrameType): Message;
  /** From now on nothing leaves. */
  stop(): void;
}

/** Turns messages into frames, in the order in which they began, deflated while they are written. */
export class Encoder implements Outlet {
  readonly #emit: (frame: CaptureFrame) => void;
  readonly #utf8 = new TextEncoder();
  #before: Promise<void> | null = null;
  #stopped = false;

  constructor(emit: (frame: CaptureFrame) => void) {
    this.#emit = emit;
  }

  /** Begin a message; the one before has ended. */
  message(type: FrameType): Message {
    let plain: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    let deflating: Deflating | null = null;
    let isFirst = true;
    return {
      line: (text) => {
        const line = this.#utf8.encode(isFirst ? text : `\n${text}`);
        isFirst = false;
        bytes += line.byteLength;
        if (deflating === null) {
          plain.push(line);
          if (bytes < DEFLATE_FROM_BYTES || typeof CompressionStream !== "function") return;
          deflating = new Deflating();
          for (const earlier of plain) deflating.write(earlier);
          plain = [];
        } else deflating.write(line);
      },
      end: (capturedAt) => {
        if (deflating !== null) this.#later(type, deflating.end(), capturedAt);
        else if (this.#before === null) this.#cut(type, joined(plain), 0, capturedAt);
        else this.#later(type, Promise.resolve(joined(plain)), capturedAt, 0);
      },
      drop: () => {
        deflating?.drop();
        plain = [];
      },
    };
  }

  /** From now on nothing is emitted, also of what is being deflated. */
  stop(): void {
    this.#stopped = true;
  }

  #later(
    type: FrameType,
    content: Promise<Uint8Array>,
    capturedAt: number,
    flags: number = FrameFlag.deflated,
  ): void {
    const work = Promise.all([content, this.#before]).then(([bytes]) =>
      this.#cut(type, bytes, flags, capturedAt),
    );
    this.#before = work;
    void work.finally(() => {
      if (this.#before === work) this.#before = null;
    });
  }

  #cut(type: FrameType, bytes: Uint8Array, flags: number, capturedAt: number): void {
    for (let start = 0; start < bytes.byteLength && !this.#stopped; start += PIECE_BYTES) {
      const end = Math.min(start + PIECE_BYTES, bytes.byteLength);
      const first = start === 0 ? FrameFlag.first : 0;
      const last = end === bytes.byteLength ? FrameFlag.last : 0;
      const payload = bytes.subarray(start, end);
      this.#emit({ type, flags: flags | first | last, format: FORMAT, capturedAt, payload });
    }
  }
}

/** Bytes that are deflated as they come. */
class Deflating {
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  readonly #read: Promise<Uint8Array>;

  constructor() {
    const { readable, writable } = new CompressionStream("deflate-raw");
    this.#writer = writable.getWriter();
    this.#read = new Response(readable).arrayBuffer().then((buffer) => new Uint8Array(buffer));
    this.#read.catch(() => undefined);
  }

  write(bytes: Uint8Array<ArrayBuffer>): void {
    for (let start = 0; start < bytes.byteLength; start += DEFLATE_BYTES) {
      // What fails here fails in `end` too.
      this.#writer.write(bytes.subarray(start, start + DEFLATE_BYTES)).catch(() => undefined);
    }
  }

  end(): Promise<Uint8Array> {
    this.#writer.close().catch(() => undefined);
    return this.#read;
  }

  drop(): void {
    this.#writer.abort().catch(() => undefined);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const all = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}
