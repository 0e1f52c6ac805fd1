import type { Seen } from "@userview/capture";
import type { Kept } from "../port.ts";

/** What the loader kept, as capture asks for it. */
export function seenBefore({ given, roots }: Kept): Seen {
  return {
    sheetSource: (sheet) => (given.get(sheet) as string | string[] | undefined) || null,
    closedRoot: (host) => roots.get(host) ?? null,
    internals: (element) => (given.get(element) as ElementInternals | undefined) ?? null,
    fontSource: (face) => (given.get(face) as string | BufferSource | undefined) ?? null,
  };
}
