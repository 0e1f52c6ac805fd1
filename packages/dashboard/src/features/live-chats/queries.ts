import { queryOptions } from "@tanstack/react-query";
import type { Api } from "../../api/client.ts";

/** Live chats that were found on the team's pages. */
export function liveChatsQuery(api: Api) {
  return queryOptions({
    queryKey: ["live-chats"],
    queryFn: ({ signal }) => api.liveChats.found(signal),
  });
}

/** Whom a chat knows by this id; asked once, for questions to nobody are counted. */
export function knownByQuery(api: Api, chat: string, id: string) {
  return queryOptions({
    queryKey: ["known-by", chat, id],
    queryFn: ({ signal }) => api.liveChats.visitors(chat, id, signal),
    retry: false,
    refetchOnWindowFocus: false,
    staleTime: 0,
    gcTime: 0,
  });
}
