import { describe, expect, it } from "vitest";
import type { DeskUpdate } from "../src/api/live/desk-feed.ts";
import type { ShownSession } from "../src/api/sessions.ts";
import { asQuery, countOf, readFilters } from "../src/features/sessions/address.ts";
import { mergeSessions, type SessionsPage } from "../src/features/sessions/merge.ts";
import { visitor } from "./support/visitor.ts";

const at = (minute: number) => `2026-11-22T10:${String(minute).padStart(2, "0")}:00.000Z`;
const READ_AT = Date.parse(at(59));

function session(id: string, minute: number, rest: Partial<ShownSession> = {}): ShownSession {
  return {
    agents: [],
    call_length_seconds: 0,
    call_name: null,
    end_reason: "visitor_stopped",
    ended_at: at(minute + 1),
    features_used: [],
    formatted_call_length: "00:00",
    formatted_length: "01:00",
    id,
    length_seconds: 60,
    metadata: {},
    notes: null,
    on_premise: true,
    public_video_url: null,
    rating: null,
    secret_video_url: null,
    session_authorized: true,
    source: "search",
    start_url: "https://shop.example/",
    started_at: at(minute),
    state: "ended",
    team: { id: "team", domain: null, _type: "team" },
    video_status: "not_available",
    visitor: { short_id: `V${id}`, nickname: `Visitor ${id}`, is_online: false },
    visitor_id: `V${id}`,
    went_live: true,
    ...rest,
  };
}

const running = (id: string, minute: number) =>
  session(id, minute, { ended_at: null, end_reason: null, state: "active" });

function page(sessions: ShownSession[], nextCursor: string | null = "more"): SessionsPage {
  return { sessions, nextCursor, readAt: READ_AT };
}

function told(one: ShownSession): ReadonlyMap<string, DeskUpdate> {
  const { visitor: _, ...plain } = one;
  const update = { sequence: 1, onlineSince: null, sawOffline: false };
  return new Map([
    [one.visitor_id, { ...update, visitor: visitor(one.visitor_id, { sessions: [plain] }) }],
  ]);
}

const NOTHING: ReadonlyMap<string, DeskUpdate> = new Map();
const ids = (rows: { session: ShownSession }[]) => rows.map((row) => row.session.id).join("");

describe("the list of sessions", () => {
  it("puts what was read last before the pages, each session once", () => {
    const pages = [page([session("c", 3), session("b", 2)]), page([session("a", 1)], null)];
    expect(ids(mergeSessions(undefined, pages, NOTHING, false))).toBe("cba");
    const head = page([session("d", 4), session("c", 3)]);
    expect(ids(mergeSessions(head, pages, NOTHING, false))).toBe("dcba");
  });

  it("drops what the newest would show and do not: it fits no longer, or was erased", () => {
    const pages = [page([session("c", 3), session("b", 2), session("a", 1)], null)];
    expect(
      ids(mergeSessions(page([session("c", 3), session("a", 1)]), pages, NOTHING, false)),
    ).toBe("ca");
    expect(ids(mergeSessions(page([session("a", 1)], null), pages, NOTHING, false))).toBe("a");
    expect(ids(mergeSessions(page([], null), pages, NOTHING, false))).toBe("");
  });

  it("counts on from how long a session had been live when it was read", () => {
    const [row] = mergeSessions(undefined, [page([running("a", 1)], null)], NOTHING, false);
    expect(row?.liveSince).toBe(READ_AT - 60_000);
    const [ended] = mergeSessions(undefined, [page([session("a", 1)], null)], NOTHING, false);
    expect(ended?.liveSince).toBeNull();
  });

  it("lets sessions further down end when the desk says so", () => {
    const pages = [page([session("b", 2), running("a", 1)], null)];
    const head = page([session("b", 2)]);
    const ended = told(session("a", 1, { end_reason: "agents_gone" }));
    const [, row] = mergeSessions(head, pages, ended, false);
    expect([row?.session.end_reason, row?.liveSince]).toEqual(["agents_gone", null]);
    expect(row?.session.visitor?.nickname).toBe("Visitor a");
    expect(ids(mergeSessions(head, pages, ended, true))).toBe("b");
    expect(ids(mergeSessions(head, pages, told(running("a", 1)), true))).toBe("ba");
  });
});

describe("the filters in the address", () => {
  it("takes what is one, and leaves out what is none", () => {
    const all = {
      state: "ended",
      agent: "agent_1",
      source: "lookup code",
      outcome: "declined",
      site: "shop.example",
      from: "2026-11-01",
      to: "2026-11-30",
      visitor: "grace",
    };
    expect(readFilters(all)).toEqual(all);
    expect(countOf(readFilters(all))).toBe(7);
    const none = {
      state: "bored",
      agent: "",
      source: "toString",
      outcome: 5,
      site: "x".repeat(300),
      from: "2026-02-31",
      to: "soon",
      visitor: ["a"],
      page: "2",
    };
    expect(readFilters(none)).toEqual({});
    expect(readFilters({ visitor: 4711 })).toEqual({ visitor: "4711" });
  });

  it("asks for whole days of the agent's calendar, both included", () => {
    const asked = asQuery({ from: "2026-11-01", to: "2026-11-30", state: "running" });
    expect(asked.running).toBe(true);
    expect(Date.parse(asked.started_after ?? "")).toBe(new Date(2026, 10, 1).getTime() - 1);
    expect(Date.parse(asked.started_before ?? "")).toBe(new Date(2026, 11, 1).getTime());
    expect(asQuery({})).toEqual({});
  });
});
