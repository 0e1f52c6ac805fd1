import type { DeskUpdate } from "../../api/live/desk-feed.ts";
import type { ShownSession } from "../../api/sessions.ts";

/** One page of `GET /desk/sessions`, and when it came. */
export interface SessionsPage {
  sessions: readonly ShownSession[];
  nextCursor: string | null;
  /** Unix milliseconds. */
  readAt: number;
}

/** A session as a row shows it. */
export interface SessionRow {
  session: ShownSession;
  /** Since when it is live, in Unix milliseconds; null when it is not. */
  liveSince: number | null;
}

/**
 * The list: the newest as they were read last (`head`), behind them the pages in which one went on, each session once. What the
 * desk says of visitors tells of the sessions further down: those that run there end before one's eyes.
 */
export function mergeSessions(
  head: SessionsPage | undefined,
  pages: readonly SessionsPage[],
  updates: ReadonlyMap<string, DeskUpdate>,
  onlyRunning: boolean,
): SessionRow[] {
  const rows = new Map<string, SessionRow>();
  const end = head?.nextCursor === null ? undefined : head?.sessions.at(-1);
  for (const session of head?.sessions ?? []) rows.set(session.id, row(session, head?.readAt ?? 0));
  for (const page of pages) {
    for (const session of page.sessions) {
      // What the head would show, and does not, fits no longer, or was erased.
      const isCovered = head !== undefined && (end === undefined || !isOlder(session, end));
      if (isCovered || rows.has(session.id)) continue;
      const now = updated(session, updates.get(session.visitor_id));
      if (now === null || (onlyRunning && now.ended_at !== null)) continue;
      rows.set(session.id, row(now, page.readAt));
    }
  }
  return [...rows.values()].sort((a, b) => (isOlder(a.session, b.session) ? 1 : -1));
}

function row(session: ShownSession, readAt: number): SessionRow {
  const isLive = session.went_live && session.ended_at === null;
  return { session, liveSince: isLive ? readAt - session.length_seconds * 1000 : null };
}

/** The session as the desk last told of its visitor; null when that was erased. */
function updated(session: ShownSession, update: DeskUpdate | undefined): ShownSession | null {
  if (update === undefined || session.ended_at !== null) return session;
  if (update.visitor === null) return null;
  const told = update.visitor.sessions.find((one) => one.id === session.id);
  // What was told when the session still ran says nothing that was not read since.
  return told === undefined || told.ended_at === null ? session : { ...session, ...told };
}

function isOlder(a: ShownSession, b: ShownSession): boolean {
  if (a.started_at !== b.started_at) return a.started_at < b.started_at;
  return a.id < b.id;
}
