/**
 * What a chunk of a recording has in it: entries one behind the other, as the server wrote them. An entry is the length of its
 * payload, a checksum (which compression has already seen to), a kind and a time, then the payload.
 */
import { readNote } from "./notes.ts";
import type { Entry } from "./source.ts";

/** A place is the number of a chunk times this, and the offset in it. */
export const PLACES_PER_CHUNK = 2 ** 24;
export const FRAME = 1;
export const NOTE = 2;
export const HEAD_BYTES = 17;

/** A chunk that is not what the server writes. */
export class BadChunk extends Error {
  override name = "BadChunk";
}

/**
 * The entries from an offset on.
 * @throws BadChunk where it ends in the middle of one.
 */
export function readEntries(chunk: ArrayBuffer, offset: number): Entry[] {
  const view = new DataView(chunk);
  const found: Entry[] = [];
  for (let at = offset; at < chunk.byteLength; ) {
    const begin = at + HEAD_BYTES;
    const end = begin <= chunk.byteLength ? begin + view.getUint32(at, true) : begin;
    if (end > chunk.byteLength)
      throw new BadChunk(`expected whole entries, got one that ends behind ${chunk.byteLength}`);
    const time = view.getFloat64(at + 9, true);
    const payload = chunk.slice(begin, end);
    if (view.getUint8(at + 8) === FRAME) found.push({ at: time, frame: payload });
    else {
      const note = readNote(payload);
      if (note !== null) found.push({ at: time, note });
    }
    at = end;
  }
  return found;
}
