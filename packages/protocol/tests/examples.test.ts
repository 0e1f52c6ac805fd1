import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  BadFrame,
  CLOSE_ADVICE,
  closeAdvice,
  type FrameHeader,
  packFrame,
  readHeader,
  readMessage,
  reconnectDelay,
} from "../src/index.ts";

const text = (name: string) =>
  readFileSync(new URL(`../../../protocol/examples/${name}.json`, import.meta.url), "utf8");

const read = (name: string): { type: string }[] => JSON.parse(text(name));

interface GoldenHeader extends Omit<FrameHeader, "capturedAt" | "receivedAt"> {
  captured_at: number;
  received_at: number;
}

interface GoldenFrames {
  valid: { header: GoldenHeader; payload: string; frame: string }[];
  invalid: { why: string; frame: string }[];
}

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (frame: Uint8Array) => Buffer.from(frame).toString("hex");

describe("frames", () => {
  const { valid, invalid }: GoldenFrames = JSON.parse(text("frames"));

  test.each(valid)("E1: a golden frame is read and packed alike (%#)", (example) => {
    const { captured_at, received_at, ...rest } = example.header;
    const header = { ...rest, capturedAt: captured_at, receivedAt: received_at };
    expect(readHeader(bytes(example.frame))).toEqual(header);
    expect(hex(packFrame(header, bytes(example.payload)))).toBe(example.frame);
  });

  test.each(invalid)("E4: what is no envelope is refused: $why", (example) => {
    expect(() => readHeader(bytes(example.frame))).toThrow(BadFrame);
    expect(() => readHeader(bytes(example.frame))).toThrow(example.why);
  });

  test("E3: a frame is never larger than 64 KiB", () => {
    const header = readHeader(bytes(valid[0]?.frame ?? ""));
    expect(packFrame(header, new Uint8Array(65496)).byteLength).toBe(65536);
    expect(() => packFrame(header, new Uint8Array(65497))).toThrow("65537");
  });
});

describe("messages", () => {
  test("every golden message of the server is read", () => {
    for (const name of ["ServerToVisitor", "ServerToAgent", "ServerToViewer"]) {
      for (const example of read(name)) {
        expect(readMessage(JSON.stringify(example))).toEqual(example);
      }
    }
  });

  test("what is no message is null, never an exception", () => {
    for (const text of ["", "not json", "[1]", "null", "{}", '{"type": 3}']) {
      expect(readMessage(text)).toBeNull();
    }
  });
});

describe("K1: coming back", () => {
  test("each code says whether to retry; an unknown one and a lost network do", () => {
    expect(closeAdvice(4409)).toBe("never");
    expect(closeAdvice(4401)).toBe("new_credentials");
    expect(closeAdvice(1006)).toBe("after_delay");
    expect(Object.keys(CLOSE_ADVICE)).toHaveLength(14);
  });

  test("the bound doubles from 0.25 s to 8 s", () => {
    const most = () => 1;
    expect([0, 1, 2, 3, 4, 5, 6, 99].map((attempt) => reconnectDelay(attempt, most))).toEqual([
      250, 500, 1000, 2000, 4000, 8000, 8000, 8000,
    ]);
    expect(reconnectDelay(3, () => 0)).toBe(0);
  });
});
