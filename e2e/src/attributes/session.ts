/** Rows of Session: Ada's, which Carla stopped; Bob's, which she declined; Bob's second, which REST ended. */
import { expect } from "../../fixtures/index.ts";
import { BOB, METADATA, NOTES, RATING } from "./journey.ts";
import { expectWithin, later, moment, type Row, type Rows, row } from "./rows.ts";
import type { Session, Told } from "./told.ts";

/** When the timeline says that an agent first saw the page. */
function wentLive({ timeline }: Told): number {
  return moment(timeline.find(({ type }) => type === "went_live")?.ts ?? null);
}

/** Whole seconds from going live to the end. */
function length(told: Told): number {
  return Math.floor((moment(told.session.ended.ended_at) - wentLive(told)) / 1000);
}

/** One attribute of Ada's session at its end, of the one that was declined, and of the one from the list. */
function each<Name extends keyof Session>(name: Name, { session }: Told): Session[Name][] {
  return [session.ended[name], session.declined[name], session.fromList[name]];
}

const VIDEO = "recordings";
const CALLS = "audio calls";

export const SESSION: Rows<"Session"> = {
  agents: row("Ada came by a link, Bob joined her, each once", (told) => {
    const names = (session: Session) => session.agents.map(({ name }) => name);
    expect(names(told.session.requested)).toEqual([]);
    expect(names(told.session.live)).toEqual(["Ada Lovelace", "Support"]);
    expect(names(told.session.ended)).toEqual(["Ada Lovelace", "Support"]);
    expect(names(told.session.declined)).toEqual(["Support"]);
  }),
  call_length_seconds: later(CALLS, "nobody called", (told) => {
    expect(each("call_length_seconds", told)).toEqual([0, 0, 0]);
  }),
  call_name: row("Dora followed Bob's personal link, Carla none", (told) => {
    const { call, help } = told.caller.sessions;
    expect([call.call_name, help.call_name]).toEqual([BOB.call_name, null]);
    expect(each("call_name", told)).toEqual([null, null, null]);
  }),
  end_reason: row("Carla pressed stop, declined, and REST ended one", (told) => {
    expect(told.session.live.end_reason).toBeNull();
    expect(each("end_reason", told)).toEqual(["visitor_stopped", "declined", "api_stopped"]);
  }),
  ended_at: row("Carla pressed stop", ({ session, when }) => {
    expect([session.requested.ended_at, session.live.ended_at]).toEqual([null, null]);
    expectWithin(session.ended.ended_at, when.stop);
  }),
  features_used: row("Ada pointed, clicked, typed and scrolled", (told) => {
    expect(told.session.requested.features_used).toEqual([]);
    const used = ["pointer", "remote_click", "remote_typing", "remote_scroll"];
    expect(told.session.ended.features_used).toEqual(used);
    expect(told.session.declined.features_used).toEqual([]);
  }),
  formatted_call_length: later(CALLS, "nobody called", (told) => {
    expect(each("formatted_call_length", told)).toEqual(["00:00", "00:00", "00:00"]);
  }),
  formatted_length: row("Ada watched for some seconds", (told) => {
    const seconds = String(length(told)).padStart(2, "0");
    expect(told.session.ended.formatted_length).toBe(`00:${seconds}`);
    expect(told.session.declined.formatted_length).toBe("00:00");
  }),
  id: row("the link that REST made leads to it", ({ session, watchLink }) => {
    expect(session.ended.id).toBe(session.requested.id);
    expect(new URL(watchLink.ledTo).pathname).toBe(`/watch/${session.ended.id}`);
    expect(new Set(Object.values(session).map(({ id }) => id)).size).toBe(4);
  }),
  length_seconds: row("Ada watched for some seconds", (told) => {
    expect(length(told)).toBeGreaterThan(0);
    expect(told.session.ended.length_seconds).toBe(length(told));
    expect(told.session.declined.length_seconds).toBe(0);
  }),
  metadata: row("REST was asked for the session with them", (told) => {
    expect(each("metadata", told)).toEqual([METADATA, {}, {}]);
  }),
  notes: row("REST was asked for the session with a note", (told) => {
    expect(each("notes", told)).toEqual([NOTES, null, null]);
  }),
  on_premise: row("this server's settings say that it is not", (told) => {
    expect(each("on_premise", told)).toEqual([false, false, false]);
  }),
  public_video_url: later(VIDEO, "nothing was recorded", (told) => {
    expect(each("public_video_url", told)).toEqual([null, null, null]);
  }),
  rating: row("Carla gave the first four stars", (told) => {
    expect(each("rating", told)).toEqual([RATING, null, null]);
  }),
  secret_video_url: later(VIDEO, "nothing was recorded", (told) => {
    expect(each("secret_video_url", told)).toEqual([null, null, null]);
  }),
  session_authorized: row("Carla allowed two sessions, and declined one", (told) => {
    expect(told.session.requested.session_authorized).toBe(false);
    expect(each("session_authorized", told)).toEqual([true, false, true]);
  }),
  source: row("by REST, by the code that she read out, from the list", (told) => {
    expect(each("source", told)).toEqual(["api", "lookup code", "search"]);
  }),
  start_url: row("Carla was at the kite's page", (told) => {
    const url = `${told.shop}/kites/otto.html?email=***&coupon=***&cloth=poppy`;
    expect(each("start_url", told)).toEqual([url, url, url]);
  }),
  started_at: row("REST was asked for it", ({ session, when }) => {
    expectWithin(session.ended.started_at, when.start);
    expect(moment(session.declined.started_at)).toBeGreaterThan(when.stop.from);
  }),
  state: row("it was asked for, went live and ended", ({ session }) => {
    const { requested, live, ended, declined } = session;
    expect([requested, live, ended, declined].map(({ state }) => state)).toEqual([
      "requested",
      "active",
      "ended",
      "ended",
    ]);
  }),
  team: row("it is the key's team", (told) => {
    const { id } = told.team.first;
    expect(told.session.ended.team).toEqual({ id, domain: "updraft.example", _type: "team" });
  }),
  video_status: later(VIDEO, "nothing is recorded", (told) => {
    expect(each("video_status", told)).toEqual(Array(3).fill("not_available"));
  }),
  visitor_id: row("it is Carla's", (told) => {
    const { shortId } = told.browser;
    expect(each("visitor_id", told)).toEqual([shortId, shortId, shortId]);
  }),
  went_live: row("Ada saw the page; of the declined one nobody saw anything", (told) => {
    expect(told.session.requested.went_live).toBe(false);
    expect(each("went_live", told)).toEqual([true, false, true]);
    expectWithin(new Date(wentLive(told)).toISOString(), told.when.consent);
  }),
};

