/** Reading values of a message that a hostile page may have shaped: what does not fit is null. */

export type Fields = Readonly<Record<string, unknown>>;

export function asFields(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

/** The entries of a list; none when it is no list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects in a list; what else is in it is passed over. */
export function asObjects(value: unknown): Fields[] {
  return asList(value).filter((entry): entry is Fields => asFields(entry) !== null);
}

export function asText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function asNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** A node's or style sheet's id; capture numbers them from 1. */
export function asId(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : null;
}
