/**
 * What the page around a frame and the page in it say to each other until they have a port of their own (rule N2), and on it.
 * Any window can send such messages: nothing in them is believed but for what the browser says of their sender.
 */

/** Name under which messages between windows stand, beside the site's own. */
const TAG = "userview";
const MAX_TOKEN = 2048;
const MAX_DOCUMENT = 64;

/** The page around asks whether a page with the SDK is there. */
export const ASK = { [TAG]: "ask" } as const;

/** The page in the frame answers, or says so when it begins. @param document made anew for each document. */
export function here(document: string): object {
  return { [TAG]: "here", document };
}

/** The page around offers to show it; a port goes along. @param document the one that said that it is there. */
export function open(document: string, token: string): object {
  return { [TAG]: "open", document, token };
}

/** Something that another window said. */
export type Said =
  | { readonly kind: "ask" }
  | { readonly kind: "here"; readonly document: string }
  | { readonly kind: "open"; readonly document: string; readonly token: string };

/** A message between windows; null for what is not ours, or was not sent by a window. */
export function readSaid({ data, isTrusted }: MessageEvent): Said | null {
  if (!isTrusted || typeof data !== "object" || data === null) return null;
  const { [TAG]: kind, document, token } = data as Record<string, unknown>;
  if (kind === "ask") return { kind };
  if (!isText(document, MAX_DOCUMENT)) return null;
  if (kind === "here") return { kind, document };
  if (kind === "open" && isText(token, MAX_TOKEN)) return { kind, document, token };
  return null;
}

/** The page in the frame, on the port. */
export type FromInset =
  /** A whole message of content, in lines. */
  | { readonly kind: "message"; readonly snapshot: boolean; readonly lines: readonly string[] }
  /** What was said and has not left yet must not leave any more; a snapshot follows. */
  | { readonly kind: "reset" }
  /** Nothing more comes. */
  | { readonly kind: "bye" };

/** The page around, on the port. */
export type ToInset =
  /** Tell the whole page again. */
  | { readonly kind: "snapshot" }
  /** Say nothing more, at once. */
  | { readonly kind: "stop" };

/** A message of the page in the frame, null when it is none. */
export function readFromInset(data: unknown): FromInset | null {
  if (typeof data !== "object" || data === null) return null;
  const { kind, snapshot, lines } = data as Record<string, unknown>;
  if (kind === "reset" || kind === "bye") return { kind };
  if (kind !== "message" || typeof snapshot !== "boolean" || !Array.isArray(lines)) return null;
  return lines.every((line) => typeof line === "string") ? { kind, snapshot, lines } : null;
}

/** A message of the page around the frame, null when it is none. */
export function readToInset(data: unknown): ToInset | null {
  if (typeof data !== "object" || data === null) return null;
  const { kind } = data as Record<string, unknown>;
  return kind === "snapshot" || kind === "stop" ? { kind } : null;
}

/** Whether an origin, as browsers say it of a sender, is one that pages of the web have. */
export function isSite(origin: string): boolean {
  return /^https?:\/\//.test(origin);
}

function isText(value: unknown, most: number): value is string {
  return typeof value === "string" && value !== "" && value.length <= most;
}
