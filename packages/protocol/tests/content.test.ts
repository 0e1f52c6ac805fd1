import { describe, expect, it } from "vitest";
import {
  BadTokens,
  digest,
  exactNumbers,
  MAX_INTERNED,
  MAX_STRINGS,
  ReadStrings,
  TokenReader,
  TokenWriter,
  WrittenStrings,
} from "../src/content/index.ts";

function pair() {
  const read = new ReadStrings();
  const writer = new TokenWriter(new WrittenStrings());
  return { writer, reader: (payload: string) => new TokenReader(payload, read) };
}

describe("tokens of page content", () => {
  it("come back as they were written, line by line and message by message", () => {
    const { writer, reader } = pair();
    const long = "x".repeat(MAX_INTERNED + 1);
    writer.int(2).text("div").text(long).textOrNothing(null).number(1.005);
    const first = writer.line();
    writer.int(3).text("div").textOrNothing("div");
    const message = `${first}\n${writer.line()}`;
    const tokens = reader(message);
    expect([tokens.op(), tokens.text(), tokens.text(), tokens.textOrNothing()]).toEqual([
      2,
      "div",
      long,
      null,
    ]);
    expect(tokens.number()).toBeCloseTo(1, 1);
    expect([tokens.op(), tokens.text(), tokens.textOrNothing(), tokens.op()]).toEqual([
      3,
      "div",
      "div",
      null,
    ]);
    expect(writer.int(3).text("div").line()).toBe("[3,0]");
    expect(reader("[3,0]").op()).toBe(3);
  });

  it("know the same strings on both sides when the table is full", () => {
    const { writer, reader } = pair();
    for (let i = 0; i < MAX_STRINGS + 10; i++) writer.text(`s${i}`);
    writer.text("s0").text(`s${MAX_STRINGS + 1}`);
    const tokens = reader(writer.line().replace("[", "[1,"));
    expect(tokens.op()).toBe(1);
    for (let i = 0; i < MAX_STRINGS + 10; i++) expect(tokens.text()).toBe(`s${i}`);
    expect([tokens.text(), tokens.text()]).toEqual(["s0", `s${MAX_STRINGS + 1}`]);
  });

  it.each([
    ["no JSON", "x"],
    ["no array", "{}"],
    ["an op that is no number", '["a"]'],
    ["an op that is no whole number", "[1.5]"],
  ])("are refused when they are %s", (_name, payload) => {
    expect(() => pair().reader(payload).op()).toThrow(BadTokens);
  });

  it("are refused where something else was expected, or the line ends", () => {
    const at = (payload: string) => {
      const tokens = pair().reader(payload);
      tokens.op();
      return tokens;
    };
    expect(() => at("[1]").int()).toThrow(BadTokens);
    expect(() => at('[1,"a"]').int()).toThrow(BadTokens);
    expect(() => at("[1,7]").text()).toThrow(BadTokens);
    expect(() => at("[1,-1]").text()).toThrow(BadTokens);
    expect(() => at("[1,null]").text()).toThrow(BadTokens);
    expect(() => at("[1,11]").count(10)).toThrow(BadTokens);
    expect(() => at('[1,"a"]').number()).toThrow(BadTokens);
    expect(() => at("[1,1e999]").number()).toThrow(BadTokens);
  });
});

it("a digest differs when nodes hang together in another way", () => {
  const tree = (parents: number[], lengths: number[]) => ({
    parent: (id: number) => parents[id] ?? 0,
    next: (id: number) => (id < parents.length - 1 ? id + 1 : 0),
    length: (id: number) => lengths[id] ?? 0,
  });
  const ids = [1, 2, 3];
  const same = digest(ids, tree([0, 0, 1, 1], [0, 0, 5, 0]));
  expect(digest(ids, tree([0, 0, 1, 1], [0, 0, 5, 0]))).toBe(same);
  expect(digest(ids, tree([0, 0, 1, 2], [0, 0, 5, 0]))).not.toBe(same);
  expect(digest(ids, tree([0, 0, 1, 1], [0, 0, 6, 0]))).not.toBe(same);
  expect(digest([1, 3], tree([0, 0, 1, 1], [0, 0, 5, 0]))).not.toBe(same);
});

describe("numbers that a browser wrote out with six digits", () => {
  it.each([
    ["width: 22.3906px", "width: 22.390625px"],
    ["margin: 1.42857rem 0.571429em", "margin: 1.42857142857rem 0.571428571429em"],
    [
      "width: 33.3333%; left: calc(66.6667% - 498.359px)",
      "width: 33.3333333333%; left: calc(66.6666666667% - 498.359375px)",
    ],
    ["padding: 0.0714286em", "padding: 0.0714285714286em"],
  ])("are the fractions that they were: %s", (css, exact) => {
    expect(exactNumbers(css)).toBe(exact);
  });

  it.each(["width: 22.391px", "width: 1.23457em", "a1.42857", "1.428571", "x: 0.333px", "#142857"])(
    "stay when they were no such fraction: %s",
    (css) => {
      expect(exactNumbers(css)).toBe(css);
    },
  );
});
