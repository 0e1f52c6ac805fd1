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
