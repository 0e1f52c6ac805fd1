import {
  MAX_INTERNED,
  Op,
  ReadStrings,
  TokenReader,
  TokenWriter,
  WrittenStrings,
} from "@userview/protocol/content";
import { describe, expect, it } from "vitest";
import {
  ASK,
  here,
  isSite,
  open,
  readFromInset,
  readSaid,
  readToInset,
} from "../src/engine/features/insets/pairing.ts";
import { Waiting } from "../src/engine/features/insets/waiting.ts";

function said(data: unknown, isTrusted = true): ReturnType<typeof readSaid> {
  return readSaid({ data, isTrusted } as MessageEvent);
}

describe("what windows say to each other", () => {
  it("is read back as it was said", () => {
    expect(said(ASK)).toEqual({ kind: "ask" });
    expect(said(here("d1"))).toEqual({ kind: "here", document: "d1" });
    expect(said(open("d1", "t.t"))).toEqual({ kind: "open", document: "d1", token: "t.t" });
  });

  it.each([
    [null],
    ["here"],
    [{ userview: "port" }],
    [{ userview: "here" }],
    [{ userview: "here", document: "" }],
    [{ userview: "here", document: "d".repeat(65) }],
    [{ userview: "here", document: ["d"] }],
    [{ userview: "open", document: "d" }],
    [{ userview: "open", document: "d", token: "t".repeat(2049) }],
  ])("is nothing of ours: %j", (data) => {
    expect(said(data)).toBeNull();
  });

  it("is not believed when a script of the page made the event", () => {
    expect(said(here("d1"), false)).toBeNull();
  });

  it("counts from pages of the web alone", () => {
    const origins = ["https://pay.example", "http://localhost:1", "null", "", "file://", "data:"];
    expect(origins.map(isSite)).toEqual([true, true, false, false, false, false]);
  });
});

describe("what is said on the port", () => {
  it("is checked on both sides", () => {
    const message = { kind: "message", snapshot: true, lines: ["[1]"] };
    expect(readFromInset({ ...message, more: 1 })).toEqual(message);
    expect(readFromInset({ kind: "bye" })).toEqual({ kind: "bye" });
    expect(readToInset({ kind: "stop", more: 1 })).toEqual({ kind: "stop" });
    for (const wrong of [
      null,
      {},
      { ...message, lines: "[1]" },
      { ...message, lines: [1] },
      { ...message, snapshot: 1 },
    ])
      expect(readFromInset(wrong)).toBeNull();
    expect(readToInset({ kind: "message" })).toBeNull();
  });
});

/** The ops that were written: an op's name, its number, and the text or flag behind it. */
function ops(writer: TokenWriter): [number, number, string | number][] {
  const reader = new TokenReader(writer.line(), new ReadStrings());
  const read: [number, number, string | number][] = [];
  for (let op = reader.op(); op !== null; op = reader.op())
    read.push([op, reader.int(), op === Op.insetText ? reader.text() : reader.int()]);
  return read;
}

describe("what waits of a page in a frame", () => {
  it("is written in parts that leave no strings behind, and whole messages are marked", () => {
    const strings = new WrittenStrings();
    const writer = new TokenWriter(strings);
    const waiting = new Waiting();
    const long = `["${"x".repeat(100_000)}"]`;
    expect(waiting.add(["[1]", long], true)).toBe(true);
    expect(waiting.add(["[2]"], false)).toBe(true);
    waiting.write(writer, 17, 1_000_000);
    expect(strings.places.size).toBe(0);
    const all = ops(writer);
    const text = all.map(([op, , said]) => (op === Op.insetText ? said : "|")).join("");
    expect(text.split("|").map((one) => one.trimEnd())).toEqual([`[1]\n${long}`, "[2]", ""]);
    const parts = all.filter(([op]) => op === Op.insetText);
    expect(parts.every(([, , said]) => `${said}`.length > MAX_INTERNED)).toBe(true);
    const marks = all.filter(([op]) => op === Op.insetMessage);
    expect(marks).toEqual([
      [Op.insetMessage, 17, 1],
      [Op.insetMessage, 17, 0],
    ]);
    expect(waiting.empty).toBe(true);
  });

  it("goes on where it stopped", () => {
    const writer = new TokenWriter(new WrittenStrings());
    const waiting = new Waiting();
    const text = Array.from({ length: 40_000 }, (_, at) => at).join(",");
    waiting.add([text], true);
    let written = "";
    let turns = 0;
    while (!waiting.empty) {
      turns += 1;
      waiting.write(writer, 1, 1);
      for (const [op, , said] of ops(writer)) if (op === Op.insetText) written += said;
    }
    expect(turns).toBeGreaterThan(1);
    expect(written.trimEnd()).toBe(text);
  });

  it("is dropped when it is too much", () => {
    const waiting = new Waiting();
    const large = "x".repeat(5 * 1024 * 1024);
    expect(waiting.add([large], true)).toBe(true);
    expect(waiting.add([large], false)).toBe(false);
    expect(waiting.empty).toBe(true);
    expect(waiting.add(["[1]"], true)).toBe(true);
  });
});
