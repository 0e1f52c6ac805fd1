// @vitest-environment happy-dom
/** What the page's console says as text: safely, bounded, and without calling anything of the page (rule O2). */
import { afterEach, beforeEach, expect, describe as group, test, vi } from "vitest";
import { describe, describeCall } from "../src/session/console/describe.ts";
import { Feed } from "../src/session/console/feed.ts";
import type { Withheld } from "../src/session/console/withheld.ts";
import { hearWriting } from "../src/session/console/writing.ts";

const named = () => true;

class Cart {
  items = 2;
  get total(): never {
    throw new Error("a getter was called");
  }
}

group("values as text", () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const trap = new Proxy(
    {},
    {
      ownKeys() {
        throw new Error("trap");
      },
    },
  );
  const lazy = Object.defineProperty({ a: 1 }, "b", { enumerable: true, get: () => "called" });
  const bent = {
    toString: () => "called",
    toJSON: () => "called",
    [Symbol.toPrimitive]: () => "called",
  };

  test.each([
    [undefined, "undefined"],
    [null, "null"],
    [-0, "-0"],
    [12n, "12n"],
    ['say "a"', '"say \\"a\\""'],
    [Symbol("x"), "Symbol(x)"],
    [[1, "b", [2]], '[1, "b", [2]]'],
    [{ a: { b: { c: { d: 1 } } } }, "{ a: { b: { c: {…} } } }"],
    [new Cart(), "Cart { items: 2 }"],
    [lazy, "{ a: 1, b: (getter) }"],
    [circle, "{ self: [circular] }"],
    [trap, "{…}"],
    [new Map([[1, 2]]), "Map(1)"],
    [new Set([1, 2]), "Set(2)"],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [/a+/, "/a+/"],
    [Object.create(null), "{}"],
    [function pay() {}, "ƒ pay()"],
  ])("%#", (value, text) => {
    expect(describe(value, named)).toBe(text);
  });

  test("nothing of an object is called", () => {
    expect(describe(bent, named)).toMatch(/^{ toString: ƒ toString\(\), toJSON: ƒ toJSON\(\), /);
    expect(describe(bent, named)).not.toContain('"called"');
  });

  test("an error is its stack, and its message where that is not in it", () => {
    expect(describe(new TypeError("no total"), named)).toMatch(/TypeError: no total/);
    const other = Object.defineProperty(new Error("later"), "stack", { value: "at pay" });
    expect(describe(other, named)).toBe("Error: later\nat pay");
  });

  test("long and many things are cut", () => {
    expect(describe("x".repeat(10_000), named)).toHaveLength(4096);
    const many = describe(
      Array.from({ length: 99 }, (_, at) => at),
      named,
    );
    expect(many).toMatch(/29, …]$/);
    const wide = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`k${at}`, many]));
    expect(describe(wide, named).length).toBeLessThanOrEqual(4096);
  });

  test("a node is its name; of what is masked no more than that", () => {
    const button = document.createElement("button");
    button.id = "pay";
    button.className = "wide blue";
    expect(describe(button, named)).toBe("<button#pay.wide.blue>");
    expect(describe(button, () => false)).toBe("<button>");
  });

  test("placeholders are filled in", () => {
    expect(describeCall(["%cTotal: %s of %d, %o", "color:red", "a", 2, { b: 1 }, "x"], named)).toBe(
      "Total: a of 2, { b: 1 } x",
    );
    expect(describeCall(["100 %", 1], named)).toBe("100 % 1");
    expect(describeCall(["%s"], named)).toBe("%s");
    expect(describeCall([], named)).toBe("");
  });
});

group("hearing the console", () => {
  test("the page's own call goes through first and as it was; afterwards all is as before", () => {
    const original = vi.spyOn(console, "warn").mockReturnValue();
    const before = console.warn;
    const heard: unknown[] = [];
    const stop = hearWriting((level, args) => {
      heard.push([level, ...args]);
      console.warn("of ours");
    });
    console.warn("stale", 1);
    expect(original.mock.calls).toEqual([["stale", 1], ["of ours"]]);
    expect(heard).toEqual([["warn", "stale", 1]]);
    expect(console.warn.name).toBe("warn");
    stop();
    expect(console.warn).toBe(before);
  });

  test("who has put something around ours keeps it, and hears no more of us", () => {
    const first = vi.spyOn(console, "info").mockReturnValue();
    const own = Object.getOwnPropertyDescriptor(console, "info") as PropertyDescriptor;
    const heard: unknown[] = [];
    const stop = hearWriting((_level, args) => heard.push(args));
    const ours = console.info;
    console.info = (...args) => ours(...args);
    const theirs = console.info;
    stop();
    expect(console.info).toBe(theirs);
    console.info("later");
    expect(first).toHaveBeenCalledOnce();
    expect(heard).toEqual([]);
    Object.defineProperty(console, "info", own);
  });
});

group("telling it", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  function fed() {
    vi.spyOn(console, "log").mockReturnValue();
    const told: Parameters<ConstructorParameters<typeof Feed>[0]>[0][] = [];
    const withheld = {
      look: async () => undefined,
      hide: (text: string) => text.replace("hunter22", "********"),
    } as unknown as Withheld;
    return { told, feed: new Feed((one) => void told.push(one), withheld, named) };
  }

  test("what is gathered is told scrubbed, and again to who comes later", async () => {
    const { told, feed } = fed();
    console.log("it is hunter22");
    console.log("b");
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(told).toMatchObject([{ to: null, dropped: 0 }]);
    expect(told[0]?.entries.map(({ serial, text }) => [serial, text])).toEqual([
      [1, "it is ********"],
      [2, "b"],
    ]);
    console.log("not told yet");
    await feed.repeat("p1-1");
    expect(told[1]?.to).toBe("p1-1");
    expect(told[1]?.entries).toHaveLength(2);
    feed.close();
    await vi.advanceTimersByTimeAsync(200);
    expect(told).toHaveLength(2);
  });

  test("a loop that writes without end is told of in a number, in messages of a size", async () => {
    const { told, feed } = fed();
    for (let at = 0; at < 1000; at++) console.log("\u0001".repeat(3000));
    await vi.advanceTimersByTimeAsync(100);
    expect(told.flatMap(({ entries }) => entries)).toHaveLength(200);
    expect(told.map(({ dropped }) => dropped).reduce((sum, one) => sum + one)).toBe(800);
    for (const one of told) expect(JSON.stringify(one).length).toBeLessThan(64 * 1024);
    feed.close();
  });
});
