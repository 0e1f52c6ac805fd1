import { ALL_HOSTS, concealSheet } from "../css/conceal.ts";
import { queryAll } from "../engine/dom.ts";
import { maskText } from "../privacy/characters.ts";
import type { Masks } from "../privacy/masks.ts";

/** Whether there may be anything to conceal at all: most sheets show no words. */
const SHOWS_WORDS =
  /(?:content|quotes|list-style(?:-type)?|emphasis(?:-style)?|overflow|symbols|prefix|suffix|--[\w-]+)\s*:[^;{}]*["'][^"'\\]{2}/i;
/** Matches of a selector that are looked at; of what matches more, some is taken to be masked. */
const MOST_MATCHES = 200;
const MOST_SELECTORS = 1000;

/** Conceals words in style sheets that masked elements show (`content` and the like). */
export class Concealer {
  readonly #masks: Masks;
  readonly #roots: Iterable<Document | ShadowRoot>;
  /** Selectors of rules whose words were told. */
  readonly #told = new Set<string>();
  #areas = 0;

  /** @param roots the trees that are mirrored now. */
  constructor(masks: Masks, roots: Iterable<Document | ShadowRoot>) {
    this.#masks = masks;
    this.#roots = roots;
  }

  /** A style sheet's text, or a part of it, as it may leave. */
  sheet(css: string): string {
    if (!SHOWS_WORDS.test(css)) return css;
    return concealSheet(css, (selector) => this.#isMasked(selector), maskText);
  }

  /** Whether words that were told are now shown by something masked: their sheets are to be told anew. */
  isStale(): boolean {
    const { areas } = this.#masks.memory;
    if (areas === this.#areas || this.#told.size === 0) return false;
    this.#areas = areas;
    for (const selector of this.#told) {
      if (!this.#matchesMasked(selector)) continue;
      this.#told.clear();
      return true;
    }
    return false;
  }

  #isMasked(selector: string): boolean {
    if (this.#masks.hidesAllText || this.#matchesMasked(selector)) return true;
    if (this.#told.size < MOST_SELECTORS) this.#told.add(selector);
    return false;
  }

  #matchesMasked(selector: string): boolean {
    if (this.#masks.memory.areas === 0) return false;
    if (selector === ALL_HOSTS) return this.#hasMaskedHost();
    let left = MOST_MATCHES;
    try {
      for (const root of this.#roots)
        for (const element of queryAll(root, selector)) {
          left -= 1;
          if (left < 0 || this.#masks.isMasked(element)) return true;
        }
      return false;
    } catch {
      // Nobody can say what it matches.
      return true;
    }
  }

  #hasMaskedHost(): boolean {
    for (const root of this.#roots)
      if ("host" in root && this.#masks.isMasked(root.host)) return true;
    return false;
  }
}
