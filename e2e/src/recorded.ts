/** A stream that was taken down, written as the server writes recordings: chunks of entries, and their index. */
import { FrameFlag, FrameType, readHeader } from "@userview/protocol";
import type { TakenPart, TakenStream } from "./taken-stream.ts";

const FRAME = 1;
const NOTE = 2;
const HEAD_BYTES = 17;
const QUIET_FROM_MS = 2000;
const CHUNK_BYTES = 256 * 1024;
const PLACES_PER_CHUNK = 2 ** 24;

export interface Written {
  chunks: Buffer[];
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
  const chunks: Buffer[] = [];
  let entries: Buffer[] = [];
  const keyframes: { at: number; place: number }[] = [];
  const quiet: { from: number; to: number }[] = [];
  let size = 0;
  let begins = 0;
  let last = 0;
  let scene = { url: null as string | null, paused: false };
  /** @returns its place. */
  const add = (kind: number, at: number, payload: Buffer): number => {
    if (size >= CHUNK_BYTES) {
      chunks.push(Buffer.concat(entries));
      entries = [];
      size = 0;
    }
    if (at - last >= QUIET_FROM_MS) quiet.push({ from: last, to: at });
    last = at;
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32LE(payload.length, 0);
    head.writeUInt8(kind, 8);
    head.writeDoubleLE(at, 9);
    const place = chunks.length * PLACES_PER_CHUNK + size;
    entries.push(head, payload);
    size += HEAD_BYTES + payload.length;
    return place;
  };
  const note = (at: number, what: object): number =>
    add(NOTE, at, Buffer.from(JSON.stringify(what)));
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
    if (isSnapshot && (flags & FrameFlag.first) !== 0)
      begins = note(at, { type: "scene", ...scene, agents: [], control: null, drawn: [] });
    add(FRAME, at, part.frame);
    if (isSnapshot && (flags & FrameFlag.last) !== 0) keyframes.push({ at, place: begins });
  }
  chunks.push(Buffer.concat(entries));
  const numbers = chunks.map((_, number) => number);
  return { chunks, index: { duration: last, chunks: numbers, keyframes, quiet } };
}
