import type { Session, TimelineEntry } from "../../api/client.ts";

const FEATURES: Readonly<Record<string, string>> = {
  remote_click: "clicked in the page",
  remote_scroll: "scrolled the page",
  remote_typing: "typed into the page",
  drawing: "drew over the page",
  pointer: "pointed at the page",
  redirect: "led the visitor to another page",
  console: "used the console",
  call: "used the call",
  full_screen: "asked for the whole screen",
  agent_screen: "showed their own screen",
  custom_message: "sent a message to the page",
  notes: "wrote notes",
};

/** A visitor's rating. */
export function starsInWords(rating: number): string {
  return rating === 1 ? "1 star of 5" : `${rating} stars of 5`;
}

/** What there is of a recording. */
export const RECORDINGS: Readonly<Record<Session["video_status"], string>> = {
  pending: "Recorded",
  recording: "Is being recorded",
  not_available: "None",
  ready: "Recorded",
  expired: "Erased, as it was too old",
  removed: "Deleted",
};

/** One line for what happened; `outcome` says why a session ended. */
export function entryInWords(entry: TimelineEntry, outcome: string): string {
  const who = entry.agent?.agent_nickname ?? text(entry.detail["name"]) ?? "An agent";
  switch (entry.type) {
    case "requested":
      return "The session was asked for";
    case "authorizing":
      return "The visitor was asked";
    case "authorized":
      return entry.detail["asked"] === false ? "No consent was needed" : "The visitor agreed";
    case "declined":
      return "The visitor declined";
    case "active":
      return "The session is on";
    case "paused":
      return "The visitor went offline";
    case "went_live":
      return "The page could be seen";
    case "agent_joined":
      return `${who} joined`;
    case "agent_left":
      return `${who} left`;
    case "feature_used": {
      const feature = text(entry.detail["feature"]) ?? "";
      return `${who} ${FEATURES[feature] ?? `used ${feature}`}`;
    }
    case "message_sent": {
      const bytes = entry.detail["bytes"];
      const size = typeof bytes === "number" ? ` (${bytes} bytes)` : "";
      return entry.agent === null
        ? `The page sent agents a message${size}`
        : `${who} sent the page a message${size}`;
    }
    case "console_run":
      return `${who} ran code in the page`;
    case "page_shown":
      return "A page was shown";
    case "control_changed":
      return text(entry.detail["name"]) === null ? "Nobody was in control" : `${who} took control`;
    case "rated":
      return `The visitor gave ${starsInWords(Number(entry.detail["rating"]))}`;
    case "recording_allowed":
      return "The visitor agreed to be recorded";
    case "recording_declined":
      return "The visitor did not want to be recorded";
    case "recording_started":
      return "Recording began";
    case "recording_failed":
      return `Recording stopped: ${text(entry.detail["reason"]) ?? "it could not be written"}`;
    case "ended":
      return `Ended: ${outcome}`;
  }
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
