import { maskText } from "./characters.ts";

/** Shorter ones are words that stand anywhere. */
const SHORTEST = 6;
/** Longer ones are compared as far as this. */
const LONGEST = 2000;
/** Values that are kept; the oldest go first. */
const MOST_VALUES = 100;
/** Fields that nobody types into, or whose values are choices: they would hide half of a page. */
const UNTYPED = /^(?:checkbox|radio|range|color|file|submit|button|reset|image|select-.*)$/;
/** Groups of digits are written apart in many ways. */
const GAP = "[\\s\\u00a0./-]?";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface Value {
  /** In lower case: pages show in capitals what was typed in small letters. */
  text: string;
  /** How long it was whenever it was looked at: what is typed is shown letter by letter. */
  readonly lengths: Set<number>;
  /** Of a number: it as it may be grouped. */
  readonly digits: RegExp | null;
}

/** What stood in masked fields, found again wherever the page shows it. */
export class Echoes {
  readonly #values: Value[] = [];
  /** Finds most texts that hold none of them in one go. */
  #hint: RegExp | null = null;

  /** Whether what stands in a field would be something to hide that is not known yet. */
  isNews(field: Field): boolean {
    if (UNTYPED.test(field.type)) return false;
    const text = compared(field.value);
    if (text.length < SHORTEST || (field.type === "hidden" && !isToken(text))) return false;
    return !this.#values.some((one) => isKnown(one, text));
  }

  /** What stands in a field that is masked; returns whether that is news. */
  note(field: Field): boolean {
    if (!this.isNews(field)) return false;
    const text = compared(field.value);
    const { length } = text;
    const last = this.#values.at(-1);
    const known = this.#values.find((one) => one.text.startsWith(text) && one.digits === null);
    if (known !== undefined) known.lengths.add(length);
    else if (last !== undefined && last.digits === null && text.startsWith(last.text)) {
      last.text = text;
      last.lengths.add(length);
    } else {
      this.#values.push({ text, lengths: new Set([length]), digits: digitsOf(text) });
      if (this.#values.length > MOST_VALUES) this.#values.shift();
    }
    const beginnings = this.#values.map(
      ({ text: one, digits }) => digits?.source ?? escaped(one.slice(0, SHORTEST)),
    );
    this.#hint = new RegExp(beginnings.join("|"), "i");
    return true;
  }

  /** A text with what stood in masked fields masked. */
  hide(text: string): string {
    if (this.#hint === null || text.length < SHORTEST || !this.#hint.test(text)) return text;
    const covered = new Uint8Array(text.length);
    const lower = text.toLowerCase();
    // In some languages small letters are more characters: then only what is written alike is found.
    const compared = lower.length === text.length ? lower : text;
    for (const value of this.#values)
      for (const [start, end] of matchesOf(compared, value)) covered.fill(1, start, end);
    let hidden = "";
    for (let at = 0; at < text.length; ) {
      let end = at + 1;
      while (end < text.length && covered[end] === covered[at]) end += 1;
      const part = text.slice(at, end);
      hidden += covered[at] === 1 ? maskText(part) : part;
      at = end;
    }
    return hidden;
  }

  /** A URL with what stood in masked fields replaced, also where it is written with percent signs. */
  hideInUrl(url: string): string {
    if (this.#hint === null) return url;
    // Where nothing is escaped, what is in a part is in the whole.
    if (!/[%+]/.test(url) && !this.#hint.test(url)) return url;
    const hidden = url.replace(/[^/?#&=;]+/g, (part) => {
      const plain = decoded(part);
      return this.hide(plain) === plain ? part : "***";
    });
    return hidden;
  }
}

function compared(value: string): string {
  return value.trim().slice(0, LONGEST).toLowerCase();
}

function isKnown({ text: value, lengths }: Value, text: string): boolean {
  return value.startsWith(text) && lengths.has(text.length);
}

/** Where a value stands in a text: each time the longest part of it that was a value by itself. */
function* matchesOf(
  text: string,
  { text: value, lengths, digits }: Value,
): Generator<[start: number, end: number]> {
  if (digits !== null) {
    for (const { 0: found, index } of text.matchAll(digits)) yield [index, index + found.length];
    return;
  }
  const beginning = value.slice(0, SHORTEST);
  for (let at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
    let same = SHORTEST;
    while (same < value.length && text[at + same] === value[same]) same += 1;
    while (same >= SHORTEST && !lengths.has(same)) same -= 1;
    if (same >= SHORTEST) yield [at, at + same];
  }
}

/** Hidden fields hold what programs say to each other; what looks made up is a secret. */
function isToken(value: string): boolean {
  return value.length >= 12 && /^[\w+/=.:-]+$/.test(value) && /\d/.test(value);
}

function digitsOf(text: string): RegExp | null {
  const digits = text.replace(/[\s\u00a0./-]/g, "");
  if (digits.length < SHORTEST || !/^\d+$/.test(digits)) return null;
  return new RegExp([...digits].join(GAP), "g");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replace(/\+/g, " "));
  } catch {
    return part;
  }
}
