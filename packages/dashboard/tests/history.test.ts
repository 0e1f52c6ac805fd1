import { expect, test, vi } from "vitest";
import type { Pageview } from "../src/api/client.ts";
import { DeskFeed } from "../src/api/live/desk-feed.ts";
import { type HistoryPage, withNewest } from "../src/features/visitor/history/pages.ts";
import { dayInWords, seenInWords } from "../src/features/visitor/history/words.ts";

function page(ids: readonly number[], cursor: string | null, title = "old"): HistoryPage {
  const pageviews = ids.map(
    (id): Pageview => ({
      events: [],
      pageview_id: `${id}`,
      screenshot: null,
      seen_seconds: 0,
      title,
      ts: "2026-11-22T09:00:00.000Z",
      url: "https://shop.example/",
    }),
  );
  return { pageviews, next_cursor: cursor };
}

/** Ids in the order in which they are shown, the newly read ones marked. */
function shown(pages: readonly HistoryPage[]): string[] {
  return pages.flatMap(({ pageviews }) =>
    pageviews.map(({ pageview_id, title }) => (title === "new" ? `${pageview_id}*` : pageview_id)),
  );
}

const KNOWN = { pages: [page([4, 3], "a"), page([2, 1], null)], pageParams: [null, "a"] };

test("D2: what came since stands in front, what changed is as it is now, and nothing is there twice", () => {
  const merged = withNewest(KNOWN, page([6, 5, 4], "b", "new"));
  expect(shown(merged.pages)).toEqual(["6*", "5*", "4*", "3", "2", "1"]);
  expect(merged.pages.map(({ next_cursor }) => next_cursor)).toEqual(["a", null]);
  expect(merged.pageParams).toEqual([null, "a"]);
});

test("a page view that has moved to the front is gone from where it was", () => {
  expect(shown(withNewest(KNOWN, page([2, 4], "b", "new")).pages)).toEqual(["2*", "4*", "3", "1"]);
});

test("where something may lie in between, the older pages are read again when they are wanted", () => {
  const newest = page([9, 8], "b", "new");
  expect(withNewest(KNOWN, newest)).toEqual({ pages: [newest], pageParams: [null] });
});

test("the first that is kept needs no overlap", () => {
  const none = { pages: [page([], null)], pageParams: [null] };
  expect(shown(withNewest(none, page([1], null, "new")).pages)).toEqual(["1*"]);
});

test("D2: whoever shows a visitor's history is told, and nobody else", () => {
  const desk = new DeskFeed();
  const told = vi.fn();
  const stop = desk.watchHistory("A", told);
  desk.history("B");
  expect(told).not.toHaveBeenCalled();
  desk.history("A");
  expect(told).toHaveBeenCalledOnce();
  stop();
  desk.history("A");
  expect(told).toHaveBeenCalledOnce();
});

test.each([
  [0.4, null],
  [12.2, "12 s"],
  [185, "3:05 min"],
  [3725, "1:02:05 h"],
])("%d seconds are %j", (seconds, words) => {
  expect(seenInWords(seconds)).toBe(words);
});

test("days are named as people do", () => {
  const now = new Date(2026, 10, 24, 9).getTime();
  const at = (day: number, hour: number): string =>
    dayInWords(new Date(2026, 10, day, hour).getTime(), now);
  expect([at(24, 1), at(23, 23), at(22, 12)]).toEqual([
    "Today",
    "Yesterday",
    "Sunday, November 22",
  ]);
});
