import { deflateRawSync } from "node:zlib";
import {
  FrameFlag,
  type FrameHeader,
  FrameType,
  HEADER_BYTES,
  packFrame,
} from "@userview/protocol";
import { describe, expect, it } from "vitest";
import { StreamGate } from "../src/stream/gate.ts";
import { BadDeflate, inflateText, MAX_INFLATED_BYTES, plainText } from "../src/stream/inflate.ts";
import { BadPieces, Joiner } from "../src/stream/joiner.ts";
import { Receiver } from "../src/stream/receiver.ts";

const WHOLE = FrameFlag.first | FrameFlag.last;

function header(fields: Partial<FrameHeader> = {}): FrameHeader {
  return {
    type: FrameType.changes,
    flags: WHOLE,
    format: 2,
    session: "00000000000000aa",
    page: 1,
    epoch: 1,
    sequence: 1,
    capturedAt: 0,
    receivedAt: 0,
    ...fields,
  };
}

const snapshot = (fields: Partial<FrameHeader> = {}) =>
  header({ type: FrameType.snapshot, ...fields });

describe("R4: the gate", () => {
  const at = (gate: StreamGate, frame: FrameHeader) => gate.check(frame);

  it("lets a snapshot and what follows it through", () => {
    const gate = new StreamGate();
    gate.start({ page: 1, epoch: 1, sequence: 7 });
    expect(at(gate, snapshot({ sequence: 7 }))).toBeNull();
    expect(at(gate, header({ sequence: 8 }))).toBeNull();
    expect(at(gate, snapshot({ sequence: 9 }))).toBeNull();
  });

  it("names what was expected and what came", () => {
    const gate = new StreamGate();
    expect(at(gate, header())).toBe("expected stream.start, got a frame");
    gate.start({ page: 1, epoch: 1, sequence: 7 });
    expect(at(gate, header({ sequence: 7 }))).toContain("beginning of a snapshot");
    expect(at(gate, snapshot({ sequence: 7, flags: FrameFlag.last }))).toContain(
      "beginning of a snapshot",
    );
    expect(at(gate, snapshot({ sequence: 8 }))).toBe("expected frame 1/1/7, got 1/1/8");
    expect(at(gate, snapshot({ sequence: 7, page: 2 }))).toBe("expected frame 1/1/7, got 2/1/7");
    expect(at(gate, snapshot({ sequence: 7, epoch: 2 }))).toBe("expected frame 1/1/7, got 1/2/7");
    expect(at(gate, snapshot({ sequence: 7 }))).toBeNull();
    expect(at(gate, snapshot({ sequence: 7 }))).toBe("expected frame 1/1/8, got 1/1/7");
  });

  it("R5: goes on behind a place, with changes", () => {
    const gate = new StreamGate();
    gate.resume({ page: 1, epoch: 3, sequence: 9 });
    expect(at(gate, header({ epoch: 3, sequence: 10 }))).toBeNull();
  });
});

describe("E3: the joiner", () => {
  const piece = (text: string) => Buffer.concat([Buffer.alloc(HEADER_BYTES), Buffer.from(text)]);
  const join = (...pieces: [number, string][]) => {
    const joiner = new Joiner();
    return pieces.map(([flags, text]) => joiner.add(header({ flags }), piece(text))).at(-1);
  };

  it("joins pieces, and takes whole messages", () => {
    expect(Buffer.from(join([WHOLE, "abc"])?.payload ?? []).toString()).toBe("abc");
    const joined = join([FrameFlag.first, "a"], [0, "b"], [FrameFlag.last, "c"]);
    expect(Buffer.from(joined?.payload ?? []).toString()).toBe("abc");
  });

  it("refuses pieces that do not belong together", () => {
    expect(() => join([FrameFlag.last, "x"])).toThrow(BadPieces);
    expect(() => join([FrameFlag.first, "x"], [FrameFlag.first, "y"])).toThrow(BadPieces);
    expect(() => join([FrameFlag.first, "x"], [FrameFlag.last | FrameFlag.deflated, "y"])).toThrow(
      "two kinds",
    );
  });

  it("refuses a message without end", () => {
    const joiner = new Joiner();
    const long = new Uint8Array(HEADER_BYTES + 60_000);
    joiner.add(header({ flags: FrameFlag.first }), long);
    expect(() => {
      for (let count = 0; count < 400; count++) joiner.add(header({ flags: 0 }), long);
    }).toThrow("at most 20971520 bytes");
  });
});

