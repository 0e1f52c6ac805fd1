import type { EndReason, SessionView, WatchedVisitor } from "@userview/protocol";
import type { CustomMessage } from "@userview/protocol/custom";

/** Everything the watch page says about a session, in words that an agent would use. */

const REFUSALS: Readonly<Record<string, string>> = {
  not_permitted: "You are not permitted to do that here.",
  not_allowed: "You are not permitted to do that here.",
  site_not_allowed: "Visitors can be sent to your team's allowed sites only.",
  failed: "The visitor's browser could not do that.",
  stale: "The visitor is at another page by now. Try again.",
  control_held: "Another agent is in control. Take control first.",
  control_not_granted: "Ask the visitor for control first.",
  control_declined: "The visitor did not give you control.",
  no_consent: "The visitor has not agreed yet.",
  not_live: "The visitor's page is not connected right now.",
  offline: "You are offline: this did not reach the visitor.",
  rate_limited: "Too much at once: some of your input was dropped.",
};

/** Why something that the agent did was refused; codes that are not known here get the server's sentence. */
export function refusalInWords(code: string, fallback = "That did not work."): string {
  return REFUSALS[code] ?? fallback;
}

/** What one sees of a session at a glance. */
export interface StateInWords {
  tone: "live" | "busy" | "warning" | "over";
  label: string;
  /** A sentence for the middle of the window while no page is shown; null while one is. */
  title: string | null;
  detail: string | null;
}

/** The server ends the session when the visitor stays away this long (rules S2, S6). */
const WAIT_SECONDS = 60;

/** How sentences call the visitor; nobody reads 18 letters and digits as a name. */
export function nameInSentence(visitor: WatchedVisitor): string {
  return visitor.nickname === visitor.short_id ? "the visitor" : visitor.nickname;
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** `secondsLeft` counts down where the session ends if nothing happens; null when it does not. */
export function stateInWords(view: SessionView, secondsLeft: number | null): StateInWords {
  const name = nameInSentence(view.visitor);
  switch (view.state) {
    case "requested":
      return view.waiting_for === "visitor_offline"
        ? {
            tone: "warning",
            label: "Visitor is offline",
            title: capitalized(`${name} is offline`),
            detail: `${waitSentence(secondsLeft)} The session begins as soon as they are back on your site.`,
          }
        : { tone: "busy", label: "Starting", title: "Starting the session…", detail: null };
    case "authorizing":
      return {
        tone: "busy",
        label: "Waiting for consent",
        title: `Waiting for ${name} to agree`,
        detail: capitalized(
          `${name} is being asked to share this page with you. You see nothing until they say yes.`,
        ),
      };
    case "active":
      return activeInWords(view, name);
    case "paused":
      return {
        tone: "warning",
        label: "Visitor is offline",
        ...awayInWords(view, name, secondsLeft),
      };
    case "ended":
      return {
        tone: "over",
        label: "Ended",
        title: endInWords(view.end_reason, name),
        detail: null,
      };
  }
}

function activeInWords(view: SessionView, name: string): StateInWords {
  switch (view.waiting_for) {
    case null:
      return { tone: "live", label: "Live", title: null, detail: null };
    case "page_change":
      return {
        tone: "busy",
        label: "Changing pages",
        title: capitalized(`${name} is going to another page…`),
        detail: null,
      };
    case "visitor_offline":
      return {
        tone: "warning",
        label: "Visitor is offline",
        title: capitalized(`${name} went offline`),
        detail: waitSentence(null),
      };
    case "consent":
      return {
        tone: "busy",
        label: "Waiting for consent",
        title: `Waiting for ${name} to agree`,
        detail: null,
      };
    case "capture":
      return view.notice === null
        ? { tone: "busy", label: "Loading", title: "Loading the page…", detail: null }
        : {
            tone: "warning",
            label: "No picture",
            title: "The page cannot be shown",
            detail: view.notice,
          };
  }
}

/** The visitor is gone for now; where the page said beforehand what for, its words come first. */
function awayInWords(
  { expected }: SessionView,
  name: string,
  secondsLeft: number | null,
): Pick<StateInWords, "title" | "detail"> {
  if (expected === undefined || expected === null)
    return {
      title: capitalized(`${name} went offline`),
      detail: `${waitSentence(secondsLeft)} Changing pages can look like this for a moment.`,
    };
  const words = expected.message === null ? "" : `${expected.message} `;
  return {
    title: expected.title ?? capitalized(`${name} is at a page that cannot be shown`),
    detail: `${words}${waitSentence(secondsLeft)}`,
  };
}

/** How long the visitor is waited for while away. */
export function awaySeconds({ expected }: SessionView): number {
  return expected?.wait_seconds ?? WAIT_SECONDS;
}

function waitSentence(secondsLeft: number | null): string {
  if (secondsLeft === null) return `Waiting up to ${WAIT_SECONDS} seconds.`;
  if (secondsLeft <= 0) return "Still waiting…";
  if (secondsLeft > 90) return `Waiting ${Math.ceil(secondsLeft / 60)} more minutes.`;
  return `Waiting ${secondsLeft} more ${secondsLeft === 1 ? "second" : "seconds"}.`;
}

/** Why a session is over; `name` as in a sentence. */
export function endInWords(reason: EndReason | null, name: string): string {
  return capitalized(endSentence(reason, name));
}

function endSentence(reason: EndReason | null, name: string): string {
  switch (reason) {
    case "visitor_stopped":
      return `${name} stopped sharing`;
    case "agent_stopped":
      return "An agent ended the session";
    case "api_stopped":
      return "The session was ended through the API";
    case "declined":
      return `${name} did not agree to share the page`;
    case "authorization_timeout":
      return `${name} did not answer in time`;
    case "visitor_gone":
      return `${name} left and did not come back`;
    case "agents_gone":
      return "All agents had left";
    case "agent_idle":
      return "Nothing happened for a long time";
    case "time_limit":
      return "The session reached its time limit";
    case "link_expired":
      return "The link was not used in time";
    case "erased":
      return "The visitor's data was erased";
    case null:
      return "The session has ended";
  }
}

/** What a custom message says when it is `{text}` and nothing else; null for any other shape. */
export function asText(message: CustomMessage): string | null {
  const { text, ...rest } = message;
  return typeof text === "string" && Object.keys(rest).length === 0 ? text : null;
}

/** Quality of a connection by its round trip. */
export interface QualityInWords {
  level: 0 | 1 | 2 | 3 | 4;
  label: string;
}

/** `ms` is null until measured; `connected` false when there is nothing to measure. */
export function qualityInWords(ms: number | null, connected: boolean): QualityInWords {
  if (!connected) return { level: 0, label: "Offline" };
  if (ms === null) return { level: 0, label: "Measuring…" };
  if (ms < 100) return { level: 4, label: "Excellent" };
  if (ms < 250) return { level: 3, label: "Good" };
  if (ms < 600) return { level: 2, label: "Fair" };
  return { level: 1, label: "Slow" };
}
