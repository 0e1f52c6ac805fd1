import { type AgentIdentity, closeAdvice, reconnectDelay } from "@userview/protocol";

/**
 * The life of the one live connection as a calculation: state and event in, state and effects out.
 * `connection.ts` performs the effects. Source: protocol/SPEC.md, rules H1, H2, V1, K1.
 */

export type LinkState =
  | { at: "idle" }
  | { at: "connecting"; attempt: number; fault: Fault | null }
  | { at: "open"; connection: string; agent: AgentIdentity | null; fault: Fault | null }
  | { at: "waiting"; attempt: number; fault: Fault | null }
  | { at: "stopped"; code: number; fault: Fault | null };

/** The last `error` of a connection, which says in words why the close after it came (rule K2). */
export interface Fault {
  code: string;
  message: string;
}

export type LinkEvent =
  | { type: "start" }
  | { type: "opened" }
  | { type: "welcome"; connection: string; agent: AgentIdentity | null }
  | { type: "fault"; fault: Fault }
  | { type: "closed"; code: number }
  | { type: "retry" }
  | { type: "stop" };

export type LinkEffect =
  | { type: "open" }
  | { type: "hello" }
  | { type: "close" }
  | { type: "wait"; ms: number }
  | { type: "rejoin" }
  | { type: "signedOut" };

/** One step. `random` gives [0, 1) and is asked only for the time to wait. */
export function step(
  state: LinkState,
  event: LinkEvent,
  random: () => number,
): [LinkState, LinkEffect[]] {
  switch (event.type) {
    case "start":
      return state.at === "idle" || state.at === "stopped" ? connecting(0, null) : [state, []];
    case "opened":
      return [state, state.at === "connecting" ? [{ type: "hello" }] : []];
    case "welcome":
      if (state.at !== "connecting") return [state, []];
      return [
        { at: "open", connection: event.connection, agent: event.agent, fault: null },
        [{ type: "rejoin" }],
      ];
    case "fault":
      if (state.at !== "connecting" && state.at !== "open") return [state, []];
      return [{ ...state, fault: event.fault }, []];
    case "closed":
      return closed(state, event.code, random);
    case "retry":
      return state.at === "waiting" ? connecting(state.attempt + 1, state.fault) : [state, []];
    case "stop":
      return [{ at: "idle" }, state.at === "idle" ? [] : [{ type: "close" }]];
  }
}

function connecting(attempt: number, fault: Fault | null): [LinkState, LinkEffect[]] {
  return [{ at: "connecting", attempt, fault }, [{ type: "open" }]];
}

function closed(state: LinkState, code: number, random: () => number): [LinkState, LinkEffect[]] {
  if (state.at !== "connecting" && state.at !== "open") return [state, []];
  const attempt = state.at === "connecting" ? state.attempt : 0;
  const fault = state.fault;
  switch (closeAdvice(code)) {
    case "after_delay":
      return [
        { at: "waiting", attempt, fault },
        [{ type: "wait", ms: reconnectDelay(attempt, random) }],
      ];
    case "new_credentials":
      return [{ at: "stopped", code, fault }, [{ type: "signedOut" }]];
    case "never":
      return [{ at: "stopped", code, fault }, []];
  }
}
