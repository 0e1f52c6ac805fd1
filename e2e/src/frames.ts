/** WebSocket frames as they stand on the wire (RFC 6455, section 5), from a browser to a server. */

export interface WireFrame {
  /** Unix milliseconds at which its last byte came. */
  readonly at: number;
  /** A text of the protocol, for control messages; null for page content and frames of the WebSocket's own. */
  readonly text: string | null;
  readonly isContent: boolean;
  readonly bytes: number;
}

const TEXT = 1;
const BINARY = 2;
const MASK_BYTES = 4;

/** All whole frames among these pieces; browsers mask every frame, and ours are never split. */
export function framesOf(pieces: readonly { at: number; bytes: Buffer }[]): WireFrame[] {
  const all = Buffer.concat(pieces.map(({ bytes }) => bytes));
  const ends: { end: number; at: number }[] = [];
  let total = 0;
  for (const { at, bytes } of pieces) {
    total += bytes.length;
    ends.push({ end: total, at });
  }
  const found: WireFrame[] = [];
  let piece = 0;
  for (let start = 0; start + 2 <= all.length; ) {
    const opcode = all.readUInt8(start) & 0x0f;
    const short = all.readUInt8(start + 1) & 0x7f;
    const wide = short === 126 ? 2 : short === 127 ? 8 : 0;
    const body = start + 2 + wide + MASK_BYTES;
    if (body > all.length) break;
    const length =
      wide === 0
        ? short
        : wide === 2
          ? all.readUInt16BE(start + 2)
          : Number(all.readBigUInt64BE(start + 2));
    const end = body + length;
    if (end > all.length) break;
    while ((ends[piece]?.end ?? Number.POSITIVE_INFINITY) < end) piece += 1;
    found.push({
      at: ends[piece]?.at ?? 0,
      text: opcode === TEXT ? unmasked(all, body, length) : null,
      isContent: opcode === BINARY,
      bytes: length,
    });
    start = end;
  }
  return found;
}

function unmasked(all: Buffer, body: number, length: number): string {
  const mask = all.subarray(body - MASK_BYTES, body);
  const read = Buffer.from(all.subarray(body, body + length));
  for (let i = 0; i < length; i++) read[i] = (read[i] ?? 0) ^ (mask[i % MASK_BYTES] ?? 0);
  return read.toString("utf8");
}
