/**
 * Media queries as the visitor's browser answers them: a mirrored phone is without hover also on an agent's desk.
 *
 * What the visitor's device and wishes decide is replaced by what always holds or never does. The colour scheme is no part of
 * it: browsers take that of a frame's document from the frame element (CSS Color Adjust 1).
 */
import { MEDIA_FEATURES } from "@userview/protocol/content";

const ALWAYS = "(min-width:0)";
const NEVER = "(max-width:-1px)";
/** Values that say that a feature has none of the others. */
const NEITHER = new Set(["none", "no-preference"]);
const SCHEME = "prefers-color-scheme";
const FEATURE = /\(\s*([a-z-]+)\s*(?::\s*([a-z-]+)\s*)?\)/gi;

export class MediaFeatures {
  /** By name the values that hold; empty as long as the visitor's browser did not say, as in older recordings. */
  private readonly holding = new Map<string, Set<string>>();

  /** @param bits one for each of `MEDIA_FEATURES`. */
  set(bits: number): void {
    this.holding.clear();
    for (const [at, feature] of MEDIA_FEATURES.entries()) {
      const [name = "", value = ""] = feature.split(":");
      const values = this.holding.get(name) ?? new Set();
      if ((bits >> at) & 1) values.add(value);
      this.holding.set(name, values);
    }
    // A mirror runs no script; the page that it shows does.
    this.holding.set("scripting", new Set(["enabled"]));
  }

  /** A value of the `color-scheme` property for the page's frame. */
  get scheme(): "dark" | "light" {
    return this.holding.get(SCHEME)?.has("dark") ? "dark" : "light";
  }

  /** Media queries, or what stands of a rule before its block, with what the visitor's browser says put in. */
  answer(queries: string): string {
    return queries.replace(FEATURE, (asked: string, name: string, value?: string) => {
      const holds = this.holds(name.toLowerCase(), value?.toLowerCase());
      return holds === null ? asked : holds ? ALWAYS : NEVER;
    });
  }

  /** @returns null when it is for the agent's browser to say. */
  private holds(name: string, value: string | undefined): boolean | null {
    const values = this.holding.get(name);
    if (values === undefined || name === SCHEME) return null;
    if (value === undefined) return values.size > 0;
    return values.has(value) || (values.size === 0 && NEITHER.has(value));
  }
}
