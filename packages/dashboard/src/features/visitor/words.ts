import type { VisitorIdentity } from "../../api/client.ts";

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
