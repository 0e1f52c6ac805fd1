/** Pieces of a message → the message (rule E3). */
import { FrameFlag, type FrameHeader, HEADER_BYTES } from "@userview/protocol";

/** Bytes of a message as it travels; larger ones would not fit when inflated either. */
export const MAX_MESSAGE_BYTES = 20 * 1024 * 1024;

/** A whole message: header of its last piece, content of all. */
export interface Message {
  header: FrameHeader;
  payload: Uint8Array<ArrayBuffer>;
}

/** Pieces that do not make a message; the text tells what was expected and what came. */
export class BadPieces extends Error {
  override name = "BadPieces";
}

export class Joiner {
  private pieces: Uint8Array[] = [];
  private bytes = 0;
  private first: FrameHeader | null = null;

  /** Forgets the pieces of a message that will not be finished. */
  reset(): void {
    this.pieces = [];
    this.bytes = 0;
    this.first = null;
  }

  /**
   * Takes the next frame of the stream.
   * @returns the message that it completes, else null.
   * @throws BadPieces
   */
  add(header: FrameHeader, frame: Uint8Array): Message | null {
    const begins = (header.flags & FrameFlag.first) !== 0;
    if (begins !== (this.first === null)) {
      throw new BadPieces(
        begins
          ? "expected the next piece, got a first one"
          : "expected a first piece, got a later one",
      );
    }
    this.first ??= header;
    const { type, format, flags } = this.first;
    const sameKind =
      header.type === type &&
      header.format === format &&
      (header.flags & FrameFlag.deflated) === (flags & FrameFlag.deflated);
    if (!sameKind) throw new BadPieces("expected pieces of one kind, got two kinds");
    const piece = frame.subarray(HEADER_BYTES);
    this.bytes += piece.byteLength;
    if (this.bytes > MAX_MESSAGE_BYTES) {
      throw new BadPieces(`expected at most ${MAX_MESSAGE_BYTES} bytes, got more`);
    }
    this.pieces.push(piece);
    return (header.flags & FrameFlag.last) === 0 ? null : this.finish(header);
  }

  private finish(header: FrameHeader): Message {
    const payload = new Uint8Array(this.bytes);
    let at = 0;
    for (const piece of this.pieces) {
      payload.set(piece, at);
      at += piece.byteLength;
    }
    this.reset();
    return { header, payload };
  }
}
