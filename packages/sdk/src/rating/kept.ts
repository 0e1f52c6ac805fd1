/** What a tab keeps of a session that has just ended, so that its next page goes on asking (rule S10). */

export interface Ended {
  readonly session: string;
  /** Until when it can be rated, in milliseconds of the browser's clock. */
  readonly until: number;
  /** What the visitor said. */
  readonly rating: number | null;
}

const NAME = "userview:ended";
/** The server takes ratings for 10 minutes: what is offered is not refused. */
export const RATED_WITHIN_MS = 9 * 60_000;

/** A page that is refused storage keeps it only as long as it is open. */
export function keepEnded(ended: Ended | null): void {
  try {
    if (ended === null) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, JSON.stringify(ended));
  } catch {}
}

/** Null where there is none that can still be rated. */
export function keptEnded(): Ended | null {
  try {
    const { session, until, rating } = JSON.parse(sessionStorage.getItem(NAME) ?? "null");
    const left = until - Date.now();
    if (typeof session !== "string" || !(left > 0 && left <= RATED_WITHIN_MS)) return null;
    return { session, until, rating: [1, 2, 3, 4, 5].includes(rating) ? rating : null };
  } catch {
    return null;
  }
}
