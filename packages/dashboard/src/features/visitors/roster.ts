import type { Visitor } from "../../api/client.ts";
import type { DeskUpdate } from "../../api/live/desk-feed.ts";

/** One page of `GET /v1/visitors`, and how far the desk had got when it was asked for. */
export interface ListPage {
  visitors: readonly Visitor[];
  nextCursor: string | null;
  /** The desk's `sequence` before the request: later updates are newer than this page. */
  asOf: number;
  /** The desk's `generation` before the request. */
  generation: number;
}

interface Row {
  visitor: Visitor;
  /** Higher is further up; stays while a visitor stays online, so that rows do not jump. */
  rank: string;
}

/**
 * What was read and what the desk has said since, as one list: online first, then the most recent
 * first.
 *
 * @param fits whether a visitor belongs into the list; null where the server alone knows: then only rows that it found are shown,
 * in their newest state
 */
export function mergeRoster(
  pages: readonly ListPage[],
  updates: ReadonlyMap<string, DeskUpdate>,
  fits: ((visitor: Visitor) => boolean) | null,
): Visitor[] {
  const rows = new Map<string, Row>();
  const read = new Set<string>();
  for (const page of pages) {
    for (const visitor of page.visitors) {
      read.add(visitor.short_id);
      const row = newest(visitor, page.asOf, updates.get(visitor.short_id));
      if (row !== null && (fits === null || fits(row.visitor))) rows.set(visitor.short_id, row);
    }
  }
  if (fits !== null) {
    const oldest = oldestRead(pages);
    for (const [id, update] of updates) {
      if (read.has(id) || update.visitor === null) continue;
      const { visitor } = update;
      if (!visitor.is_online && visitor.last_seen_at < oldest) continue;
      if (!fits(visitor)) continue;
      rows.set(id, { visitor, rank: update.onlineSince ?? visitor.last_seen_at });
    }
  }
  return [...rows.values()].sort(order).map((row) => row.visitor);
}

/**
 * The list for somebody who has gone down in it: who has come since stays out, so that rows do not move under the hand.
 *
 * @param shown short ids of the rows that were there before
 */
export function heldBack(
  merged: readonly Visitor[],
  pages: readonly ListPage[],
  shown: ReadonlySet<string>,
): Visitor[] {
  const read = new Set(pages.flatMap((page) => page.visitors.map((one) => one.short_id)));
  return merged.filter(({ short_id: id }) => read.has(id) || shown.has(id));
}

function newest(visitor: Visitor, asOf: number, update: DeskUpdate | undefined): Row | null {
  if (update === undefined || update.sequence <= asOf) {
    return { visitor, rank: visitor.last_seen_at };
  }
  if (update.visitor === null) return null;
  const stayed = visitor.is_online && !update.sawOffline;
  const rank = stayed ? visitor.last_seen_at : update.onlineSince;
  return { visitor: update.visitor, rank: rank ?? update.visitor.last_seen_at };
}

/** Offline visitors who were last seen before this belong to pages that were not read yet. */
function oldestRead(pages: readonly ListPage[]): string {
  const last = pages.at(-1);
  if (last === undefined || last.nextCursor === null) return "";
  return last.visitors.at(-1)?.last_seen_at ?? "";
}

function order(a: Row, b: Row): number {
  if (a.visitor.is_online !== b.visitor.is_online) return a.visitor.is_online ? -1 : 1;
  if (a.rank !== b.rank) return a.rank < b.rank ? 1 : -1;
  return a.visitor.short_id < b.visitor.short_id ? -1 : 1;
}
