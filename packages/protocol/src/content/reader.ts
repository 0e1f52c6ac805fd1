import { MAX_INTERNED, MAX_STRINGS } from "./ops.ts";

/** Content that is not of this format; the text tells what was expected and what came. */
export class BadTokens extends Error {
  override name = "BadTokens";
}

/** The strings of a stream that both sides know, in the order in which they came. */
export class ReadStrings {
  readonly all: string[] = [];

  /** A snapshot begins: both sides forget. */
  reset(): void {
    this.all.length = 0;
  }
}

/** Reads the tokens of one message of page content (format 2). Believes nothing: each token is checked as it is taken. */
export class TokenReader {
  readonly #lines: readonly string[];
  readonly #strings: ReadStrings;
  #tokens: readonly unknown[] = [];
  #line = 0;
  #at = 0;

  /** @param payload the message's text. */
  constructor(payload: string, strings: ReadStrings) {
    this.#lines = payload.split("\n");
    this.#strings = strings;
  }

  /**
   * The next op's code; null at the end of the message.
   * @throws BadTokens
   */
  op(): number | null {
    while (this.#at >= this.#tokens.length) {
      const line = this.#lines[this.#line++];
      if (line === undefined) return null;
      if (line !== "") this.#tokens = parse(line);
      else this.#tokens = [];
      this.#at = 0;
    }
    return this.int();
  }

  /** @throws BadTokens when the next token is no whole number. */
  int(): number {
    const token = this.#next();
    if (typeof token !== "number" || !Number.isSafeInteger(token))
      throw new BadTokens(`expected a whole number, got ${shown(token)}`);
    return token;
  }

  /** A whole number from 0 on, at most `most`. @throws BadTokens */
  count(most: number): number {
    const count = this.int();
    if (count < 0 || count > most)
      throw new BadTokens(`expected a count of at most ${most}, got ${count}`);
    return count;
  }

  /** @throws BadTokens when the next token is no finite number. */
  number(): number {
    const token = this.#next();
    // JSON has no infinity, but a number can be too large for a double.
    if (typeof token !== "number" || !Number.isFinite(token))
      throw new BadTokens(`expected a number, got ${shown(token)}`);
    return token;
  }

  /** @throws BadTokens when the next token is neither a string nor a place in the table. */
  text(): string {
    const token = this.#next();
    if (typeof token === "string") return this.#known(token);
    const text = typeof token === "number" ? this.#strings.all[token] : undefined;
    if (text === undefined)
      throw new BadTokens(
        `expected a text or one of ${this.#strings.all.length}, got ${shown(token)}`,
      );
    return text;
  }

  /** @throws BadTokens */
  textOrNothing(): string | null {
    if (this.#tokens[this.#at] !== -1) return this.text();
    this.#at++;
    return null;
  }

  #known(text: string): string {
    const { all } = this.#strings;
    if (text.length <= MAX_INTERNED && all.length < MAX_STRINGS) all.push(text);
    return text;
  }

  #next(): unknown {
    if (this.#at >= this.#tokens.length)
      throw new BadTokens("expected another token, got the end of the line");
    return this.#tokens[this.#at++];
  }
}

function parse(line: string): readonly unknown[] {
  let tokens: unknown;
  try {
    tokens = JSON.parse(line);
  } catch {
    throw new BadTokens("expected a line of JSON, got something else");
  }
  if (!Array.isArray(tokens)) throw new BadTokens(`expected an array, got ${typeof tokens}`);
  return tokens;
}

function shown(token: unknown): string {
  return typeof token === "string" ? "a string" : String(token);
}
