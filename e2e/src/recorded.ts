/** A stream that was taken down, written as the server writes recordings: entries in one chunk, and their index. */
import { FrameFlag, FrameType, readHeader } from "@userview/protocol";
import type { TakenPart, TakenStream } from "./taken-stream.ts";

const FRAME = 1;
const NOTE = 2;
const HEAD_BYTES = 17;
const QUIET_FROM_MS = 2000;

export interface Written {
  chunk: Buffer;
  index: {
    duration: number;
    chunks: number[];
    keyframes: { at: number; place: number }[];
    quiet: { from: number; to: number }[];
  };
}

/** The same times as the server's: a page's own clock, put where its quickest frame says that it meets ours. */
class Times {
  readonly #meetings = new Map<number, number>();
  #begun: number | null = null;
  #last = 0;

  of(part: TakenPart): number {
    if ("received" in part) return this.#at(part.received);
    const { page, capturedAt, receivedAt } = readHeader(new Uint8Array(part.frame));
    const offset = receivedAt - capturedAt;
    const meeting = Math.min(this.#meetings.get(page) ?? offset, offset);
    this.#meetings.set(page, meeting);
    const captured = capturedAt + meeting;
    return this.#at(Number.isFinite(captured) ? captured : receivedAt);
  }

  #at(unix: number): number {
    this.#begun ??= unix;
    this.#last = Math.max(this.#last, unix - this.#begun);
    return this.#last;
  }
}

export function write({ parts }: TakenStream): Written {
  const times = new Times();
  const entries: Buffer[] = [];
  const keyframes: { at: number; place: number }[] = [];
  const quiet: { from: number; to: number }[] = [];
  let size = 0;
  let begins = 0;
  let last = 0;
  let scene = { url: null as string | null, paused: false };
  const add = (kind: number, at: number, payload: Buffer) => {
    if (at - last >= QUIET_FROM_MS) quiet.push({ from: last, to: at });
    last = at;
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32LE(payload.length, 0);
    head.writeUInt8(kind, 8);
    head.writeDoubleLE(at, 9);
    entries.push(head, payload);
    size += HEAD_BYTES + payload.length;
  };
  const note = (at: number, what: object) => add(NOTE, at, Buffer.from(JSON.stringify(what)));
  for (const part of parts) {
    const at = times.of(part);
    if ("received" in part) {
      const { control } = part;
      if (control.type === "page") scene = { url: control.url, paused: false };
      else scene = { ...scene, paused: true };
      note(at, control);
      continue;
    }
    const { type, flags } = readHeader(new Uint8Array(part.frame));
    const isSnapshot = type === FrameType.snapshot;
    if (isSnapshot && (flags & FrameFlag.first) !== 0) {
      begins = size;
      note(at, { type: "scene", ...scene, agents: [], control: null, drawn: [] });
    }
    add(FRAME, at, part.frame);
    if (isSnapshot && (flags & FrameFlag.last) !== 0) keyframes.push({ at, place: begins });
  }
  return {
    chunk: Buffer.concat(entries),
    index: { duration: last, chunks: [0], keyframes, quiet },
  };
}
