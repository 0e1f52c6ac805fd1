import { Op, type TokenWriter } from "@userview/protocol/content";
import { losesDeclarations } from "../../../css/rules.ts";
import { mended } from "../../../css/sheets.ts";

interface Inserted {
  readonly index: number;
  readonly rule: CSSRule;
  /** As the page's script gave it. */
  readonly given: string;
}

/** How the texts of one sheet are written. */
export interface SheetWriting {
  readonly writer: TokenWriter;
  readonly id: number;
  /** A text with its references replaced. */
  css(text: string): string;
  /** All of it; null when it cannot be read. */
  whole(): string | null;
}

/** What became different in one sheet since it was told: rules that came and went in order, and rules that are others. */
export class SheetChanges {
  readonly #sheet: CSSStyleSheet;
  #moves: (Inserted | number)[] = [];
  readonly #given = new Map<CSSRule, string>();
  readonly #touched = new Set<CSSRule>();
  #whole = false;

  constructor(sheet: CSSStyleSheet) {
    this.#sheet = sheet;
  }

  /** A rule stands at `index` since just now. */
  inserted(index: number, given: string): void {
    const rule = this.#sheet.cssRules[index];
    if (this.#whole || rule === undefined) return;
    // What an import brings is not there yet, and stands in the whole text.
    if ("styleSheet" in rule) this.rewritten();
    else {
      this.#moves.push({ index, rule, given });
      this.#given.set(rule, given);
      this.#bound();
    }
  }

  /** The rule that stood at `index` is gone since just now. */
  deleted(index: number): void {
    if (this.#whole) return;
    this.#moves.push(index);
    this.#bound();
  }

  /** A top-level rule, or something in it, is another. */
  touched(rule: CSSRule): void {
    if (this.#whole) return;
    this.#given.delete(rule);
    if ("styleSheet" in rule) this.rewritten();
    else this.#touched.add(rule);
  }

  /** Everything is another. */
  rewritten(): void {
    this.#whole = true;
    this.#moves = [];
    this.#given.clear();
    this.#touched.clear();
  }

  write(writing: SheetWriting): void {
    if (this.#whole || this.#moves.length + this.#touched.size > this.#sheet.cssRules.length + 1)
      writeSheet(this.#sheet, writing);
    else this.#writeRules(writing);
  }

  #writeRules({ writer, id, css }: SheetWriting): void {
    const fresh = new Set<CSSRule>();
    for (const move of this.#moves) {
      if (typeof move === "number") writer.ints(Op.deleteRule, id, move);
      else {
        const { rule, index } = move;
        const text = rule.cssText;
        const given = losesDeclarations(text) ? this.#given.get(rule) : undefined;
        writer.ints(Op.insertRule, id, index).text(css(given ?? mended(text)));
        fresh.add(rule);
      }
    }
    const changed = [...this.#touched].filter((rule) => !fresh.has(rule));
    if (changed.length === 0) return;
    const places = new Map(Array.from(this.#sheet.cssRules, (rule, index) => [rule, index]));
    for (const rule of changed) {
      const index = places.get(rule);
      if (index === undefined) continue;
      writer.ints(Op.replaceRule, id, index).text(css(mended(rule.cssText)));
    }
  }

  /** Rules that come and go in an endless storm are not all kept: then the text as it is in the end is shorter. */
  #bound(): void {
    if (this.#moves.length > 2 * this.#sheet.cssRules.length + 100) this.rewritten();
  }
}

/** Writes all of a sheet. */
export function writeSheet(sheet: CSSStyleSheet, { writer, id, whole }: SheetWriting): void {
  const text = whole();
  if (text !== null) writer.ints(Op.sheet, id).text(sheet.media.mediaText).text(text);
}
