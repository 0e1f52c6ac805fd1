import type { Session } from "../../api/client.ts";

/** How sessions begin. */
export const SOURCES: Readonly<Record<Session["source"], string>> = {
  api: "Link or token of the API",
  search: "Picked in the dashboard",
  "lookup code": "Lookup code",
  "personal link": "Personal link",
  "agent request": "The visitor asked for an agent",
  integration: "Live chat",
};

/** How sessions end. */
export const OUTCOMES: Readonly<Record<NonNullable<Session["end_reason"]>, string>> = {
  visitor_stopped: "the visitor stopped sharing",
  agent_stopped: "ended by an agent",
  api_stopped: "ended through the API",
  declined: "the visitor declined",
  authorization_timeout: "the visitor did not answer",
  visitor_gone: "the visitor left",
  agents_gone: "all agents left",
  agent_idle: "nothing happened for long",
  time_limit: "time limit reached",
  link_expired: "the link was not used",
  erased: "erased",
};

/** "Ada and Grace", or that nobody came. */
export function agentsInWords(session: Session): string {
  const names = session.agents.map((agent) => agent.agent_nickname);
  if (names.length === 0) return "No agent joined";
  return new Intl.ListFormat("en", { type: "conjunction" }).format(names);
}

/** How a session ended or stands, after the time at which it began. */
export function outcomeInWords(session: Session): string {
  if (session.ended_at === null) return session.went_live ? "going on now" : "not begun yet";
  return session.end_reason === null ? "ended" : OUTCOMES[session.end_reason];
}

/** With a capital letter, as a sentence of its own. */
export function asSentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** In the place of the name of a visitor who is not kept any more. */
export const FORGOTTEN = "Forgotten visitor";
