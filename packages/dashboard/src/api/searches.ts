import type { paths } from "@userview/client/schema";
import type { Client } from "openapi-fetch";
import type { components as Desk, paths as deskPaths } from "./generated/desk.ts";
import { settled } from "./settled.ts";

type DeskSchemas = Desk["schemas"];

export type SavedSearch = DeskSchemas["ShownSearch"];
export type VisitorChoices = Omit<DeskSchemas["VisitorChoices"], "status">;
export type SearchDraft = Pick<SavedSearch, "name" | "search" | "shared">;

/** Searches for visitors under a name. */
export interface SearchesApi {
  /** One's own and the team's, by name. */
  list(signal: AbortSignal): Promise<SavedSearch[]>;
  keep(draft: SearchDraft): Promise<SavedSearch>;
  change(id: string, change: Partial<SearchDraft>): Promise<SavedSearch>;
  remove(id: string): Promise<void>;
  /** Takes back that it was removed, within an hour. */
  restore(id: string): Promise<SavedSearch>;
  /** By what the list of visitors may be narrowed. */
  choices(signal: AbortSignal): Promise<VisitorChoices>;
}

export function createSearchesApi(http: Client<paths & deskPaths>): SearchesApi {
  const of = (id: string) => ({ params: { path: { id } } });
  return {
    list: async (signal) =>
      (await settled(http.GET("/desk/saved_searches", { signal }))).saved_searches,
    keep: async (body) => (await settled(http.POST("/desk/saved_searches", { body }))).saved_search,
    change: async (id, body) =>
      (await settled(http.PATCH("/desk/saved_searches/{id}", { ...of(id), body }))).saved_search,
    async remove(id) {
      await settled(http.DELETE("/desk/saved_searches/{id}", of(id)));
    },
    restore: async (id) =>
      (await settled(http.POST("/desk/saved_searches/{id}/restore", of(id)))).saved_search,
    choices: (signal) => settled(http.GET("/desk/visitors/choices", { signal })),
  };
}
