import type { Session } from "../../api/client.ts";

/** "Ada and Grace", or that nobody came. */
export function agentsInWords(session: Session): string {
  const names = session.agents.map((agent) => agent.agent_nickname);
  if (names.length === 0) return "No agent joined";
  return new Intl.ListFormat("en", { type: "conjunction" }).format(names);
}

const OUTCOMES: Readonly<Record<string, string>> = {
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

/** How a session ended or stands, after the time at which it began. */
export function outcomeInWords(session: Session): string {
  if (session.ended_at === null) return session.went_live ? "going on now" : "not begun yet";
  return OUTCOMES[session.end_reason ?? ""] ?? "ended";
}
