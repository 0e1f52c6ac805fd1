import type { components, paths } from "@userview/client/schema";
import createClient from "openapi-fetch";
import type { components as Desk, paths as deskPaths } from "./generated/desk.ts";
import { createLiveChatsApi, type LiveChatsApi } from "./live-chats.ts";
import { createRecordingsApi, type RecordingsApi } from "./recordings.ts";
import { createSearchesApi, type SearchesApi } from "./searches.ts";
import { createSessionsApi, type SessionsApi } from "./sessions.ts";
import { settled } from "./settled.ts";
import { createTeamApi, type TeamApi } from "./team.ts";
import { createWebhooksApi, type WebhooksApi } from "./webhooks.ts";

type Schemas = components["schemas"];
type DeskSchemas = Desk["schemas"];

export type Visitor = Schemas["Visitor"];
export type Session = Schemas["Session"];
export type TimelineEntry = Schemas["TimelineEntry"];
export type VisitorIdentity = DeskSchemas["VisitorIdentity"];
export type Job = Schemas["Job"];
export type Team = Schemas["Team"];
export type TeamChange = Partial<
  Omit<Team, "id" | "public_key" | "created_at" | "on_premise" | "_type">
>;
export type Key = Schemas["Key"];
export type IdentitySecret = Schemas["IdentitySecret"];
export type Scope = Key["scopes"][number];
export type Me = DeskSchemas["Me"];
export type Install = DeskSchemas["Install"];
export type Pageview = DeskSchemas["ShownPageview"];
export type Redeemed = DeskSchemas["Seat"];

/** Which page of the visitors is wanted; `cursor` null for the first. */
export interface VisitorsQuestion {
  search: string;
  cursor: string | null;
  limit: number;
}

/**
 * What the dashboard asks of the server over HTTP (docs/reference/openapi.json). The cookie of the sign-in
 * says who asks. Every method throws `ApiError` when it fails.
 */
