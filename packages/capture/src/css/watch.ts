import { losesDeclarations, type SourceOf } from "./rules.ts";
import { type SheetText, sheetBase, sheetText, styleElementText } from "./sheets.ts";

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

/** Longest text of one sheet that is fetched, in characters. */
const LONGEST_SHEET = 5 * 1024 * 1024;

/** Reads style sheets whole; those that cannot be read at once are told when they can. */
export class SheetWatch {
  readonly #rewrite: (css: string, base: string) => string;
  readonly #scripts: SheetScripts;
  readonly #changed: (element: SheetElement, css: string | null) => void;
  readonly #stop = new AbortController();
  readonly #awaited = new WeakSet<Element>();
  readonly #known = new WeakMap<CSSStyleSheet, KnownText>();
  readonly #fetched = new Map<string, Promise<string | null>>();

  /**
   * @param rewrite replaces references in CSS text, given the URL that they are relative to.
   * @param scripts what is known of what scripts did to sheets.
   * @param changed told when a sheet has become another: it is to be read anew, or `css` is its text, which could not be
   *   read before.
   */
  constructor(
    rewrite: (css: string, base: string) => string,
    scripts: SheetScripts,
    changed: (element: SheetElement, css: string | null) => void,
  ) {
    this.#rewrite = rewrite;
    this.#scripts = scripts;
    this.#changed = changed;
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

  /** The texts that scripts may not read are fetched, if their server lets them; else they stay missing. */
  async #fetch(element: SheetElement): Promise<void> {
    const sheet = element.sheet;
    if (sheet === null) return;
    const css = sheet.href === null ? await this.#imports(sheet) : await this.#text(sheet.href, 0);
    if (css === null || this.#stop.signal.aborted || element.sheet !== sheet) return;
    this.#changed(element, css);
  }

  /** A `style` element's rules, with imports that scripts may not read fetched. */
  async #imports(sheet: CSSStyleSheet): Promise<string | null> {
    const parts: string[] = [];
    for (const rule of sheet.cssRules) {
      const href = "href" in rule ? String(rule.href) : null;
      if (href === null) {
        parts.push(this.#rewrite(rule.cssText, document.baseURI));
        continue;
      }
      const media = (rule as CSSImportRule).media.mediaText || "all";
      const text = await this.#text(new URL(href, document.baseURI).href, 1);
      parts.push(`@media ${media} {\n${text ?? ""}}`);
    }
    return parts.join("\n");
  }

  /** A sheet's text with its own imports put in its place. */
  async #text(url: string, depth: number): Promise<string | null> {
    let loading = this.#fetched.get(url);
    if (loading === undefined) {
      loading = this.#download(url);
      this.#fetched.set(url, loading);
    }
    const text = await loading;
    if (text === null) return null;
    const parts: string[] = [];
    let at = 0;
    for (const match of text.matchAll(IMPORT)) {
      parts.push(this.#rewrite(text.slice(at, match.index), url));
      at = match.index + match[0].length;
      const inner =
        depth < 5
          ? await this.#text(new URL(match[1] ?? match[2] ?? match[3] ?? "", url).href, depth + 1)
          : null;
      parts.push(`@media ${(match[4] ?? "").trim() || "all"} {\n${inner ?? ""}\n}`);
    }
    parts.push(this.#rewrite(text.slice(at), url));
    return parts.join("\n");
  }

  async #download(url: string): Promise<string | null> {
    try {
      const response = await fetch(url, {
        credentials: "same-origin",
        cache: "force-cache",
        signal: this.#stop.signal,
      });
      if (!response.ok) return null;
      const text = await response.text();
      return text.length > LONGEST_SHEET ? null : text;
    } catch {
      return null;
    }
  }
}

const IMPORT = /@import\s+(?:url\(\s*["']?([^"')]+)["']?\s*\)|"([^"]+)"|'([^']+)')\s*([^;]*);/gi;

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
  const named = page.querySelector<SheetElement>(
    'style[title]:not([title=""]),link[rel~="stylesheet" i][title]:not([title=""]):not([rel~="alternate" i])',
  );
  return named === null ? null : named.getAttribute("title");
}
