import { isSensitiveName, isSensitiveValue } from "@userview/protocol/scrub";

/** Origin, path, query and fragment of a link in which nothing is escaped and nothing is to be put right. */
const PLAIN =
  /^(https?:\/\/[a-z\d.:-]+(?![^/?#]))?(?:([\w\-.~/]*))(\?[\w\-.~=&]+)?(#[\w\-.~=&/!]+)?$/;
/** Shorter values are never taken for secrets. */
const SHORT = 13;
/** Names and origins that are remembered. */
const MOST_KNOWN = 1000;

/**
 * Knows of most links without parsing them that there is nothing to scrub: pages have thousands. What it does not know of is
 * to be parsed.
 */
export class PlainLinks {
  readonly #names = new Map<string, boolean>();
  readonly #origins = new Map<string, boolean>();
  #base = "";
  /** Whether a path relative to the base is one of the web, and whether the base's own query would go with a fragment. */
  #isWeb = false;
  #hasQuery = true;

  /** Whether the link, relative to `base`, is a valid one of the web in which no part is to be scrubbed. */
  knows(text: string, base: string): boolean {
    const parts = PLAIN.exec(text);
    if (parts === null) return false;
    const [, origin, path = "", query, fragment] = parts;
    if (origin !== undefined) {
      if (!this.#isOrigin(origin)) return false;
    } else {
      if (base !== this.#base) this.#setBase(base);
      if (!this.#isWeb || path.startsWith("//")) return false;
      if (path === "" && query === undefined && (this.#hasQuery || text === "")) return false;
    }
    return this.#isPlain(query) && this.#isPlain(fragment);
  }

  /** A query, or a fragment. */
  #isPlain(part: string | undefined): boolean {
    if (part === undefined) return true;
    for (const piece of part.slice(1).split("&")) {
      const end = piece.indexOf("=");
      const value = piece.slice(end + 1);
      if (end >= 0 && value !== "" && this.#isSensitive(piece.slice(0, end))) return false;
      if (value.length >= SHORT && isSensitiveValue(value)) return false;
    }
    return true;
  }

  #isSensitive(name: string): boolean {
    return remembered(this.#names, name, isSensitiveName);
  }

  #isOrigin(origin: string): boolean {
    return remembered(this.#origins, origin, (text) => {
      try {
        return new URL(text).href === `${text}/`;
      } catch {
        return false;
      }
    });
  }

  #setBase(base: string): void {
    this.#base = base;
    this.#isWeb = false;
    try {
      const { protocol, username, password, search } = new URL(base);
      this.#isWeb = /^https?:$/.test(protocol) && username === "" && password === "";
      this.#hasQuery = search !== "";
    } catch {
      // Nothing is relative to it.
    }
  }
}

function remembered(
  known: Map<string, boolean>,
  text: string,
  find: (text: string) => boolean,
): boolean {
  const before = known.get(text);
  if (before !== undefined) return before;
  const found = find(text);
  if (known.size < MOST_KNOWN) known.set(text, found);
  return found;
}
