import { queryOptions } from "@tanstack/react-query";
import type { Api } from "../../api/client.ts";

/** The team with its settings. */
export function teamQuery(api: Api) {
  return queryOptions({ queryKey: ["team"], queryFn: ({ signal }) => api.team(signal) });
}

/** What identity tokens are signed with. */
export function identitySecretQuery(api: Api) {
  return queryOptions({
    queryKey: ["identity-secret"],
    queryFn: ({ signal }) => api.identitySecret(signal),
    gcTime: 0,
  });
}

/** The team's secret keys, without their secrets. */
export function keysQuery(api: Api) {
  return queryOptions({ queryKey: ["keys"], queryFn: ({ signal }) => api.keys(signal) });
}
