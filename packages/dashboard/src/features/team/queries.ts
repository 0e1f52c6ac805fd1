import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Api } from "../../api/client.ts";

/** Members of the team and agents of API callers, the oldest first. */
export function agentsQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: ["agents"],
    queryFn: ({ pageParam, signal }) => api.people.agents(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

/** Open invitations and links for passwords, the newest first. */
export function invitationsQuery(api: Api) {
  return queryOptions({
    queryKey: ["invitations"],
    queryFn: ({ signal }) => api.people.invitations(signal),
  });
}
