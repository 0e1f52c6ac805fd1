import { queryOptions } from "@tanstack/react-query";
import type { Api } from "../../api/client.ts";

/** Who is signed in; fails with 401 when nobody is. */
export function meQuery(api: Api) {
  return queryOptions({
    queryKey: ["me"],
    queryFn: ({ signal }) => api.me(signal),
    staleTime: 5 * 60_000,
  });
}
