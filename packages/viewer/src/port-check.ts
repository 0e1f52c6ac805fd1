/** Reading fields of a message that somebody else made, one clear error each. */

const MAX_PIXELS = 1_000_000;
const MAX_UINT32 = 0xffffffff;

/** A message over the port that is not what its direction allows. */
export class BadPortMessage extends Error {
  override name = "BadPortMessage";
}

/** Readers of the fields of one object; each throws `BadPortMessage` for what does not fit. */
export interface CheckedObject {
  /** The field as it came, undefined when there is none. */
  field(name: string): unknown;
  text(name: string, maxLength: number): string;
  textOrNull(name: string, maxLength: number): string | null;
  flag(name: string): boolean;
  number(name: string, min: number, max: number): number;
  integer(name: string, min: number, max: number): number;
  uint32(name: string): number;
  uint32OrNull(name: string): number | null;
  /** A coordinate or distance in CSS pixels, finite and of sane size. */
  pixels(name: string): number;
  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice;
  list<Entry>(name: string, maxLength: number, read: (entry: unknown) => Entry): Entry[];
}

/**
 * @param what how the object is called in errors.
 * @throws BadPortMessage when `data` is no object.
 */
export function checkedObject(data: unknown, what: string): CheckedObject {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw new BadPortMessage(`expected ${what} to be an object, got ${shown(data)}`);
  }
  const fields = data as Record<string, unknown>;
  const field = (name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined);
  const fail = (name: string, expected: string): never => {
    throw new BadPortMessage(
      `expected ${what}.${name} to be ${expected}, got ${shown(field(name))}`,
    );
  };
  const number = (name: string, min: number, max: number) => {
    const value = field(name);
    if (typeof value === "number" && value >= min && value <= max) return value;
    return fail(name, `a number from ${min} to ${max}`);
  };
  const integer = (name: string, min: number, max: number) => {
    const value = number(name, min, max);
    return Number.isInteger(value) ? value : fail(name, "a whole number");
  };
  const text = (name: string, maxLength: number) => {
    const value = field(name);
    if (typeof value === "string" && value.length <= maxLength) return value;
    return fail(name, `a string of at most ${maxLength} characters`);
  };
  return {
    field,
    text,
    textOrNull: (name, maxLength) => (field(name) === null ? null : text(name, maxLength)),
    flag(name) {
      const value = field(name);
      return typeof value === "boolean" ? value : fail(name, "true or false");
    },
    number,
    integer,
    uint32: (name) => integer(name, 0, MAX_UINT32),
    uint32OrNull: (name) => (field(name) === null ? null : integer(name, 0, MAX_UINT32)),
    pixels: (name) => number(name, -MAX_PIXELS, MAX_PIXELS),
    oneOf(name, choices) {
      const value = field(name);
      return choices.find((choice) => choice === value) ?? fail(name, choices.join(", "));
    },
    list(name, maxLength, read) {
      const value = field(name);
      if (Array.isArray(value) && value.length <= maxLength) return value.map(read);
      return fail(name, `a list of at most ${maxLength} entries`);
    },
  };
}

function shown(value: unknown): string {
  if (typeof value === "string")
    return value.length > 40 ? `"${value.slice(0, 40)}…"` : `"${value}"`;
  if (value === null || typeof value === "number" || typeof value === "boolean")
    return String(value);
  return Array.isArray(value) ? `a list of ${value.length}` : typeof value;
}
