/** What style sheets ask of attributes: whether one is there, what it says, or its text (`attr()`). */

const SELECTED =
  /\[\s*(?:[\w*-]*\|(?!=))?((?:[\w-]|[\u0080-\uffff]|\\.)+)\s*(?:([~|^$*]?=)\s*("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|(?:[\w-]|[\u0080-\uffff]|\\.)+)\s*[is]?\s*)?\]/g;
const SHOWN = /\battr\(\s*((?:[\w-]|[\u0080-\uffff]|\\.)+)/g;

/** Names and values that are remembered; no page that people wrote asks for more. */
const MOST_NAMES = 5000;
const MOST_VALUES = 500;

/** What is asked of one attribute. */
export interface Question {
  /** Its text is shown. */
  shown: boolean;
  /** What it is compared with, whole or in part. */
  readonly values: Set<string>;
}

/** All that the style sheets told so far ask of attributes. */
export class Asked {
  readonly #questions = new Map<string, Question>();
  readonly #isOf: (name: string) => boolean;
  readonly #found: (name: string, compared: boolean) => void;

  /**
   * @param isOf of which names it matters.
   * @param found told of each name that is asked for since now, or whose text is shown since now; `compared` when only one more
   *   value is known that it is compared with.
   */
  constructor(isOf: (name: string) => boolean, found: (name: string, compared: boolean) => void) {
    this.#isOf = isOf;
    this.#found = found;
  }

  /** What is asked of an attribute, null when nothing is. @param name in lower case. */
  of(name: string): Question | null {
    return this.#questions.get(name) ?? null;
  }

  /** Reads a style sheet's text, or a part of it. */
  read(css: string): void {
    if (css.includes("["))
      for (const [, name = "", , value] of css.matchAll(SELECTED)) {
        const question = this.#ask(name, false);
        if (value === undefined || question === null || question.values.size > MOST_VALUES)
          continue;
        const compared = plain(/^["']/.test(value) ? value.slice(1, -1) : value);
        if (question.values.has(compared)) continue;
        question.values.add(compared);
        this.#found(plain(name).toLowerCase(), true);
      }
    if (css.includes("attr("))
      for (const [, name = ""] of css.matchAll(SHOWN)) this.#ask(name, true);
  }

  #ask(written: string, shown: boolean): Question | null {
    const name = plain(written).toLowerCase();
    const known = this.#questions.get(name);
    if (known !== undefined && (known.shown || !shown)) return known;
    if (!this.#isOf(name) || this.#questions.size > MOST_NAMES) return null;
    const question = known ?? { shown, values: new Set<string>() };
    question.shown = shown;
    this.#questions.set(name, question);
    this.#found(name, false);
    return question;
  }
}

/**
 * What of a masked element's attribute may leave: what style sheets compare it with stands in them anyway, the rest says
 * nothing; null where nothing is asked.
 */
export function answer(
  question: Question | null,
  text: string,
  mask: (text: string) => string,
): string | null {
  if (question === null) return null;
  if (question.values.has(text)) return text;
  for (const value of question.values) if (value !== "" && text.includes(value)) return value;
  return question.shown ? mask(text) : "";
}

function plain(text: string): string {
  return text.replace(/\\(?:([\da-f]{1,6})\s?|([\s\S]))/gi, (_whole, hex, character) =>
    hex === undefined
      ? character
      : String.fromCodePoint(Math.min(Number.parseInt(hex, 16) || 0xfffd, 0x10ffff)),
  );
}
