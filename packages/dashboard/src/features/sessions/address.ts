import type { Session } from "../../api/client.ts";
import type { SessionsQuery } from "../../api/sessions.ts";
import { OUTCOMES, SOURCES } from "./words.ts";

/** What narrows the list of sessions, as it stands in the address. */
export interface SessionFilters {
  state?: "running" | "ended";
  agent?: string;
  source?: Session["source"];
  outcome?: NonNullable<Session["end_reason"]>;
  site?: string;
  /** The first and the last day, `YYYY-MM-DD`, of the agent's own calendar. */
  from?: string;
  to?: string;
  visitor?: string;
}

const LONGEST = { agent: 40, site: 261, visitor: 200 } as const;

/** The filters out of an address; what is none is left out. */
export function readFilters(given: Record<string, unknown>): SessionFilters {
  const filters: SessionFilters = {};
  const { state, source, outcome } = given;
  if (state === "running" || state === "ended") filters.state = state;
  if (isKey(source, SOURCES)) filters.source = source;
  if (isKey(outcome, OUTCOMES)) filters.outcome = outcome;
  for (const name of ["agent", "site", "visitor"] as const) {
    const value = text(given[name]);
    if (value !== undefined && value.length <= LONGEST[name]) filters[name] = value;
  }
  for (const name of ["from", "to"] as const) {
    const value = text(given[name]);
    if (value !== undefined && dayStart(value) !== null) filters[name] = value;
  }
  return filters;
}

/** The same as the server is asked for it. */
export function asQuery(filters: SessionFilters): SessionsQuery {
  const { state, agent, source, outcome, site, from, to, visitor } = filters;
  const begin = from === undefined ? null : dayStart(from);
  const end = to === undefined ? null : dayStart(to, 1);
  return {
    ...(state === undefined ? {} : { running: state === "running" }),
    ...(agent === undefined ? {} : { agent_id: agent }),
    ...(source === undefined ? {} : { source }),
    ...(outcome === undefined ? {} : { end_reason: outcome }),
    ...(site === undefined ? {} : { host: site }),
    // Both ends of what is asked are left out: a day begins a millisecond after the moment before it.
    ...(begin === null ? {} : { started_after: new Date(begin.getTime() - 1).toISOString() }),
    ...(end === null ? {} : { started_before: end.toISOString() }),
    ...(visitor === undefined ? {} : { visitor }),
  };
}

/** How many narrow, beside the search for a visitor. */
export function countOf({ visitor: _, ...others }: SessionFilters): number {
  return Object.keys(others).length;
}

/** When a day begins where the agent is, so many days later; null for what is no day. */
function dayStart(day: string, later = 0): Date | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  if (parts === null) return null;
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number];
  const start = new Date(year, month - 1, date + later);
  const isReal = new Date(year, month - 1, date).getMonth() === month - 1;
  return isReal && year >= 1970 ? start : null;
}

function isKey<Key extends string>(
  value: unknown,
  words: Readonly<Record<Key, string>>,
): value is Key {
  return typeof value === "string" && Object.hasOwn(words, value);
}

/** The router reads `?agent=4711` as a number. */
function text(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
