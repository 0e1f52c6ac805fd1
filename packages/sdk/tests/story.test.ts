import type { History, PageInfo } from "@userview/protocol";
import { expect, test } from "vitest";
import { Story } from "../src/companion/history/story.ts";

/** A clock that tests move, a connection that they cut, and what went over it. */
function telling(): {
  story: Story;
  told: History[];
  line: { up: boolean };
  tick(ms: number): void;
} {
  const told: History[] = [];
  const line = { up: true };
  let now = 1000;
  const send = (message: History): boolean => {
    if (line.up) told.push(message);
    return line.up;
  };
  const tick = (ms: number): void => {
    now += ms;
  };
  return { story: new Story(send, () => now), told, line, tick };
}

function page(number: number, title = `Page ${number}`): PageInfo {
  return {
    pageview: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    url: `https://shop.example/${number}`,
    title,
    visible: true,
    focused: true,
    viewport: { width: 1280, height: 720 },
  };
}

test("J2: a page view is told once, and then what is new", () => {
  const { story, told, tick } = telling();
  story.begin(page(1));
  story.add("load", "Page loaded", null);
  tick(500);
  expect(story.tell(page(1, "Later"))).toBe(true);
  expect(story.tell(page(1))).toBe(true);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ title: "Later", age_ms: 500, seen_ms: 0 });
  expect(told[0]?.events).toMatchObject([{ kind: "load", title: "Page loaded", age_ms: 500 }]);
  story.add("click", "x".repeat(400), null);
  story.tell(page(1));
  expect(told[1]?.events.map(({ title }) => title)).toEqual(["x".repeat(300)]);
});

test("a page view without events is told too", () => {
  const { story, told } = telling();
  story.begin(page(1));
  story.tell(page(1));
  expect(told[0]?.events).toEqual([]);
});

test("what cannot be told waits, in order, and keeps its times", () => {
  const { story, told, line, tick } = telling();
  line.up = false;
  story.begin(page(1));
  story.add("click", "First", null);
  tick(1000);
  story.begin(page(2));
  story.add("click", "Second", null);
  expect(story.tell(page(2))).toBe(false);
  tick(2000);
  line.up = true;
  expect(story.tell(page(2))).toBe(true);
  expect(told.map(({ url, age_ms }) => [url.at(-1), age_ms])).toEqual([
    ["1", 3000],
    ["2", 2000],
  ]);
  expect(told.flatMap(({ events }) => events.map(({ age_ms }) => age_ms))).toEqual([3000, 2000]);
  story.tell(page(2));
  expect(told).toHaveLength(2);
});

test("only the time in front is counted", () => {
  const { story, told, tick } = telling();
  story.begin(page(1));
  story.show(true);
  tick(700);
  story.show(false);
  tick(9000);
  story.show(true);
  tick(300);
  story.begin(page(2));
  tick(50);
  story.tell(page(2));
  expect(told.map(({ seen_ms }) => seen_ms)).toEqual([1000, 50]);
});

test("J3: many events go in several messages, and a page view comes to an end", () => {
  const { story, told, tick } = telling();
  story.begin(page(1));
  let kept = 0;
  for (let i = 0; i < 300; i++) {
    tick(1000);
    if (story.add("click", `${i}`, null)) kept += 1;
  }
  story.tell(page(1));
  expect(kept).toBe(200);
  expect(told.map(({ events }) => events.length)).toEqual([50, 50, 50, 50]);
  story.begin(page(2));
  expect(story.add("click", "again", null)).toBe(true);
});

test("J3: a page that never stops is stopped", () => {
  const { story, tick } = telling();
  story.begin(page(1));
  const kept = (): number =>
    Array.from({ length: 100 }, () => story.add("custom", "x", null)).filter(Boolean).length;
  expect(kept()).toBe(30);
  tick(1000);
  expect(kept()).toBe(5);
});

test("J3: so many page views wait for a connection, the newest", () => {
  const { story, told, line } = telling();
  line.up = false;
  for (let number = 1; number <= 25; number++) story.begin(page(number));
  line.up = true;
  story.tell(page(25));
  expect(told.map(({ url }) => url.split("/").at(-1))).toEqual(
    Array.from({ length: 20 }, (_, i) => `${i + 6}`),
  );
});

test("J4: what is forgotten is not told", () => {
  const { story, told } = telling();
  story.begin(page(1));
  story.add("click", "Of somebody else", null);
  story.forget();
  expect(story.pageview).toBeUndefined();
  expect(story.tell(page(1))).toBe(true);
  expect(told).toEqual([]);
});

test("J2: the time in front is told again each time that it has doubled", () => {
  const { story, told, tick } = telling();
  expect(story.againMs).toBeNull();
  story.begin(page(1));
  story.show(true);
  for (let count = 0; count < 5; count++) {
    story.tell(page(1));
    tick(story.againMs ?? 0);
  }
  expect(told.map(({ seen_ms }) => seen_ms)).toEqual([0, 10_000, 20_000, 40_000, 80_000]);
  story.show(false);
  expect(story.againMs).toBeNull();
});
