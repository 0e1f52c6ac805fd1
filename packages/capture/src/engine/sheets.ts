import { Op, type TokenWriter } from "@userview/protocol/content";
import type { SheetFile } from "../css/files.ts";
import { type SheetElement, SheetWatch } from "../css/watch.ts";
import type { Ids } from "./ids.ts";
import type { Sightings } from "./seen.ts";
import type { Slice } from "./slice.ts";

/** A sheet that changes each time the page has its turn is read in one go at last. */
const MOST_READINGS = 3;
/** Behind so much text the page has its turn: to deflate it takes as long as to walk a slice's nodes. */
const LARGE_CHARACTERS = 16_384;

/** Tells the sheets of `style` and `link` elements, one after the other, when they came or became others. */
export class Sheets {
  readonly #ids: Ids;
  readonly #slice: Slice;
  readonly #watch: SheetWatch;
  readonly #written: (sheet: CSSStyleSheet, id: number) => void;
  readonly #queue = new Set<SheetElement>();
  /** Texts that were fetched because scripts may not read the sheets. */
  readonly #fetched = new Map<SheetElement, string>();
  readonly #told = new WeakSet<SheetElement>();

  /**
   * @param rewrite replaces references in CSS text, given the URL that they are relative to.
   * @param fetchSheet a sheet that scripts of the page may not read, from whoever may.
   * @param written told when the whole of a sheet has been written.
   */
  constructor(
    ids: Ids,
    slice: Slice,
    rewrite: (css: string, base: string) => string,
    seen: Sightings,
    fetchSheet: (url: string) => Promise<SheetFile | null>,
    written: (sheet: CSSStyleSheet, id: number) => void,
    request: () => void,
  ) {
    this.#ids = ids;
    this.#slice = slice;
    this.#written = written;
    this.#watch = new SheetWatch(rewrite, seen, fetchSheet, (element, css) => {
      if (css !== null) this.#fetched.set(element, css);
      this.add(element);
      request();
    });
  }

  get empty(): boolean {
    return this.#queue.size === 0;
  }

  /** The element was written, or its sheet is another one. */
  add(element: Element): void {
    this.#queue.add(element as SheetElement);
  }

  /** What was read of sheets is not to be told any more. */
  forget(): void {
    this.#watch.forget();
  }

  /** Attributes of the element changed by which another sheet is loaded. */
  reload(element: Element): void {
    this.#watch.reload(element as SheetElement);
    this.add(element);
  }

  /** Write all that waits. */
  *write(writer: TokenWriter): Generator<void> {
    for (const element of this.#queue) {
      this.#queue.delete(element);
      if (this.#ids.id(element) === 0) this.#fetched.delete(element);
      else yield* this.#one(element, writer);
    }
  }

  stop(): void {
    this.#watch.stop();
    this.#queue.clear();
    this.#fetched.clear();
  }

  *#one(element: SheetElement, writer: TokenWriter): Generator<void> {
    const fetched = this.#fetched.get(element);
    this.#fetched.delete(element);
    const css = fetched ?? (yield* this.#read(element));
    const id = this.#ids.id(element);
    if (id === 0 || (css === null && !this.#told.has(element))) return;
    this.#told.add(element);
    const { sheet } = element;
    const text = css ?? "";
    writer
      .int(Op.sheet)
      .int(id)
      .text(sheet?.media.mediaText ?? "")
      .text(text);
    if (sheet !== null) this.#written(sheet, id);
    if (this.#slice.overNow || text.length > LARGE_CHARACTERS) yield;
  }

  *#read(element: SheetElement): Generator<void, string | null> {
    for (let reading = 1; ; reading++) {
      const { sheet } = element;
      const rules = countOf(sheet);
      const text = this.#watch.textOf(element);
      let step = text.next();
      while (!step.done) {
        if (reading < MOST_READINGS && this.#slice.overNow) yield;
        step = text.next();
      }
      if (element.sheet === sheet && countOf(sheet) === rules) return step.value;
    }
  }
}

/** Rules of a sheet, -1 where they cannot be read. */
function countOf(sheet: CSSStyleSheet | null): number {
  try {
    return sheet?.cssRules.length ?? -1;
  } catch {
    return -1;
  }
}
