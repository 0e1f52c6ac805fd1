import type { Session, VisitorIdentity } from "../../api/client.ts";

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

const SOURCES = {
  rest: "your server, by REST",
  token: "your server, in a signed token",
  page: "the page",
  livechat: "the live chat on the page",
} as const;

/** Who says who the visitor is: "The page", or each of two who say a part; null when nobody does. */
export function sourcesInWords(identity: VisitorIdentity): string | null {
  const { unique_id_source: id, identities_source: names } = identity;
  const first = id ?? names;
  if (first === null) return null;
  const written = (source: keyof typeof SOURCES): string =>
    SOURCES[source][0]?.toUpperCase() + SOURCES[source].slice(1);
  if (id === null || names === null || id === names) return written(first);
  return `${written(id)}; identities: ${SOURCES[names]}`;
}

const CHATS: Readonly<Record<string, string>> = {
  chatwoot: "Chatwoot",
  crisp: "Crisp",
  drift: "Drift",
  freshchat: "Freshchat",
  gorgias: "Gorgias",
  helpscout: "Help Scout",
  hubspot: "HubSpot",
  intercom: "Intercom",
  jivo: "JivoChat",
  livechat: "LiveChat",
  olark: "Olark",
  tawk: "tawk.to",
  tidio: "Tidio",
  zendesk: "Zendesk",
};

/** A live chat as its makers write it. */
export function chatInWords(integration: string): string {
  return CHATS[integration] ?? integration;
}
