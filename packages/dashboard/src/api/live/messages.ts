import {
  type AgentAvailability,
  type AgentDrew,
  type AgentIdentity,
  type AgentPointer,
  type AgentWelcome,
  type ConsoleEntries,
  type ConsoleEntry,
  type ConsoleResult,
  type DeskGone,
  type DeskHistory,
  type DeskOnline,
  type DeskQueue,
  type DeskVisitor,
  type DeskWaited,
  type DeskWaiting,
  type DrawAction,
  type EndReason,
  type ErrorMessage,
  type InputOutcome,
  type InputRefusal,
  type MessageOfPage,
  type Participant,
  type Pong,
  readMessage,
  type ServerToAgent,
  type SessionJoined,
  type SessionState,
  type SessionUpdated,
  type SessionView,
  type ViewerTicket,
  type WaitingVisitor,
} from "@userview/protocol";
import * as v from "valibot";

/**
 * The one door through which text from `/ws/agent` becomes a message: each is checked against the
 * shape that protocol/schema.json gives it, and passes only if it fits.
 */

const state = v.picklist([
  "requested",
  "authorizing",
  "active",
  "paused",
  "ended",
] satisfies SessionState[]);

const endReason = v.picklist([
  "visitor_stopped",
  "agent_stopped",
  "api_stopped",
  "declined",
  "authorization_timeout",
  "visitor_gone",
  "agents_gone",
  "agent_idle",
  "time_limit",
  "link_expired",
  "erased",
] satisfies EndReason[]);

const refusal = v.picklist([
  "not_found",
  "covered",
  "protected",
  "masked",
  "not_permitted",
  "stale",
  "failed",
] satisfies InputRefusal[]);

const identity: v.GenericSchema<AgentIdentity> = v.object({
  id: v.string(),
  name: v.string(),
  email: v.nullable(v.string()),
  team: v.string(),
});

const participant: v.GenericSchema<Participant> = v.object({
  id: v.string(),
  name: v.string(),
  color: v.number(),
});

const page = v.object({
  page: v.number(),
  epoch: v.number(),
  info: v.object({
    pageview: v.string(),
    url: v.string(),
    title: v.string(),
    visible: v.boolean(),
    focused: v.boolean(),
    viewport: v.object({ width: v.number(), height: v.number() }),
  }),
});

const sessionView: v.GenericSchema<SessionView> = v.object({
  id: v.string(),
  state,
  end_reason: v.nullable(endReason),
  waiting_for: v.nullable(v.picklist(["visitor_offline", "consent", "page_change", "capture"])),
  notice: v.nullable(v.string()),
  visitor: v.object({ short_id: v.string(), nickname: v.string() }),
  page: v.nullable(page),
  agents: v.array(participant),
  control: v.nullable(v.string()),
  permissions: v.object({
    allow_click: v.boolean(),
    allow_scroll: v.boolean(),
    allow_type: v.boolean(),
    allow_draw: v.boolean(),
    allow_agent_redirect: v.boolean(),
    read_console: v.exactOptional(v.boolean()),
    run_console: v.exactOptional(v.boolean()),
    hide_private_details: v.boolean(),
  }),
  granted: v.exactOptional(v.nullable(v.array(v.string()))),
  asking: v.exactOptional(v.array(v.string())),
  expected: v.exactOptional(
    v.nullable(
      v.object({
        title: v.nullable(v.string()),
        message: v.nullable(v.string()),
        wait_seconds: v.number(),
      }),
    ),
  ),
  recording: v.exactOptional(v.picklist(["off", "asking", "on", "declined", "failed"])),
  recording_failure: v.exactOptional(v.nullable(v.string())),
  visitor_rtt_ms: v.nullable(v.number()),
});

const ticket: v.GenericSchema<ViewerTicket> = v.object({
  type: v.literal("viewer.ticket"),
  session: v.string(),
  endpoint: v.string(),
  ticket: v.string(),
  ref: v.string(),
});

const waiting: v.GenericSchema<WaitingVisitor> = v.object({
  short_id: v.string(),
  nickname: v.string(),
  call_name: v.nullable(v.string()),
  waiting_ms: v.number(),
  url: v.string(),
  title: v.string(),
  note: v.nullable(v.string()),
});

const consoleEntry: v.GenericSchema<ConsoleEntry> = v.object({
  serial: v.number(),
  level: v.picklist([
    "debug",
    "log",
    "info",
    "warn",
    "error",
    "uncaught",
  ] satisfies ConsoleEntry["level"][]),
  text: v.string(),
  age_ms: v.number(),
});

