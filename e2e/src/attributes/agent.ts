/** Rows of Agent as sessions have it, and of the same with what `GET /v1/agents` adds. */
import { expect } from "../../fixtures/index.ts";
import { ADA, BOB, EVE } from "./journey.ts";
import { expectWithin, moment, type Rows, row } from "./rows.ts";
import type { FullAgent, Told } from "./told.ts";

/** One attribute of both agents who watched: Ada, whom REST named, and Bob, a member. */
function both<Name extends "email" | "external_id" | "agent_nickname" | "name" | "on_premise">(
  name: Name,
  { session }: Told,
): unknown[] {
  return session.ended.agents.map((agent) => agent[name]);
}

export const AGENT: Rows<"Agent"> = {
  agent_nickname: row("Ada was named, Bob's account has a name", (told) => {
    expect(both("agent_nickname", told)).toEqual(["Ada Lovelace", "Support"]);
  }),
  email: row("Ada's came by REST, Bob signed in with his, Eve has none", (told) => {
    expect(both("email", told)).toEqual([ADA.email, told.server.agent_email]);
    expect(told.agents.eve.email).toBeNull();
  }),
  external_id: row("REST's caller knows Ada by it; Bob is a member", (told) => {
    expect(both("external_id", told)).toEqual([ADA.id, null]);
  }),
  id: row("it finds the agent", ({ session, agents }) => {
    expect(session.ended.agents.map(({ id }) => id)).toEqual([agents.ada.id, agents.bob.id]);
    expect(new Set([agents.ada.id, agents.bob.id, agents.eve.id]).size).toBe(3);
  }),
  name: row("Ada was named, Bob's account has a name", (told) => {
    expect(both("name", told)).toEqual([ADA.name, "Support"]);
  }),
  on_premise: row("this server's settings say that it is not", (told) => {
    expect(both("on_premise", told)).toEqual([false, false]);
  }),
};

const ALLOWED = {
  allow_click: true,
  allow_scroll: true,
  allow_type: true,
  allow_draw: true,
  allow_audio: true,
  allow_agent_redirect: true,
  allow_show_agent_screen: true,
  allow_request_visitor_screen: true,
  allow_notes: true,
  allow_console: true,
  hide_private_details: false,
};

/** What all agents have in sessions too. */
function asInSessions(name: keyof FullAgent & keyof typeof AGENT) {
  return row("the same as in sessions", ({ session, agents }) => {
    expect([agents.ada[name], agents.bob[name]]).toEqual(
      session.ended.agents.map((agent) => agent[name]),
    );
  });
}

export const FULL_AGENT: Rows<"FullAgent"> = {
  agent_nickname: asInSessions("agent_nickname"),
  availability: row("Eve was made so by REST", ({ agents }) => {
    expect([agents.bob, agents.eve].map(({ availability }) => availability)).toEqual([
      "available",
      EVE.availability,
    ]);
  }),
  call_name: row("Bob was given one by REST", ({ agents }) => {
    expect([agents.ada.call_name, agents.bob.call_name]).toEqual([null, BOB.call_name]);
  }),
  created_at: row("Ada was first named when the link was made", ({ agents, team, when }) => {
    expectWithin(agents.ada.created_at, when.start);
    expect(moment(agents.bob.created_at)).toBeGreaterThanOrEqual(moment(team.first.created_at));
  }),
  email: asInSessions("email"),
  external_id: asInSessions("external_id"),
  id: asInSessions("id"),
  last_seen_at: row("Bob was here a moment ago; Ada does not sign in", ({ agents, when }) => {
    expect([agents.ada.last_seen_at, agents.eve.last_seen_at]).toEqual([null, null]);
    expect(moment(agents.bobGone.last_seen_at ?? "")).toBeGreaterThan(when.start.from);
  }),
  name: asInSessions("name"),
  on_premise: asInSessions("on_premise"),
  permissions: row("REST took one from Bob", ({ agents }) => {
    expect(agents.ada.permissions).toEqual(ALLOWED);
    expect(agents.bob.permissions).toEqual({ ...ALLOWED, ...BOB.permissions });
  }),
  role: row("Bob is the first member; Ada does not sign in", ({ agents }) => {
    expect([agents.ada.role, agents.bob.role]).toEqual([null, "admin"]);
  }),
  status: row("Bob opened the dashboard, and left it; Eve is away", ({ agents }) => {
    const { bob, bobGone, eve } = agents;
    expect([bob, bobGone, eve].map(({ status }) => status)).toEqual(["online", "away", "away"]);
  }),
};
