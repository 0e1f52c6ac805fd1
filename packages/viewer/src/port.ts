/**
 * What the dashboard and the replay frame say to each other over their MessagePort.
 *
 * The frame shows hostile content and the dashboard holds the agent's rights, so each side reads what
 * comes with the function of its direction, and drops what that refuses. Lengths are UTF-16 units,
 * coordinates CSS pixels in the visitor's layout viewport.
 */
import type { Action, DrawAction } from "@userview/protocol";
import { readAction, readDrawing } from "./port-actions.ts";
import { readAgent, readAgents, type ShownAgent } from "./port-agents.ts";
import { BadPortMessage, checkedObject } from "./port-check.ts";
import {
  type FromPlayback,
  isFromPlayback,
  isToPlayback,
  readFromPlayback,
  readToPlayback,
  type ToPlayback,
} from "./port-playback.ts";

export { BadPortMessage } from "./port-check.ts";

/** What the frame posts to its parent when it is ready to be given a port. */
export const VIEWER_HELLO = { userview: "viewer" } as const;

/** What the dashboard answers, with one port transferred. */
export const PORT_OFFER = { userview: "port" } as const;

/** `page_only` is 100 % at the top left if it fits into the window, else scaled to fit; no margins. */
export type FitMode = "fit" | "actual" | "page_only";

export type DrawTool = "laser" | "pen" | "highlight";

const DRAW_TOOLS: readonly DrawTool[] = ["laser", "pen", "highlight"];

/** The dashboard to the frame. */
export type ToViewer =
  | { type: "open"; endpoint: string; ticket: string }
  | { type: "fit"; mode: FitMode }
  | { type: "control"; enabled: boolean; mine: boolean }
  | {
      type: "pointer";
      agent: string;
      name: string;
      color: number;
      x: number;
      y: number;
      visible: boolean;
    }
  /** Which drawing tool this agent has in the hand, and as whom; null: the mouse is for the page. */
  | { type: "tool"; tool: DrawTool | null; agent: ShownAgent }
  /** Another agent drew in the page that is shown. */
  | {
      type: "draw";
      agent: ShownAgent;
      page: number;
      epoch: number;
      action: DrawAction;
      inset: number | null;
    }
  /** What this agent drew was refused, and said so elsewhere: it goes from this mirror. */
  | { type: "undrawn" }
  /** Take away what this agent has drawn, for everybody. */
  | { type: "clear" }
  | { type: "pointers"; agents: ShownAgent[] }
  | { type: "refused"; id: number; reason: string }
  | { type: "ping"; id: number }
  | { type: "close" }
  | ToPlayback;

/**
 * `waiting`: connected, no page yet; `paused`: what is shown is old; `ended`: cleared for good; `lost`:
 * no connection, `detail` says whether the frame goes on trying.
 */
export type ViewerStatus = "connecting" | "waiting" | "live" | "paused" | "ended" | "lost";

/** The frame to the dashboard. */
export type FromViewer =
  | { type: "ready" }
  | { type: "needTicket" }
  | { type: "status"; status: ViewerStatus; detail: string | null }
  | { type: "page"; url: string; width: number; height: number; scale: number }
  | { type: "pointer"; x: number; y: number; visible: boolean }
  | { type: "input"; id: number; page: number; epoch: number; action: Action; inset: number | null }
  | { type: "shortcut"; key: string }
  | { type: "pong"; id: number }
  | FromPlayback;

const FIT_MODES: readonly FitMode[] = ["fit", "actual", "page_only"];
const STATUSES: readonly ViewerStatus[] = [
  "connecting",
  "waiting",
  "live",
  "paused",
  "ended",
  "lost",
];

/** True for the frame's `VIEWER_HELLO`; the caller has checked origin and source. */
export function isViewerHello(data: unknown): boolean {
  return isTagged(data, VIEWER_HELLO.userview);
}

/** True for the dashboard's `PORT_OFFER`; the caller has checked origin and source. */
export function isPortOffer(data: unknown): boolean {
  return isTagged(data, PORT_OFFER.userview);
}

function isTagged(data: unknown, tag: string): boolean {
  return typeof data === "object" && data !== null && "userview" in data && data.userview === tag;
}

/**
 * A message of the dashboard, with nothing in it but the fields of its type.
 * @throws BadPortMessage naming the field, what was expected and what came.
 */
export function readToViewer(data: unknown): ToViewer {
  const message = checkedObject(data, "message");
  const type = message.text("type", 32);
  switch (type) {
    case "open":
      return {
        type,
        endpoint: message.text("endpoint", 2048),
        ticket: message.text("ticket", 2048),
      };
    case "fit":
      return { type, mode: message.oneOf("mode", FIT_MODES) };
    case "control":
      return { type, enabled: message.flag("enabled"), mine: message.flag("mine") };
    case "pointer":
      return {
        type,
        agent: message.text("agent", 128),
        name: message.text("name", 256),
        color: message.integer("color", 0, 7),
        ...point(message),
        visible: message.flag("visible"),
      };
    case "tool": {
      const isNone = message.field("tool") === null;
      const tool = isNone ? null : message.oneOf("tool", DRAW_TOOLS);
      return { type, tool, agent: readAgent(message.field("agent")) };
    }
    case "draw":
      return {
        type,
        agent: readAgent(message.field("agent")),
        page: message.uint32("page"),
        epoch: message.uint32("epoch"),
        action: readDrawing(checkedObject(message.field("action"), "action")),
        inset: message.uint32OrNull("inset"),
      };
    case "undrawn":
    case "clear":
      return { type };
    case "pointers":
      return {
        type,
        agents: readAgents(message),
      };
    case "refused":
      return { type, id: message.uint32("id"), reason: message.text("reason", 256) };
    case "ping":
      return { type, id: message.uint32("id") };
    case "close":
      return { type };
    default:
      if (isToPlayback(type)) return readToPlayback(type, message);
      throw new BadPortMessage(`expected a message type known to the viewer, got "${type}"`);
  }
}

/**
 * A message of the frame, with nothing in it but the fields of its type.
 * @throws BadPortMessage naming the field, what was expected and what came.
 */
export function readFromViewer(data: unknown): FromViewer {
  const message = checkedObject(data, "message");
  const type = message.text("type", 32);
  switch (type) {
    case "ready":
    case "needTicket":
      return { type };
    case "status":
      return {
        type,
        status: message.oneOf("status", STATUSES),
        detail: message.textOrNull("detail", 500),
      };
    case "page":
      return {
        type,
        url: message.text("url", 8192),
        width: message.integer("width", 0, 100_000),
        height: message.integer("height", 0, 100_000),
        scale: message.number("scale", 0, 1),
      };
    case "pointer":
      return { type, ...point(message), visible: message.flag("visible") };
    case "input":
      return {
        type,
        id: message.uint32("id"),
        page: message.uint32("page"),
        epoch: message.uint32("epoch"),
        action: readAction(message.field("action")),
        inset: message.uint32OrNull("inset"),
      };
    case "shortcut":
      return { type, key: message.text("key", 32) };
    case "pong":
      return { type, id: message.uint32("id") };
    default:
      if (isFromPlayback(type)) return readFromPlayback(message);
      throw new BadPortMessage(`expected a message type known to the dashboard, got "${type}"`);
  }
}

function point(message: ReturnType<typeof checkedObject>): { x: number; y: number } {
  return { x: message.pixels("x"), y: message.pixels("y") };
}
