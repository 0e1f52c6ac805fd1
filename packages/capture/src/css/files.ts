/** Style sheets as files: read from where they are, with what they import put in its place. */

/** A style sheet's text; `url` is where it came from, which what stands in it is relative to. */
export interface SheetFile {
  readonly url: string;
  readonly text: string;
}

/** Longest text of one sheet that is fetched, in characters. */
const LONGEST_SHEET = 5 * 1024 * 1024;
/** Sheets import sheets that import sheets; deeper ones than this many are left out. */
const MAX_DEPTH = 5;

const COMMENT = /\/\*[\s\S]*?\*\//g;
const IMPORT =
  /@import\s+(?:url\(\s*["']?([^"')]+)["']?\s*\)|"([^"]+)"|'([^']+)')\s*((?:[^;"']|"[^"]*"|'[^']*')*);/gi;

export class SheetFiles {
  readonly #rewrite: (css: string, base: string) => string;
  readonly #elsewhere: (url: string) => Promise<SheetFile | null>;
  readonly #signal: AbortSignal;
  readonly #files = new Map<string, Promise<SheetFile | null>>();

  /**
   * @param rewrite replaces references in CSS text, given the URL that they are relative to.
   * @param elsewhere asked for what this page may not read.
   */
  constructor(
    rewrite: (css: string, base: string) => string,
    elsewhere: (url: string) => Promise<SheetFile | null>,
    signal: AbortSignal,
  ) {
    this.#rewrite = rewrite;
    this.#elsewhere = elsewhere;
    this.#signal = signal;
  }

  /** The text of the sheet at `url` with all that it imports; null when nobody can read it. */
  async whole(url: string, depth = 0): Promise<string | null> {
    const file = depth > MAX_DEPTH ? null : await this.#file(url);
    if (file === null) return null;
    const text = file.text.replace(COMMENT, " ");
    const parts: string[] = [];
    let at = 0;
    for (const match of text.matchAll(IMPORT)) {
      parts.push(this.#rewrite(text.slice(at, match.index), file.url));
      at = match.index + match[0].length;
      const address = absolute(match[1] ?? match[2] ?? match[3] ?? "", file.url);
      const inner = address === null ? null : await this.whole(address, depth + 1);
      parts.push(imported(match[4] ?? "", inner ?? ""));
    }
    parts.push(this.#rewrite(text.slice(at), file.url));
    return parts.join("\n");
  }

  #file(url: string): Promise<SheetFile | null> {
    let loading = this.#files.get(url);
    if (loading === undefined) {
      loading = this.#load(url);
      this.#files.set(url, loading);
    }
    return loading;
  }

  async #load(url: string): Promise<SheetFile | null> {
    const file = (await this.#own(url)) ?? (await this.#elsewhere(url));
    return file !== null && file.text.length <= LONGEST_SHEET ? file : null;
  }

  async #own(url: string): Promise<SheetFile | null> {
    if (this.#signal.aborted) return null;
    try {
      const response = await fetch(url, {
        credentials: "same-origin",
        cache: "force-cache",
        signal: this.#signal,
      });
      return response.ok ? { url: response.url, text: await response.text() } : null;
    } catch {
      return null;
    }
  }
}

/** What an import brings, within its conditions: a layer, what must be supported, media; as one rule. */
export function imported(conditions: string, css: string): string {
  let rest = conditions.trim();
  const open: string[] = [];
  const layer = /^layer(?:\(\s*([^)]*)\))?(?![\w-])\s*/i.exec(rest);
  if (layer !== null) {
    open.push(`@layer ${layer[1]?.trim() ?? ""} {`);
    rest = rest.slice(layer[0].length);
  }
  const supports = /^supports\(((?:[^()]|\([^()]*\))*)\)\s*/i.exec(rest);
  if (supports !== null) {
    open.push(`@supports ${conditioned(supports[1] ?? "")} {`);
    rest = rest.slice(supports[0].length);
  }
  open.unshift(`@media ${rest || "all"} {`);
  return `${open.join(" ")}\n${css}\n${"}".repeat(open.length)}\n`;
}

function conditioned(condition: string): string {
  return /^\(|^not\b|^[\w-]+\(/.test(condition) ? condition : `(${condition})`;
}

function absolute(address: string, base: string): string | null {
  try {
    return new URL(address, base).href;
  } catch {
    return null;
  }
}
