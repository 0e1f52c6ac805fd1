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
  /** The same, the longest first: one may hold another. */
  #ordered: readonly Value[] = [];
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
    this.#ordered = [...this.#values].sort((a, b) => b.text.length - a.text.length);
    const beginnings = this.#values.map(
      ({ text: one, digits }) => digits?.source ?? escaped(one.slice(0, SHORTEST)),
    );
    this.#hint = new RegExp(beginnings.join("|"), "i");
    return true;
  }

  /** A text with what stood in masked fields masked. */
  hide(text: string): string {
    if (this.#hint === null || text.length < SHORTEST || !this.#hint.test(text)) return text;
    let hidden = text;
    for (const value of this.#ordered) hidden = hide(hidden, value);
    return hidden;
  }

  /** A URL with what stood in masked fields replaced, also where it is written with percent signs. */
  hideInUrl(url: string): string {
    if (this.#hint === null) return url;
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

function hide(text: string, { text: value, lengths, digits }: Value): string {
  if (digits !== null) return text.replace(digits, maskText);
  const lower = text.toLowerCase();
  // In some languages small letters are more characters: then only what is written alike is found.
  const where = lower.length === text.length ? lower : text;
  const beginning = value.slice(0, SHORTEST);
  let hidden = "";
  let told = 0;
  for (let at = where.indexOf(beginning); at >= 0; at = where.indexOf(beginning, at + 1)) {
    if (at < told) continue;
    let same = SHORTEST;
    while (same < value.length && where[at + same] === value[same]) same += 1;
    while (same >= SHORTEST && !lengths.has(same)) same -= 1;
    if (same < SHORTEST) continue;
    hidden += text.slice(told, at) + maskText(text.slice(at, at + same));
    told = at + same;
  }
  return told === 0 ? text : hidden + text.slice(told);
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
