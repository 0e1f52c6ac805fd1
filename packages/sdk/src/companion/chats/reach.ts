/** Reaching into what belongs to somebody else: it may be anything, throw at every touch, and be huge. */

const TEXT_CHARACTERS = 256;

/** A member of a thing, undefined where there is none or it cannot be read. */
export function member(thing: unknown, name: string): unknown {
  if ((typeof thing !== "object" && typeof thing !== "function") || thing === null)
    return undefined;
  try {
    return (thing as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

/** A member of a member and so on. */
export function reach(thing: unknown, ...names: readonly string[]): unknown {
  return names.reduce(member, thing);
}

/** Whether a thing has functions of these names, as an element of the page with the same id has not. */
export function has(thing: unknown, ...names: readonly string[]): boolean {
  return names.every((name) => typeof member(thing, name) === "function");
}

/** What a function answers, undefined where it is none or throws. */
export function answer(call: unknown, self: unknown, ...args: readonly unknown[]): unknown {
  if (typeof call !== "function") return undefined;
  try {
    const found: unknown = Reflect.apply(call as () => unknown, self, args);
    // Nobody else looks at it: a failure would be told to the page as one that nobody handles.
    if (found instanceof Promise) void settled(found);
    return found;
  } catch {
    return undefined;
  }
}

/** What a method of a thing answers. */
export function ask(thing: unknown, name: string, ...args: readonly unknown[]): unknown {
  return answer(member(thing, name), thing, ...args);
}

/** What a promise comes to; of anything else, itself. Never rejects; one that never settles never answers. */
export async function settled(value: unknown): Promise<unknown> {
  try {
    return await value;
  } catch {
    return undefined;
  }
}

/** A short text without blanks around it, null for anything else; a longer one is no name, nor an address. */
export function text(value: unknown): string | null {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string" || value.length > TEXT_CHARACTERS) return null;
  return value.trim() || null;
}
