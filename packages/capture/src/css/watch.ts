import { queryFirst } from "../engine/dom.ts";
import { imported, type SheetFile, SheetFiles } from "./files.ts";
import { losesDeclarations, type SourceOf } from "./rules.ts";
import { isImport, type SheetText, sheetBase, sheetText, styleElementText } from "./sheets.ts";

export type SheetElement = HTMLLinkElement | HTMLStyleElement | SVGStyleElement;

/** What scripts did to sheets. */
export interface SheetScripts {
  /** What a script gave a sheet, null when it is not known. */
  sheetSource: SourceOf;
  /** Whether no script has changed the sheet's rules since it was read first. */
  isUntouched(sheet: CSSStyleSheet): boolean;
}

/** The text of a sheet as it was read, and what it was read from. */
interface KnownText {
  readonly source: string | null;
  readonly base: string;
  readonly text: SheetText;
}

/** Reads style sheets whole; those that cannot be read at once are told when they can. */
export class SheetWatch {
  readonly #rewrite: (css: string, base: string) => string;
  readonly #scripts: SheetScripts;
  readonly #changed: (element: SheetElement, css: string | null) => void;
  readonly #stop = new AbortController();
  readonly #awaited = new WeakSet<Element>();
  #known = new WeakMap<CSSStyleSheet, KnownText>();
  readonly #files: SheetFiles;

  /**
   * @param rewrite replaces references in CSS text, given the URL that they are relative to.
   * @param scripts what is known of what scripts did to sheets.
   * @param fetchSheet a sheet that scripts of the page may not read, from whoever may.
   * @param changed told when a sheet has become another: it is to be read anew, or `css` is its text, which could not be
   *   read before.
   */
  constructor(
    rewrite: (css: string, base: string) => string,
    scripts: SheetScripts,
    fetchSheet: (url: string) => Promise<SheetFile | null>,
    changed: (element: SheetElement, css: string | null) => void,
  ) {
    this.#rewrite = rewrite;
    this.#scripts = scripts;
    this.#changed = changed;
    this.#files = new SheetFiles(rewrite, fetchSheet, this.#stop.signal);
  }

  /** Text of the element's sheet as it stands, null when there is none; of what is missing `changed` tells. */
  *textOf(element: SheetElement): Generator<void, string | null> {
    if (element.localName === "link" && !isStyleLink(element as HTMLLinkElement)) return null;
    const text = yield* this.#read(element);
    if (text === null) this.#await(element);
    if (text?.complete && !this.#isBroken(element, text)) return text.css;
    if (element.sheet !== null) void this.#fetch(element);
    return text?.css ?? null;
  }

  /** All are to be read anew. */
  forget(): void {
    this.#known = new WeakMap();
  }

  /** The element's sheet is about to be another one: tell when it has loaded. */
  reload(element: SheetElement): void {
    this.#await(element);
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Most sheets stay as they are: they are read once. */
  *#read(element: SheetElement): Generator<void, SheetText | null> {
    const { sheet } = element;
    if (sheet === null) return null;
    const isStyle = element.localName === "style";
    const source = isStyle ? element.textContent : sheet.href;
    const base = sheetBase(sheet);
    const known = this.#known.get(sheet);
    const isUntouched = this.#scripts.isUntouched(sheet);
    if (isUntouched && known?.source === source && known.base === base) return known.text;
    const text = isStyle
      ? yield* styleElementText(element as HTMLStyleElement, this.#rewrite, (one) =>
          this.#scripts.sheetSource(one),
        )
      : yield* sheetText(sheet, this.#rewrite);
    if (text?.isFixed && isUntouched && this.#scripts.isUntouched(sheet))
      this.#known.set(sheet, { source, base, text });
    return text;
  }

  #isBroken(element: SheetElement, text: SheetText): boolean {
    return element.localName === "link" && losesDeclarations(text.css);
  }

  #await(element: SheetElement): void {
    if (this.#awaited.has(element)) return;
    this.#awaited.add(element);
    element.addEventListener(
      "load",
      () => {
        this.#awaited.delete(element);
        this.#changed(element, null);
      },
      { once: true, signal: this.#stop.signal },
    );
  }

  /** The texts that scripts may not read are fetched, by whoever may; what nobody may read stays missing. */
  async #fetch(element: SheetElement): Promise<void> {
    const sheet = element.sheet;
    if (sheet === null) return;
    const css =
      sheet.href === null ? await this.#imports(sheet) : await this.#files.whole(sheet.href);
    if (css === null || this.#stop.signal.aborted || element.sheet !== sheet) return;
    this.#changed(element, css);
  }

  /** A `style` element's rules, with imports that scripts may not read fetched. */
  async #imports(sheet: CSSStyleSheet): Promise<string | null> {
    const parts: string[] = [];
    const base = sheetBase(sheet);
    for (const rule of sheet.cssRules) {
      if (!isImport(rule)) {
        parts.push(this.#rewrite(rule.cssText, base));
        continue;
      }
      const layer = rule.layerName === null ? "" : `layer(${rule.layerName}) `;
      const supports = rule.supportsText ? `supports(${rule.supportsText}) ` : "";
      const text = await this.#files.whole(new URL(rule.href, base).href, 1);
      parts.push(imported(layer + supports + rule.media.mediaText, text ?? ""));
    }
    return parts.join("\n");
  }
}

/** Whether the link brings a style sheet that applies: of several that people choose from, only the page's first choice does. */
export function isStyleLink(link: HTMLLinkElement): boolean {
  const kinds = link.rel.toLowerCase().split(/\s+/);
  if (!kinds.includes("stylesheet")) return false;
  if (!kinds.includes("alternate")) return true;
  return (
    link.sheet !== null && (link.title === "" || link.title === firstChoice(link.ownerDocument))
  );
}

/** The name of the sheets that a page shows unless people choose others; browsers do not tell which apply. */
function firstChoice(page: Document): string | null {
  const named = queryFirst<SheetElement>(
    page,
    'style[title]:not([title=""]),link[rel~="stylesheet" i][title]:not([title=""]):not([rel~="alternate" i])',
  );
  return named === null ? null : named.getAttribute("title");
}
