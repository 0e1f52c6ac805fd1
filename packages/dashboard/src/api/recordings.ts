import type { paths } from "@userview/client/schema";
import type { Client } from "openapi-fetch";
import type { components as Desk, paths as deskPaths } from "./generated/desk.ts";
import { settled } from "./settled.ts";

export type Recording = Desk["schemas"]["PlayedRecording"];

/** Recordings of sessions. */
export interface RecordingsApi {
  /** What is needed to play a session's recording. */
  get(session: string, signal: AbortSignal): Promise<Recording>;
  /** The same for whoever has a link with this token; no sign-in. */
  shared(token: string): Promise<Recording>;
  /** A link that plays it without a sign-in, good for so many seconds. */
  share(session: string, expiresIn: number): Promise<{ url: string; expires_at: string }>;
  /** Deletes recording and video of a session that has ended. */
  remove(session: string): Promise<void>;
}

export function createRecordingsApi(http: Client<paths & deskPaths>): RecordingsApi {
  const pathOf = (id: string) => ({ params: { path: { id } } });
  return {
    get: async (session, signal) =>
      (await settled(http.GET("/desk/recordings/{id}", { ...pathOf(session), signal }))).recording,
    shared: async (token) =>
      (await settled(http.POST("/desk/shared_recordings", { body: { token } }))).recording,
    share: (session, expiresIn) =>
      settled(
        http.POST("/desk/recordings/{id}/share", {
          ...pathOf(session),
          body: { expires_in: expiresIn },
        }),
      ),
    async remove(session) {
      await settled(http.DELETE("/v1/sessions/{id}/video", pathOf(session)));
    },
  };
}
