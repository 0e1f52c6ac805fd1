import { queryOptions } from "@tanstack/react-query";
import type { Api } from "../../api/client.ts";
import { worthRetrying } from "../../api/errors.ts";

/** How often a recording that goes on is read again, in milliseconds. */
const REFRESH_MS = 10_000;

/** What is needed to play a recording. @param token of a link that shares it; null for members. */
export function recordingQuery(api: Api, session: string, token: string | null) {
  return queryOptions({
    queryKey: ["recording", session, token],
    queryFn: ({ signal }) =>
      token === null ? api.recordings.get(session, signal) : api.recordings.shared(token),
    retry: (failures, error) => failures < 3 && worthRetrying(error),
    refetchInterval: ({ state }) => (state.data?.complete === false ? REFRESH_MS : false),
    refetchOnWindowFocus: false,
  });
}
