import { queryOptions } from "@tanstack/react-query";
import type { Api } from "../../api/client.ts";
import { findAccess } from "./access.ts";
import { Seats } from "./seats.ts";

/** The right to watch; asked for once, since a link can be redeemed once only. */
export function accessQuery(api: Api, session: string, token: string) {
  return queryOptions({
    queryKey: ["access", session, token],
    queryFn: () =>
      findAccess(
        session,
        token,
        Seats.ofTab(() => window.sessionStorage),
        api,
      ),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** A session as REST gives it; members of the team only. */
export function sessionQuery(api: Api, session: string) {
  return queryOptions({
    queryKey: ["session", session],
    queryFn: ({ signal }) => api.session(session, signal),
  });
}
