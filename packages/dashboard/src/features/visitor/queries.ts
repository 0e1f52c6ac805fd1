import { queryOptions } from "@tanstack/react-query";
import type { Api, Visitor } from "../../api/client.ts";

/** Where the identity of a visitor comes from; read again when who the visitor is changes. */
export function identityQuery(api: Api, visitor: Visitor) {
  const { short_id, unique_id, identities, identity_verified } = visitor;
  return queryOptions({
    queryKey: ["visitor-identity", short_id, unique_id, identities, identity_verified],
    queryFn: ({ signal }) => api.visitorIdentity(short_id, signal),
  });
}
