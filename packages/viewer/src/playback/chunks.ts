/** A recording in chunks, each fetched when it is its turn; the next one is on its way while one is played. */
import type { Entry, RecordingIndex, RecordingSource } from "./source.ts";
import { PLACES_PER_CHUNK, readEntries } from "./tape.ts";

/** Chunks that are kept, for whoever goes forth and back: about 256 KiB each. */
const KEPT = 16;

export interface ChunkedIndex extends RecordingIndex {
  /** Numbers of the chunks that there are, ascending. */
  chunks: readonly number[];
}

/** @returns the chunk as the server wrote it. @throws what it cannot be read for. */
export type LoadChunk = (number: number) => Promise<ArrayBuffer>;

export class ChunkedRecording implements RecordingSource {
  private readonly kept = new Map<number, Promise<ArrayBuffer>>();

  constructor(
    private readonly load: LoadChunk,
    private known: ChunkedIndex,
  ) {}

  /** More is recorded by now. */
  grow(index: ChunkedIndex): void {
    this.known = index;
  }

  index(): RecordingIndex {
    return this.known;
  }

  async *read(place: number): AsyncIterable<readonly Entry[]> {
    let number = Math.floor(place / PLACES_PER_CHUNK);
    let offset = place % PLACES_PER_CHUNK;
    for (let next = this.from(number); next !== undefined; next = this.from(number)) {
      const chunk = await this.chunk(next);
      const after = this.from(next + 1);
      if (after !== undefined) this.chunk(after).catch(() => undefined);
      yield readEntries(chunk, next === number ? offset : 0);
      number = next + 1;
      offset = 0;
    }
  }

  /** The first chunk that there is from a number on. */
  private from(number: number): number | undefined {
    return this.known.chunks.find((one) => one >= number);
  }

  private chunk(number: number): Promise<ArrayBuffer> {
    const known = this.kept.get(number);
    if (known !== undefined) return known;
    const loading = this.load(number);
    this.kept.set(number, loading);
    // What failed may be there the next time.
    loading.catch(() => this.kept.delete(number));
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
    return loading;
  }
}
