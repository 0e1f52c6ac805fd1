/** The texts that the SDK shows in the page, in the words of SDK, team or page. */

import type { Texts } from "@userview/protocol/texts";

export type { Texts };

/** `text` with each `{%name%|fallback}` replaced by its value, or by the fallback when there is none. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(
    /\{%(\w+)%(?:\|([^}]*))?\}/g,
    (_whole, name: string, fallback = "") => values[name] || fallback,
  );
}
