/**
 * A control message from the text of a frame, null when it is no JSON object with a `type`.
 * The server is trusted to send what its schema says; types that are not known are for the caller
 * to ignore (rule V3).
 */
export function readMessage<Message extends { type: string }>(text: string): Message | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
    return typeof (value as { type?: unknown }).type === "string" ? (value as Message) : null;
  } catch {
    return null;
  }
}
