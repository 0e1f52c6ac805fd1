import type { paths } from "@userview/client/schema";
import type { Client } from "openapi-fetch";
import type { components as Desk, paths as deskPaths } from "./generated/desk.ts";
import { settled } from "./settled.ts";

type DeskSchemas = Desk["schemas"];

export type ShownSession = DeskSchemas["ShownSession"];
export type SessionChoices = Pick<DeskSchemas["SessionChoices"], "agents" | "hosts">;
export type SessionsQuery = NonNullable<deskPaths["/desk/sessions"]["get"]["parameters"]["query"]>;

/** The team's sessions. */
export interface SessionsApi {
  /** Newest first; `cursor` null for the newest. */
  page(
    asked: SessionsQuery,
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<{ sessions: ShownSession[]; next_cursor: string | null }>;
  /** Agents and sites by which the list may be narrowed. */
  choices(signal: AbortSignal): Promise<SessionChoices>;
}

const PAGE = 50;

export function createSessionsApi(http: Client<paths & deskPaths>): SessionsApi {
  return {
    page(asked, cursor, signal) {
      const query = { ...asked, limit: PAGE, ...(cursor === null ? {} : { cursor }) };
      return settled(http.GET("/desk/sessions", { params: { query }, signal }));
    },
    choices: (signal) => settled(http.GET("/desk/sessions/choices", { signal })),
  };
}
