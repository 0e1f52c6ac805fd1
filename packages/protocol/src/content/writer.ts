import { MAX_INTERNED, MAX_STRINGS } from "./ops.ts";

/** The strings of a stream that both sides know, with their places in the table. */
export class WrittenStrings {
  readonly places = new Map<string, number>();

  /** A snapshot begins: both sides forget. */
  reset(): void {
    this.places.clear();
  }
}

/** Writes tokens of page content (format 2), line by line. */
export class TokenWriter {
  readonly #strings: WrittenStrings;
  #tokens: (number | string)[] = [];

  constructor(strings: WrittenStrings) {
    this.#strings = strings;
  }

  /** Whether nothing was written since the last line. */
  get empty(): boolean {
    return this.#tokens.length === 0;
  }

  /** Tokens since the last line: a measure of how much there is. */
  get length(): number {
    return this.#tokens.length;
  }

  /** Op codes, ids, counts, flags. */
  int(value: number): this {
    this.#tokens.push(value);
    return this;
  }

  /** Several numbers, one behind the other. */
  ints(...values: readonly number[]): this {
    this.#tokens.push(...values);
    return this;
  }

  /** A length or a time, rounded to two decimals; what is no finite number becomes 0. */
  number(value: number): this {
    this.#tokens.push(Number.isFinite(value) ? Math.round(value * 100) / 100 : 0);
    return this;
  }

  text(value: string): this {
    if (value.length <= MAX_INTERNED) {
      const { places } = this.#strings;
      const place = places.get(value);
      if (place !== undefined) {
        this.#tokens.push(place);
        return this;
      }
      if (places.size < MAX_STRINGS) places.set(value, places.size);
    }
    this.#tokens.push(value);
    return this;
  }

  textOrNothing(value: string | null): this {
    return value === null ? this.int(-1) : this.text(value);
  }

  /** All that was written since, as a line of JSON without its line end. */
  line(): string {
    const line = JSON.stringify(this.#tokens);
    this.#tokens = [];
    return line;
  }
}