/** How sessions can begin; each is found by REST's filter. */
export const SOURCES: Readonly<Record<Session["source"], Row>> = {
  api: row("REST was asked for a watch link", ({ found, session }) => {
    expect(found.source["api"]).toEqual([session.ended.id]);
  }),
  search: row("Bob picked her from his list", ({ found, session }) => {
    expect(found.source["search"]).toEqual([session.fromList.id]);
  }),
  "lookup code": row("Bob typed the code that she read out", ({ found, session }) => {
    expect(found.source["lookup code"]).toEqual([session.declined.id]);
  }),
  "personal link": row("Dora followed Bob's", ({ found, caller }) => {
    expect(found.source["personal link"]).toEqual([caller.sessions.call.id]);
  }),
  "agent request": row("Dora asked for help, and Bob came", ({ found, caller }) => {
    expect(found.source["agent request"]).toEqual([caller.sessions.help.id]);
  }),
  integration: row("Bob followed a link from the live chat", ({ found, session }) => {
    expect(found.source["integration"]).toEqual([session.fromChat.id]);
  }),
};

/** No session has anything but `not_available` yet. */
function nothingRecorded(status: Exclude<Session["video_status"], "not_available">): Row {
  return later(VIDEO, "nothing is recorded", ({ found }) => {
    expect(found.video_status[status]).toEqual([]);
  });
}

/** What can have become of a recording; each is found by REST's filter. */
export const VIDEO_STATUSES: Readonly<Record<Session["video_status"], Row>> = {
  not_available: row("the team records nothing", ({ found, session, caller }) => {
    const { fromChat, fromList, declined, ended } = session;
    const { call, help } = caller.sessions;
    const all = [help, call, fromChat, fromList, declined, ended].map(({ id }) => id);
    expect(found.video_status["not_available"]).toEqual(all);
  }),
  pending: nothingRecorded("pending"),
  recording: nothingRecorded("recording"),
  ready: nothingRecorded("ready"),
  expired: nothingRecorded("expired"),
  removed: nothingRecorded("removed"),
};
