import type { Pageview } from "../../../api/client.ts";

/** What was read of a visitor's history, page by page, newest first. */
export interface HistoryPages {
  pages: HistoryPage[];
  pageParams: (string | null)[];
}

export interface HistoryPage {
  pageviews: Pageview[];
  next_cursor: string | null;
}

/**
 * The history with its newest page read again. What came since the last reading is put in front; when so much
 * came that something may lie in between, the older pages are forgotten and read again when they are wanted.
 */
export function withNewest(known: HistoryPages, newest: HistoryPage): HistoryPages {
  const seen = new Set(known.pages.flatMap((page) => page.pageviews.map(id)));
  const overlaps = newest.next_cursor === null || newest.pageviews.some((one) => seen.has(id(one)));
  if (known.pages.length === 0 || !overlaps) return { pages: [newest], pageParams: [null] };
  const fresh = new Set(newest.pageviews.map(id));
  const pages = known.pages.map((page, index) => {
    const rest = page.pageviews.filter((one) => !fresh.has(id(one)));
    return { ...page, pageviews: index === 0 ? [...newest.pageviews, ...rest] : rest };
  });
  return { pages, pageParams: known.pageParams };
}

function id(pageview: Pageview): string {
  return pageview.pageview_id;
}