export interface Api {
  me(signal: AbortSignal): Promise<Me>;
  signIn(email: string, password: string): Promise<Me>;
  signInWithLink(token: string): Promise<Me>;
  signOut(): Promise<void>;
  switchTeam(team: string): Promise<Me>;
  /** Says whether the agent wants to be asked for help. */
  setAvailability(availability: Me["availability"]): Promise<Me>;
  /** Chooses the name in the agent's personal link. */
  setCallName(name: string): Promise<Me>;
  install(signal: AbortSignal): Promise<Install>;
  /** On which sites pages with the snippet connected, and when last. */
  snippetSeen(signal: AbortSignal): Promise<DeskSchemas["Seen"]>;
  team(signal: AbortSignal): Promise<Team>;
  /** Changes what is given of the team. */
  changeTeam(change: TeamChange): Promise<Team>;
  keys(signal: AbortSignal): Promise<Key[]>;
  /** A new key; its secret is known now and never again. */
  makeKey(name: string, scopes: readonly Scope[]): Promise<{ key: Key; secret: string }>;
  revokeKey(id: string): Promise<void>;
  /** What the team's own server signs identity tokens with; made at the first call. */
  identitySecret(signal: AbortSignal): Promise<IdentitySecret>;
  /** Another one; tokens of the one before count for so many seconds more. */
  rotateIdentitySecret(graceSeconds: number): Promise<IdentitySecret>;
  visitors(
    question: VisitorsQuestion,
    signal: AbortSignal,
  ): Promise<{ visitors: Visitor[]; next_cursor: string | null }>;
  visitor(shortId: string, signal: AbortSignal): Promise<Visitor>;
  /** Where the identity of a visitor comes from, and the same person's other browsers. */
  visitorIdentity(shortId: string, signal: AbortSignal): Promise<VisitorIdentity>;
  /** Page views of a visitor, newest first; `cursor` null for the newest. */
  history(
    shortId: string,
    question: { cursor: string | null; limit: number },
    signal?: AbortSignal,
  ): Promise<{ pageviews: Pageview[]; next_cursor: string | null }>;
  session(id: string, signal: AbortSignal): Promise<Session>;
  /** What happened in a session, oldest first; `cursor` null for the beginning. */
  timeline(
    id: string,
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<{ timeline: TimelineEntry[]; next_cursor: string | null }>;
  /** Makes or joins the visitor's session; its id. `from`: the live chat in which the agent followed a link. */
  watch(shortId: string, from?: string): Promise<string>;
  /** Takes a visitor who waits, if no other agent was first; the session's id. */
  answer(shortId: string): Promise<string>;
  /** Ends the visitor's session; fine when there is none. */
  endSession(shortId: string): Promise<void>;
  /** Erases a visitor and all that is known of them, for good. */
  eraseVisitor(shortId: string): Promise<void>;
  /** Begins to erase everybody who is offline; the job that runs already, if there is one. */
  eraseOffline(): Promise<Job>;
  job(id: string, signal: AbortSignal): Promise<Job>;
  /**
   * Exchanges a watch link's token for a seat, once (rule W2). `seatCookie`: have the browser keep the seat in a
   * cookie, with which the token is good again.
   */
  redeem(session: string, token: string, seatCookie: boolean): Promise<Redeemed>;
  readonly webhooks: WebhooksApi;
  readonly people: TeamApi;
  readonly sessions: SessionsApi;
  readonly liveChats: LiveChatsApi;
  readonly searches: SearchesApi;
  readonly recordings: RecordingsApi;
}

export function createApi(): Api {
  const http = createClient<paths & deskPaths>({ baseUrl: window.location.origin });
  const visitorPath = (shortId: string) => ({ params: { path: { short_id: shortId } } });
  return {
    me: (signal) => settled(http.GET("/desk/me", { signal })),
    signIn: (email, password) => settled(http.POST("/desk/sign_in", { body: { email, password } })),
    signInWithLink: (token) => settled(http.POST("/desk/sign_in_link", { body: { token } })),
    async signOut() {
      await settled(http.POST("/desk/sign_out"));
    },
    switchTeam: (team) => settled(http.POST("/desk/team", { body: { team_id: team } })),
    setCallName: (name) => settled(http.PATCH("/desk/me", { body: { call_name: name } })),
    setAvailability: (availability) => settled(http.PATCH("/desk/me", { body: { availability } })),
    install: (signal) => settled(http.GET("/desk/install", { signal })),
    snippetSeen: (signal) => settled(http.GET("/desk/install/seen", { signal })),
    team: async (signal) => (await settled(http.GET("/v1/team", { signal }))).team,
    changeTeam: async (body) => (await settled(http.PATCH("/v1/team", { body }))).team,
    keys: async (signal) => (await settled(http.GET("/v1/keys", { signal }))).keys,
    makeKey: (name, scopes) =>
      settled(http.POST("/v1/keys", { body: { name, scopes: [...scopes] } })),
    identitySecret: async (signal) =>
      (await settled(http.GET("/v1/team/identity_secret", { signal }))).identity_secret,
    async rotateIdentitySecret(graceSeconds) {
      const body = { grace_seconds: graceSeconds };
      return (await settled(http.POST("/v1/team/identity_secret", { body }))).identity_secret;
    },
    async revokeKey(id) {
      await settled(http.DELETE("/v1/keys/{id}", { params: { path: { id } } }));
    },
    visitors({ search, cursor, limit }, signal) {
      const query = {
        limit,
        ...(search === "" ? {} : { search }),
        ...(cursor === null ? {} : { cursor }),
      };
      return settled(http.GET("/v1/visitors", { params: { query }, signal }));
    },
    async visitor(shortId, signal) {
      const path = visitorPath(shortId);
      return (await settled(http.GET("/v1/visitors/{short_id}", { ...path, signal }))).visitor;
    },
    async visitorIdentity(shortId, signal) {
      const path = visitorPath(shortId);
      return (await settled(http.GET("/desk/visitors/{short_id}/identity", { ...path, signal })))
        .identity;
    },
    history(shortId, { cursor, limit }, signal) {
      const query = { limit, ...(cursor === null ? {} : { cursor }) };
      const params = { path: { short_id: shortId }, query };
      const path = "/desk/visitors/{short_id}/history";
      return settled(http.GET(path, { params, ...(signal === undefined ? {} : { signal }) }));
    },
    async session(id, signal) {
      const params = { path: { id } };
      return (await settled(http.GET("/v1/sessions/{id}", { params, signal }))).session;
    },
    timeline(id, cursor, signal) {
      const query = { limit: 100, ...(cursor === null ? {} : { cursor }) };
      const params = { path: { id }, query };
      return settled(http.GET("/v1/sessions/{id}/timeline", { params, signal }));
    },
    async watch(shortId, from) {
      const query = from === undefined ? {} : { integration: from };
      const params = { path: { short_id: shortId }, query };
      return (await settled(http.POST("/desk/visitors/{short_id}/watch", { params }))).session_id;
    },
    async answer(shortId) {
      const path = visitorPath(shortId);
      return (await settled(http.POST("/desk/visitors/{short_id}/answer", path))).session_id;
    },
    async endSession(shortId) {
      await settled(http.DELETE("/v1/visitors/{short_id}/session", visitorPath(shortId)));
    },
    async eraseVisitor(shortId) {
      await settled(http.DELETE("/v1/visitors/{short_id}", visitorPath(shortId)));
    },
    async eraseOffline() {
      const params = { query: { all: true as const } };
      return (await settled(http.DELETE("/v1/visitors", { params }))).job;
    },
    async job(id, signal) {
      const params = { path: { id } };
      return (await settled(http.GET("/v1/jobs/{id}", { params, signal }))).job;
    },
    redeem(session, token, seatCookie) {
      const params = { path: { session } };
      const body = { token, seat_cookie: seatCookie };
      return settled(http.POST("/watch/{session}/redeem", { params, body }));
    },
    webhooks: createWebhooksApi(http),
    people: createTeamApi(http),
    sessions: createSessionsApi(http),
    liveChats: createLiveChatsApi(http),
    searches: createSearchesApi(http),
    recordings: createRecordingsApi(http),
  };
}
