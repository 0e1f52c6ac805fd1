import type { Participant, SessionJoined, SessionView, ViewerTicket } from "@userview/protocol";

export const SESSION = "0123456789abcdef";

export const ME: Participant = { id: "p1", name: "Sam", color: 0 };
export const OTHER: Participant = { id: "p2", name: "Grace", color: 1 };

/** A live session with nothing special about it but what `rest` says. */
export function sessionView(rest: Partial<SessionView> = {}): SessionView {
  return {
    id: SESSION,
    state: "active",
    end_reason: null,
    waiting_for: null,
    notice: null,
    visitor: { short_id: "V00000000000000001", nickname: "Ada" },
    page: null,
    agents: [ME, OTHER],
    control: null,
    permissions: {
      allow_click: true,
      allow_scroll: true,
      allow_type: true,
      allow_draw: true,
      allow_agent_redirect: true,
      hide_private_details: false,
    },
    visitor_rtt_ms: null,
    ...rest,
  };
}

export function viewerTicket(ticket: string): ViewerTicket {
  const endpoint = "ws://127.0.0.1:8000/ws/view";
  return { type: "viewer.ticket", session: SESSION, endpoint, ticket, ref: SESSION };
}

export function sessionJoined(rest: Partial<SessionView> = {}, ticket = "t1"): SessionJoined {
  return {
    type: "session.joined",
    session: sessionView(rest),
    participant: ME,
    viewer: viewerTicket(ticket),
    ref: SESSION,
  };
}
