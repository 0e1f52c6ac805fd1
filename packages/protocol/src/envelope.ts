import { HEADER_BYTES, MAX_FRAME_BYTES } from "./generated/codes.ts";

/** What a frame carries (rule E4). */
export const FrameType = { snapshot: 1, changes: 2 } as const;
export type FrameType = (typeof FrameType)[keyof typeof FrameType];

/** Position of a piece in its message, and whether the joined message is deflated (rule E3). */
export const FrameFlag = { first: 1, last: 2, deflated: 4 } as const;

/** The envelope's header (rule E1); `session` is the session id's text form. */
export interface FrameHeader {
  type: FrameType;
  flags: number;
  format: number;
  session: string;
  page: number;
  epoch: number;
  sequence: number;
  /** Milliseconds on the page's own monotonic clock. */
  capturedAt: number;
  /** Unix milliseconds, written by the server; 0 before. */
  receivedAt: number;
}

/** A binary message that is not an envelope. */
export class BadFrame extends Error {
  override name = "BadFrame";
}

/**
 * Header and payload as one binary message.
 * @throws BadFrame when the whole is larger than 64 KiB or the session id is malformed.
 */
export function packFrame(header: FrameHeader, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const size = HEADER_BYTES + payload.byteLength;
  if (size > MAX_FRAME_BYTES) {
    throw new BadFrame(`expected at most ${MAX_FRAME_BYTES} bytes, got ${size}`);
  }
  if (!/^[0-9a-f]{16}$/.test(header.session)) {
    throw new BadFrame(`expected a session id of 16 hexadecimal digits, got "${header.session}"`);
  }
  const frame = new Uint8Array(size);
  const view = new DataView(frame.buffer);
  view.setUint8(0, header.type);
  view.setUint8(1, header.flags);
  view.setUint16(2, header.format, true);
  for (let i = 0; i < 8; i++) {
    frame[4 + i] = Number.parseInt(header.session.slice(i * 2, i * 2 + 2), 16);
  }
  view.setUint32(12, header.page, true);
  view.setUint32(16, header.epoch, true);
  view.setUint32(20, header.sequence, true);
  view.setFloat64(24, header.capturedAt, true);
  view.setFloat64(32, header.receivedAt, true);
  frame.set(payload, HEADER_BYTES);
  return frame;
}

/**
 * The header of a binary message; its payload begins at `HEADER_BYTES`.
 * @throws BadFrame when it is too short, too long, or of unknown type, flags or sequence.
 */
export function readHeader(frame: Uint8Array): FrameHeader {
  const size = frame.byteLength;
  if (size < HEADER_BYTES) {
    throw new BadFrame(`expected a header of ${HEADER_BYTES} bytes, got ${size}`);
  }
  if (size > MAX_FRAME_BYTES) {
    throw new BadFrame(`expected at most ${MAX_FRAME_BYTES} bytes, got ${size}`);
  }
  const view = new DataView(frame.buffer, frame.byteOffset, size);
  const type = view.getUint8(0);
  if (type !== FrameType.snapshot && type !== FrameType.changes) {
    throw new BadFrame(`expected frame type 1 or 2, got ${type}`);
  }
  const flags = view.getUint8(1);
  if ((flags & ~7) !== 0) throw new BadFrame(`expected flags within 0-7, got ${flags}`);
  const sequence = view.getUint32(20, true);
  if (sequence === 0) throw new BadFrame("expected a sequence from 1 on, got 0");
  let session = "";
  for (let i = 4; i < 12; i++) session += view.getUint8(i).toString(16).padStart(2, "0");
  return {
    type,
    flags,
    format: view.getUint16(2, true),
    session,
    page: view.getUint32(12, true),
    epoch: view.getUint32(16, true),
    sequence,
    capturedAt: view.getFloat64(24, true),
    receivedAt: view.getFloat64(32, true),
  };
}
