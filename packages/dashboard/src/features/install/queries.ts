import { queryOptions } from "@tanstack/react-query";
import type { Api } from "../../api/client.ts";

/** What goes into the pages of the team's site. */
export function installQuery(api: Api) {
  return queryOptions({
    queryKey: ["install"],
    queryFn: ({ signal }) => api.install(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** How often it is asked where the snippet was seen, in milliseconds. */
const LOOK_AGAIN_MS = 2_000;

/** Where pages with the snippet were seen, asked again while one looks. */
export function seenQuery(api: Api) {
  return queryOptions({
    queryKey: ["install-seen"],
    queryFn: ({ signal }) => api.snippetSeen(signal),
    refetchInterval: LOOK_AGAIN_MS,
  });
}
