/**
 * What an embedded watch page and the page around it say to each other, as `postMessage` data.
 *
 * Every message is an object whose `userview` says what it is. The watch page greets once it is loaded; it answers and obeys
 * pages of the origins that its link or token was made for (`allowed_origins`), and nobody else.
 *
 * Published types stand alone: what is also in the protocol is written out, and the dashboard, which fills it in, does not
 * compile once the two differ.
 */

import { readCustomMessage } from "@userview/protocol/custom";

/** Raised when older pages would misunderstand. */
export const EMBED_VERSION = 1;

/** `page_only` is 100 % at the top left if it fits into the window, else scaled to fit. */
export type EmbeddedFit = "fit" | "actual" | "page_only";

/** What the mouse over the mirror draws with. */
export type EmbeddedTool = "laser" | "pen" | "highlight";

/** Where to lead the visitor. */
export type EmbeddedStep = "back" | "forward" | "reload";

/** What the product's page in the visitor's browser and the page around send each other: a JSON object, at most 16 KiB and 16 levels. */
export type EmbeddedMessage = Record<string, unknown>;

/** Why a session is over. */
export type EmbeddedEnd =
  | "visitor_stopped"
  | "agent_stopped"
  | "api_stopped"
  | "declined"
  | "authorization_timeout"
  | "visitor_gone"
  | "agents_gone"
  | "agent_idle"
  | "time_limit"
  | "link_expired"
  | "erased";

/** Somebody who watches. */
export interface EmbeddedAgent {
  id: string;
  name: string;
  /** Index of the colour of pointer and drawings, 0-7. */
  color: number;
}

/** How the session stands, whole: each `state` message replaces the one before it. */
export interface EmbeddedState {
  /** `opening`: the right to watch is looked for; `refused`: there is none, `error` says why. */
  phase: "opening" | "joining" | "joined" | "refused";
  /** False while the connection to the server is lost: what is said here may be old. */
  connected: boolean;
  /** Id of the session. */
  session: string;
  /** Null until this page has joined. */
  state: "requested" | "authorizing" | "active" | "paused" | "ended" | null;
  /** What an active session waits for, null when the page is live. */
  waiting_for: "visitor_offline" | "consent" | "page_change" | "capture" | null;
  end_reason: EmbeddedEnd | null;
  visitor: { short_id: string; nickname: string } | null;
  /** The visitor's page; width and height in its CSS pixels. */
  page: { url: string; title: string; width: number; height: number } | null;
  agents: EmbeddedAgent[];
  /** Which of `agents` this page is. */
  me: string | null;
  /** Who has control. */
  control: string | null;
  /** What this agent may do here now. */
  permissions: {
    allow_click: boolean;
    allow_scroll: boolean;
    allow_type: boolean;
    allow_draw: boolean;
    allow_agent_redirect: boolean;
  } | null;
  /** Why `phase` is `refused`. */
  error: { code: string; message: string } | null;
}

/** The watch page to the page around it. */
export type FromEmbedded =
  | { userview: "ready"; version: number }
  | { userview: "state"; state: EmbeddedState }
  /** The visitor's page says something of its own. */
  | { userview: "message"; message: EmbeddedMessage }
  /** Something that the agent did here was not carried out. */
  | { userview: "refused"; code: string; message: string }
  /** A command could not be read. */
  | { userview: "error"; message: string };

/** The page around to the watch page. */
export type ToEmbedded =
  | { userview: "listen" }
  | { userview: "end" }
  | { userview: "takeControl" }
  | { userview: "releaseControl" }
  | { userview: "fit"; mode: EmbeddedFit }
  /** Null: the mouse is for the page. */
  | { userview: "tool"; tool: EmbeddedTool | null }
  | { userview: "clearDrawings" }
  /** Tell the visitor's page something of the product's own. */
  | { userview: "message"; message: EmbeddedMessage }
  | { userview: "navigate"; to: EmbeddedStep }
  | { userview: "navigate"; to: "url"; url: string };

const COMMANDS = [
  "listen",
  "end",
  "takeControl",
  "releaseControl",
  "fit",
  "tool",
  "clearDrawings",
  "message",
  "navigate",
] as const;
const FITS = ["fit", "actual", "page_only"] as const;
const TOOLS = ["laser", "pen", "highlight", null] as const;
const STEPS = ["back", "forward", "reload", "url"] as const;
/** Of an address, in UTF-16 units. */
const LONGEST_URL = 2048;

/** What cannot be read, in a sentence for the developer of the page around. */
export class BadCommand extends Error {}

/**
 * A command of the page around, null for data that is none of ours: pages post all kinds of things.
 * @throws BadCommand naming what was expected and what came.
 */
export function readCommand(data: unknown): ToEmbedded | null {
  if (typeof data !== "object" || data === null || !Object.hasOwn(data, "userview")) return null;
  const given = data as Record<string, unknown>;
  const command = oneOf(given, "userview", COMMANDS);
  switch (command) {
    case "fit":
      return { userview: command, mode: oneOf(given, "mode", FITS) };
    case "tool":
      return { userview: command, tool: oneOf(given, "tool", TOOLS) };
    case "message": {
      const read = readCustomMessage(given["message"]);
      if ("fault" in read) throw new BadCommand(`message: ${read.fault}`);
      return { userview: command, message: read.message };
    }
    case "navigate": {
      const to = oneOf(given, "to", STEPS);
      return to === "url"
        ? { userview: command, to, url: address(given["url"]) }
        : { userview: command, to };
    }
    default:
      return { userview: command };
  }
}

function oneOf<Value extends string | null>(
  given: Record<string, unknown>,
  field: string,
  choices: readonly Value[],
): Value {
  const found = choices.find((choice) => choice === given[field]);
  if (found !== undefined) return found;
  throw new BadCommand(
    `${field}: expected one of ${choices.map(String).join(", ")}, got ${shown(given[field])}`,
  );
}

function address(url: unknown): string {
  if (typeof url === "string" && url.length <= LONGEST_URL && /^https?:/i.test(url)) return url;
  throw new BadCommand(
    `url: expected an address of the web, at most ${LONGEST_URL} characters, got ${shown(url)}`,
  );
}

/** A message of the watch page; null for anything else. The caller has checked origin and source. */
export function readEmbedded(data: unknown): FromEmbedded | null {
  if (typeof data !== "object" || data === null || !("userview" in data)) return null;
  const message = data as FromEmbedded;
  return ["ready", "state", "message", "refused", "error"].includes(message.userview)
    ? message
    : null;
}

function shown(value: unknown): string {
  return String(typeof value === "string" ? JSON.stringify(value) : typeof value).slice(0, 80);
}
