import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Api, Session } from "../../api/client.ts";

/** How often a session that runs is read again, in milliseconds. */
const REFRESH_MS = 3_000;

/** One session; read again while it runs. */
export function sessionQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: ["session", id],
    queryFn: ({ signal }) => api.session(id, signal),
    refetchInterval: ({ state }) => (state.data?.ended_at === null ? REFRESH_MS : false),
  });
}

/** What happened in it, oldest first; once more when it has ended. */
export function timelineQuery(api: Api, session: Session) {
  const running = session.ended_at === null;
  return infiniteQueryOptions({
    queryKey: ["timeline", session.id, session.ended_at],
    queryFn: ({ pageParam, signal }) => api.timeline(session.id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: running ? REFRESH_MS : false,
  });
}
