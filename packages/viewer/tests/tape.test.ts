import { describe, expect, it } from "vitest";
import { type ChunkedIndex, ChunkedRecording } from "../src/playback/chunks.ts";
import type { Entry } from "../src/playback/source.ts";
import {
  BadChunk,
  FRAME,
  HEAD_BYTES,
  NOTE,
  PLACES_PER_CHUNK,
  readEntries,
} from "../src/playback/tape.ts";

/** An entry as the server writes it; the checksum is the server's business. */
function written(kind: number, at: number, payload: Uint8Array | object): Uint8Array {
  const bytes =
    payload instanceof Uint8Array ? payload : new TextEncoder().encode(JSON.stringify(payload));
  const entry = new Uint8Array(HEAD_BYTES + bytes.length);
  const view = new DataView(entry.buffer);
  view.setUint32(0, bytes.length, true);
  view.setUint8(8, kind);
  view.setFloat64(9, at, true);
  entry.set(bytes, HEAD_BYTES);
  return entry;
}

function chunk(...entries: Uint8Array[]): ArrayBuffer {
  return new Uint8Array(entries.flatMap((entry) => [...entry])).buffer;
}

const frame = (byte: number) => new Uint8Array([byte, byte, byte]);

describe("a chunk", () => {
  it("has the entries that the server wrote", () => {
    const raw = chunk(
      written(FRAME, 1.5, frame(7)),
      written(NOTE, 2.5, { type: "page", url: "https://shop.example/" }),
    );
    const [first, second] = readEntries(raw, 0);
    expect(first?.at).toBe(1.5);
    expect(first !== undefined && "frame" in first && new Uint8Array(first.frame)).toEqual(
      frame(7),
    );
    expect(second).toEqual({ at: 2.5, note: { type: "page", url: "https://shop.example/" } });
    expect(readEntries(raw, HEAD_BYTES + 3)).toEqual([second]);
  });

  it.each([
    ["no JSON", new TextEncoder().encode("{")],
    ["not UTF-8", new Uint8Array([0xff, 0xfe])],
    ["of a newer server", { type: "weather", wind: 12 }],
    ["without its field", { type: "page" }],
    ["with a field of another kind", { type: "pointer", agent: 7, x: 1, y: 1, visible: true }],
    ["a list", []],
  ])("passes over notes that are %s", (_name, payload) => {
    const raw = chunk(written(NOTE, 1, payload), written(NOTE, 2, { type: "pause" }));
    expect(readEntries(raw, 0)).toEqual([{ at: 2, note: { type: "pause" } }]);
  });

  it("is refused where it ends in the middle of an entry", () => {
    const whole = new Uint8Array(chunk(written(FRAME, 1, frame(7))));
    for (let cut = 1; cut < whole.length; cut++)
      expect(() => readEntries(whole.slice(0, -cut).buffer, 0)).toThrow(BadChunk);
  });
});

describe("a recording in chunks", () => {
  const index: ChunkedIndex = { duration: 10, keyframes: [], quiet: [], chunks: [0, 1, 3] };

  async function read(recording: ChunkedRecording, place: number): Promise<number[]> {
    const found: Entry[] = [];
    for await (const some of recording.read(place)) found.push(...some);
    return found.map(({ at }) => at);
  }

  function recorded() {
    const asked: number[] = [];
    const recording = new ChunkedRecording(async (number) => {
      asked.push(number);
      return chunk(
        written(FRAME, number * 10, frame(1)),
        written(FRAME, number * 10 + 1, frame(2)),
      );
    }, index);
    return { asked, recording };
  }

  it("is read from any place, over chunks that are missing", async () => {
    const { recording, asked } = recorded();
    expect(await read(recording, 0)).toEqual([0, 1, 10, 11, 30, 31]);
    expect(await read(recording, PLACES_PER_CHUNK + HEAD_BYTES + 3)).toEqual([11, 30, 31]);
    expect(asked).toEqual([0, 1, 3]);
  });

  it("has the next chunk on its way, and not the one behind it", async () => {
    const { recording, asked } = recorded();
    for await (const _ of recording.read(0)) break;
    expect(asked).toEqual([0, 1]);
  });

  it("grows", async () => {
    const { recording } = recorded();
    recording.grow({ ...index, chunks: [0, 1, 3, 4] });
    expect(await read(recording, 4 * PLACES_PER_CHUNK)).toEqual([40, 41]);
  });

  it("asks again for what could not be had", async () => {
    let tries = 0;
    const recording = new ChunkedRecording(
      async () => {
        if (tries++ === 0) throw new Error("the server answered 503");
        return chunk(written(FRAME, 1, frame(1)));
      },
      { ...index, chunks: [0] },
    );
    await expect(read(recording, 0)).rejects.toThrow("503");
    expect(await read(recording, 0)).toEqual([1]);
  });
});
