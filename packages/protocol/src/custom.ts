/** Messages that a product's page and its agents' pages send each other (rule G1), checked where they begin. */

/** Of one as JSON, in UTF-8 and without blanks. */
export const MAX_CUSTOM_BYTES = 16 * 1024;
/** Objects and lists within each other, the message itself included. */
export const MAX_CUSTOM_DEPTH = 16;

/** A JSON object. */
export type CustomMessage = Record<string, unknown>;

/** What can be sent, as the other side will read it; or in one clause what is wrong with it. */
export type CustomReading = { message: CustomMessage } | { fault: string };

/** Read what somebody wants to send: anything of which JSON makes an object within the bounds. */
export function readCustomMessage(given: unknown): CustomReading {
  let json: string | undefined;
  try {
    json = JSON.stringify(given);
  } catch (error) {
    return { fault: `expected what JSON can write, got an error: ${String(error)}` };
  }
  if (json === undefined || !json.startsWith("{"))
    return { fault: `expected an object, got ${Array.isArray(given) ? "a list" : typeof given}` };
  const bytes = new TextEncoder().encode(json).length;
  if (bytes > MAX_CUSTOM_BYTES)
    return { fault: `expected at most ${MAX_CUSTOM_BYTES} bytes of JSON, got ${bytes}` };
  const message = JSON.parse(json) as CustomMessage;
  if (isDeeper(message, MAX_CUSTOM_DEPTH))
    return { fault: `expected at most ${MAX_CUSTOM_DEPTH} levels, got more` };
  return { message };
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1));
}
