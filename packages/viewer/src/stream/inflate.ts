/** Deflated content → text, within bounds: a bomb is refused before it has grown. */

/** Bytes of a message when inflated. */
export const MAX_INFLATED_BYTES = 20 * 1024 * 1024;

/** How many times larger than it travelled content may be… */
export const MAX_RATIO = 100;

/** …once it is larger than this: a table of a hundred thousand empty cells is no bomb. */
export const RATIO_COUNTS_FROM_BYTES = 4 * 1024 * 1024;

/** Content that cannot be opened; the text is for the agent to read. */
export class BadDeflate extends Error {
  override name = "BadDeflate";
}

/**
 * The text of raw DEFLATE data that holds UTF-8.
 * @throws BadDeflate when it is larger than allowed, broken or no UTF-8.
 */
export async function inflateText(deflated: Uint8Array<ArrayBuffer>): Promise<string> {
  const limit = Math.min(
    MAX_INFLATED_BYTES,
    Math.max(RATIO_COUNTS_FROM_BYTES, deflated.byteLength * MAX_RATIO),
  );
  const reader = new Blob([deflated])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"))
    .getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let size = 0;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      size += chunk.value.byteLength;
      if (size > limit) throw new BadDeflate(`The page's content is larger than ${limit} bytes`);
      text += decoder.decode(chunk.value, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    if (error instanceof BadDeflate) throw error;
    throw new BadDeflate("The page's content cannot be read");
  }
}

/** The text of content that travelled as it is. @throws BadDeflate */
export function plainText(content: Uint8Array): string {
  if (content.byteLength > MAX_INFLATED_BYTES) {
    throw new BadDeflate(`The page's content is larger than ${MAX_INFLATED_BYTES} bytes`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw new BadDeflate("The page's content cannot be read");
  }
}
