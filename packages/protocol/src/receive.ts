/**
 * A control message from the text of a frame, null when it is no JSON object with a `type`.
 * The server is trusted to send what its schema says; types that are not known are for the caller
 * to ignore (rule V3).
 */
export function readMessage<Message extends { type: string }>(text: string): Message | null {
  try {
    const value: Message | null = JSON.parse(text);
    return typeof value?.type === "string" ? value : null;
  } catch {
    return null;
  }
}