const schemas: { [Type in ServerToAgent["type"]]: v.GenericSchema<MessageOf<Type>> } = {
  welcome: v.object({
    type: v.literal("welcome"),
    version: v.number(),
    connection: v.string(),
    agent: v.nullable(identity),
  }) satisfies v.GenericSchema<AgentWelcome>,
  "desk.visitor": v.object({
    type: v.literal("desk.visitor"),
    visitor: v.record(v.string(), v.unknown()),
  }) satisfies v.GenericSchema<DeskVisitor>,
  "desk.gone": v.object({
    type: v.literal("desk.gone"),
    short_id: v.string(),
  }) satisfies v.GenericSchema<DeskGone>,
  "desk.history": v.object({
    type: v.literal("desk.history"),
    short_id: v.string(),
  }) satisfies v.GenericSchema<DeskHistory>,
  "desk.online": v.object({
    type: v.literal("desk.online"),
    online: v.number(),
  }) satisfies v.GenericSchema<DeskOnline>,
  "desk.queue": v.object({
    type: v.literal("desk.queue"),
    waiting: v.array(waiting),
  }) satisfies v.GenericSchema<DeskQueue>,
  "desk.waiting": v.object({
    type: v.literal("desk.waiting"),
    waiting,
  }) satisfies v.GenericSchema<DeskWaiting>,
  "desk.waited": v.object({
    type: v.literal("desk.waited"),
    short_id: v.string(),
    answered_by: v.nullable(v.string()),
  }) satisfies v.GenericSchema<DeskWaited>,
  "agent.availability": v.object({
    type: v.literal("agent.availability"),
    availability: v.picklist(["available", "away"] satisfies AgentAvailability["availability"][]),
  }) satisfies v.GenericSchema<AgentAvailability>,
  "session.joined": v.object({
    type: v.literal("session.joined"),
    session: sessionView,
    participant,
    viewer: ticket,
    ref: v.string(),
  }) satisfies v.GenericSchema<SessionJoined>,
  "session.state": v.object({
    type: v.literal("session.state"),
    session: sessionView,
  }) satisfies v.GenericSchema<SessionUpdated>,
  "viewer.ticket": ticket,
  pointer: v.object({
    type: v.literal("pointer"),
    session: v.string(),
    agent: v.string(),
    x: v.number(),
    y: v.number(),
    visible: v.boolean(),
  }) satisfies v.GenericSchema<AgentPointer>,
  draw: v.object({
    type: v.literal("draw"),
    session: v.string(),
    agent: v.string(),
    page: v.number(),
    epoch: v.number(),
    inset: v.nullable(v.number()),
    action: v.object({
      kind: v.literal("draw"),
      tool: v.picklist(["laser", "pen", "highlight", "clear"] satisfies DrawAction["tool"][]),
      stroke: v.number(),
      node: v.nullable(v.number()),
      points: v.array(v.number()),
    }),
  }) satisfies v.GenericSchema<AgentDrew>,
  "input.result": v.object({
    type: v.literal("input.result"),
    session: v.string(),
    id: v.number(),
    ok: v.boolean(),
    reason: v.nullable(refusal),
  }) satisfies v.GenericSchema<InputOutcome>,
  "session.message": v.object({
    type: v.literal("session.message"),
    session: v.string(),
    message: v.record(v.string(), v.unknown()),
  }) satisfies v.GenericSchema<MessageOfPage>,
  "console.entries": v.object({
    type: v.literal("console.entries"),
    session: v.string(),
    run: v.number(),
    entries: v.array(consoleEntry),
    dropped: v.number(),
  }) satisfies v.GenericSchema<ConsoleEntries>,
  "console.result": v.object({
    type: v.literal("console.result"),
    session: v.string(),
    id: v.number(),
    kind: v.picklist(["value", "error", "refused"] satisfies ConsoleResult["kind"][]),
    text: v.string(),
  }) satisfies v.GenericSchema<ConsoleResult>,
  pong: v.object({ type: v.literal("pong"), id: v.number() }) satisfies v.GenericSchema<Pong>,
  error: v.object({
    type: v.literal("error"),
    code: v.string(),
    message: v.string(),
    ref: v.nullable(v.string()),
  }) satisfies v.GenericSchema<ErrorMessage>,
};

type MessageOf<Type extends ServerToAgent["type"]> = Extract<ServerToAgent, { type: Type }>;

/** What the text of one frame is. */
export type Reading =
  | { kind: "message"; message: ServerToAgent }
  | { kind: "unknown" }
  | { kind: "bad"; fault: string };

/**
 * Reads one text frame. `unknown` is a message of a type from a newer server, to be ignored (rule
 * V3); `bad` names what did not fit.
 */
export function readServerMessage(text: string): Reading {
  const raw = readMessage<ServerToAgent>(text);
  if (raw === null) return { kind: "bad", fault: "expected a JSON object with a type" };
  if (!Object.hasOwn(schemas, raw.type)) return { kind: "unknown" };
  const result = v.safeParse(schemas[raw.type] as v.GenericSchema<ServerToAgent>, raw);
  if (result.success) return { kind: "message", message: result.output };
  const issue = result.issues[0];
  return { kind: "bad", fault: `${raw.type}.${v.getDotPath(issue) ?? ""}: ${issue.message}` };
}
