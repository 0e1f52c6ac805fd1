import type { EmbeddedState } from "@userview/viewer/words";
import type { SessionSnapshot } from "../../api/live/session-link.ts";
import type { MirrorState } from "./mirror.ts";

/** What the page around an embedded watch page is told. */
export function embeddedState(
  session: string,
  snapshot: SessionSnapshot,
  shown: MirrorState,
  connected: boolean,
): EmbeddedState {
  const nothing = { ...unknown(session), connected };
  switch (snapshot.phase) {
    case "joining":
      return { ...nothing, phase: "joining" };
    case "refused":
      return {
        ...nothing,
        phase: "refused",
        error: { code: snapshot.code, message: snapshot.message },
      };
    case "joined": {
      const { view, me } = snapshot;
      const {
        hide_private_details: _hidden,
        read_console: _reads,
        run_console: _runs,
        ...permissions
      } = view.permissions;
      const { page } = shown;
      return {
        ...nothing,
        phase: "joined",
        state: view.state,
        waiting_for: view.waiting_for,
        end_reason: view.end_reason,
        visitor: { short_id: view.visitor.short_id, nickname: view.visitor.nickname },
        page: page && {
          url: page.url,
          title: view.page?.info.title ?? "",
          width: page.width,
          height: page.height,
        },
        agents: view.agents.map(({ id, name, color }) => ({ id, name, color })),
        me: me.id,
        control: view.control,
        permissions,
      };
    }
  }
}

/** Before anything is known of it. */
export function unknown(session: string): EmbeddedState {
  return {
    phase: "opening",
    connected: true,
    session,
    state: null,
    waiting_for: null,
    end_reason: null,
    visitor: null,
    page: null,
    agents: [],
    me: null,
    control: null,
    permissions: null,
    error: null,
  };
}