describe("inflating", () => {
  it("gives the text back", async () => {
    const text = JSON.stringify({ text: "Grüße, 世界 🎈" });
    expect(await inflateText(new Uint8Array(deflateRawSync(text)))).toBe(text);
    expect(await inflateText(new Uint8Array(deflateRawSync("a".repeat(60_000))))).toHaveLength(
      60_000,
    );
  });

  it("refuses bombs by ratio and by size", async () => {
    const byRatio = new Uint8Array(deflateRawSync(Buffer.alloc(10 * 1024 * 1024)));
    await expect(inflateText(byRatio)).rejects.toThrow(BadDeflate);
    const noise = Buffer.from(Array.from({ length: 1 << 20 }, () => Math.random() * 64));
    const bySize = new Uint8Array(
      deflateRawSync(Buffer.concat(Array.from({ length: 30 }, () => noise))),
    );
    await expect(inflateText(bySize)).rejects.toThrow(`larger than ${MAX_INFLATED_BYTES}`);
  });

  it("refuses what is broken, cut short or no text", async () => {
    const good = new Uint8Array(deflateRawSync("hello hello hello hello"));
    await expect(inflateText(new Uint8Array([1, 2, 3]))).rejects.toThrow("cannot be read");
    await expect(inflateText(good.slice(0, -2))).rejects.toThrow("cannot be read");
    await expect(inflateText(new Uint8Array(deflateRawSync(Buffer.from([0xff]))))).rejects.toThrow(
      BadDeflate,
    );
    expect(() => plainText(new Uint8Array([0xff]))).toThrow(BadDeflate);
  });
});

describe("the receiver", () => {
  function receiver() {
    const got: string[] = [];
    let settled: () => void = () => undefined;
    const next = () => new Promise<void>((resolve) => (settled = resolve));
    const made = new Receiver({
      message: (text) => {
        got.push(text);
        settled();
      },
      broken: (cause) => {
        got.push(`broken: ${cause.message}`);
        settled();
      },
    });
    const give = (fields: Partial<FrameHeader>, content: string | Uint8Array) => {
      const bytes = typeof content === "string" ? Buffer.from(content) : content;
      made.frame(packFrame(header(fields), bytes).buffer);
    };
    return { made, got, next, give };
  }

  it("hands messages on in order, though some have to be inflated", async () => {
    const { made, got, next, give } = receiver();
    made.start({ page: 1, epoch: 1, sequence: 1 });
    give({ type: FrameType.snapshot, flags: WHOLE | FrameFlag.deflated }, deflateRawSync("one"));
    give({ sequence: 2 }, "two");
    const last = next();
    made.after(() => {
      got.push("then");
    });
    give({ sequence: 3, flags: WHOLE | FrameFlag.deflated }, deflateRawSync("three"));
    await last;
    while (got.length < 4) await next();
    expect(got).toEqual(["one", "two", "then", "three"]);
  });

  it("hands plain messages on at once", () => {
    const { made, got, give } = receiver();
    made.start({ page: 1, epoch: 1, sequence: 1 });
    give({ type: FrameType.snapshot }, "one");
    give({ sequence: 2 }, "two");
    expect(got).toEqual(["one", "two"]);
  });

  it("R5: says where to go on, and forgets what was not handed on", async () => {
    const { made, got, next, give } = receiver();
    made.start({ page: 1, epoch: 5, sequence: 1 });
    give({ type: FrameType.snapshot, epoch: 5 }, "one");
    give(
      { epoch: 5, sequence: 2, flags: WHOLE | FrameFlag.deflated },
      deflateRawSync("lost on the way"),
    );
    expect(made.resume()).toEqual({ page: 1, epoch: 5, sequence: 1 });
    const again = next();
    give({ epoch: 5, sequence: 2, flags: WHOLE | FrameFlag.deflated }, deflateRawSync("two"));
    await again;
    expect(got).toEqual(["one", "two"]);
    made.stop();
    expect(made.resume()).toBeNull();
  });

  it("R6: tells of a gap once, and takes nothing until it is started anew", () => {
    const { made, got, give } = receiver();
    made.start({ page: 1, epoch: 1, sequence: 1 });
    give({ type: FrameType.snapshot }, "one");
    give({ sequence: 3 }, "three");
    give({ sequence: 4 }, "four");
    made.start({ page: 1, epoch: 1, sequence: 9 });
    give({ type: FrameType.snapshot, sequence: 9 }, "nine");
    expect(got).toEqual(["one", "broken: expected frame 1/1/2, got 1/1/3", "nine"]);
  });
});
