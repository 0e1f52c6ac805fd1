import type { components, paths } from "@userview/client/schema";
import type { Client } from "openapi-fetch";
import type { components as Desk, paths as deskPaths } from "./generated/desk.ts";
import { settled } from "./settled.ts";

export type FoundLiveChat = Desk["schemas"]["FoundLiveChat"];

/** Live chats on the team's pages, and the way from one to its visitor. */
export interface LiveChatsApi {
  /** Those that were found, the one seen last first. */
  found(signal: AbortSignal): Promise<FoundLiveChat[]>;
  /** Visitors whom a chat knows by this id of its own, seen last first. */
  visitors(
    chat: string,
    id: string,
    signal: AbortSignal,
  ): Promise<components["schemas"]["Visitor"][]>;
}

export function createLiveChatsApi(http: Client<paths & deskPaths>): LiveChatsApi {
  return {
    found: async (signal) => (await settled(http.GET("/desk/live_chats", { signal }))).live_chats,
    async visitors(chat, id, signal) {
      const params = { query: { integration_id: `${chat}:${id}` } };
      return (await settled(http.GET("/desk/integrations", { params, signal }))).visitors;
    },
  };
}
