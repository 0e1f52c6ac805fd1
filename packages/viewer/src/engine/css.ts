/**
 * Style sheets of mirrored pages: every address in them is replaced, `:hover`, `:focus` and their kin hold where
 * the visitor hovers and has the focus, and media queries as in the visitor's browser; all else stays byte for byte.
 *
 * The scanner follows CSS Syntax Level 3 as far as addresses can hide: comments, strings, escapes, `url(…)` with and
 * without quotes, strings in `image-set()` and its kin, `@import`. Where it is in doubt, it replaces.
 */
import type { MediaFeatures } from "./media-features.ts";
import { isVisitorState, stateSelector } from "./state-selectors.ts";

const MAY_MATTER =
  /url|image|src|import|cross-fade|\\|:hover|:focus|:active|:target|:fullscreen|:user-invalid|@media/i;
const IDENT_START = /[A-Za-z_\-\u0080-\uffff]/;
const IDENT_PART = /[A-Za-z0-9_\-\u0080-\uffff]/;
const URL_FUNCTIONS = new Set([
  "image-set",
  "-webkit-image-set",
  "image",
  "src",
  "cross-fade",
  "-webkit-cross-fade",
]);

/**
 * @param css a style sheet, a rule, a declaration list or a value.
 * @param resolve gives for an address (unescaped) the one to put in its place.
 * @param features answers media queries of the visitor's device and wishes; values have none.
 */
export function rewriteCss(
  css: string,
  resolve: (url: string) => string,
  features: MediaFeatures | null = null,
): string {
  return MAY_MATTER.test(css) ? new Rewriter(css, resolve, features).run() : css;
}

class Rewriter {
  private at = 0;
  private copied = 0;
  private out = "";
  /** For each open parenthesis: whether strings directly in it are addresses. */
  private readonly functions: boolean[] = [];
  /** What the next string or `url()` is, because of the keyword before it: loaded, or a mere name. */
  private keyword: "import" | "namespace" | null = null;
  /** Between an at-keyword and its block, where `(hover: hover)` asks for something else. */
  private inAtRule = false;
  /** Where the declaration or selector at hand ends, as far as that was looked for. */
  private end = -1;

  constructor(
    private readonly css: string,
    private readonly resolve: (url: string) => string,
    private readonly features: MediaFeatures | null,
  ) {}

  run(): string {
    while (this.at < this.css.length) this.token();
    return this.out + this.css.slice(this.copied);
  }

  private token(): void {
    const char = this.css.charAt(this.at);
    if (char === "/" && this.css.charAt(this.at + 1) === "*") {
      this.skipComment();
    } else if (char === '"' || char === "'") {
      this.string(this.keyword === "import" || this.functions.at(-1) === true);
    } else if (char === "@") {
      this.at++;
      const name = this.startsIdent() ? this.ident().toLowerCase() : "";
      this.inAtRule = true;
      this.keyword = name === "import" || name === "namespace" ? name : null;
      if (name === "media") this.queries();
    } else if (char === ":") {
      this.pseudoClass();
    } else if (this.startsIdent()) {
      this.identOrFunction();
    } else {
      if (char === "(") this.functions.push(false);
      else if (char === ")") this.functions.pop();
      else if (char === ";" || char === "{" || char === "}") {
        this.keyword = null;
        this.inAtRule = false;
      }
      this.at++;
    }
  }

  /** Behind `@media`, up to the block. A comment or an escape in between leaves it to the agent's browser. */
  private queries(): void {
    const end = this.css.indexOf("{", this.at);
    if (this.features === null || end === -1) return;
    const asked = this.css.slice(this.at, end);
    const answered = /["'\\;}]|\/\*/.test(asked) ? asked : this.features.answer(asked);
    if (answered !== asked) this.replace(this.at, end, answered);
    if (answered !== asked) this.at = end;
  }

  private skipComment(): void {
    const end = this.css.indexOf("*/", this.at + 2);
    this.at = end === -1 ? this.css.length : end + 2;
  }

  private startsIdent(): boolean {
    const char = this.css.charAt(this.at);
    if (char === "\\") return !isNewline(this.css.charAt(this.at + 1));
    return IDENT_START.test(char);
  }

  private ident(): string {
    let name = "";
    while (this.at < this.css.length) {
      const char = this.css.charAt(this.at);
      if (char === "\\" && !isNewline(this.css.charAt(this.at + 1))) name += this.escape();
      else if (IDENT_PART.test(char)) {
        name += char;
        this.at++;
      } else break;
    }
    return name;
  }

  private pseudoClass(): void {
    const start = this.at++;
    if (this.css.charAt(this.at) === ":") this.at++;
    if (this.at - start > 1 || !this.startsIdent()) return;
    const before = this.at;
    const name = this.ident().toLowerCase();
    if (this.css.charAt(this.at) === "(") {
      this.at = before;
    } else if (isVisitorState(name) && !this.inAtRule && this.isSelector()) {
      this.replace(start, this.at, stateSelector(name));
    }
  }

  /** What is at hand goes on to a block, so it is no declaration. */
  private isSelector(): boolean {
    if (this.end < this.at) {
      this.end = this.at;
      while (this.end < this.css.length && !/[{};]/.test(this.css.charAt(this.end)))
        this.skipForward();
    }
    return this.css.charAt(this.end) === "{";
  }

  /** Moves `end` over one character, comment or string. */
  private skipForward(): void {
    const char = this.css.charAt(this.end);
    if (char === "\\") {
      this.end += 2;
    } else if (char === "/" && this.css.charAt(this.end + 1) === "*") {
      const close = this.css.indexOf("*/", this.end + 2);
      this.end = close === -1 ? this.css.length : close + 2;
    } else if (char === '"' || char === "'") {
      for (this.end++; this.end < this.css.length; this.end++) {
        const inside = this.css.charAt(this.end);
        if (inside === "\\") this.end++;
        else if (inside === char || isNewline(inside)) break;
      }
      this.end++;
    } else {
      this.end++;
    }
  }

  private identOrFunction(): void {
    const start = this.at;
    const name = this.ident().toLowerCase();
    if (this.css.charAt(this.at) !== "(") return;
    this.at++;
    if (name === "url") {
      this.url();
    } else if (name === "var" && this.functions.at(-1) === true) {
      // A variable may hold a string, which is an address here: take the function away.
      this.replace(start, this.at, "userview-refused(");
      this.functions.push(false);
    } else {
      this.functions.push(URL_FUNCTIONS.has(name));
    }
  }

  /** Behind `url(`: a string and more, or an address up to the parenthesis. */
  private url(): void {
    while (/\s/.test(this.css.charAt(this.at))) this.at++;
    const start = this.at;
    const quote = this.css.charAt(start);
    if (quote === '"' || quote === "'") {
      this.functions.push(false);
      this.string(this.keyword !== "namespace");
      return;
    }
    let value = "";
    while (this.at < this.css.length && this.css.charAt(this.at) !== ")") {
      if (this.css.charAt(this.at) === "\\") value += this.escape();
      else value += this.css.charAt(this.at++);
    }
    if (this.keyword !== "namespace")
      this.replace(start, this.at, quoted(this.resolve(value.trim())));
    this.keyword = null;
    this.at++;
  }

  /** A string token, replaced when it `isUrl`. A line end closes it unfinished, as it does in browsers. */
  private string(isUrl: boolean): void {
    const start = this.at;
    const quote = this.css.charAt(this.at++);
    let value = "";
    while (this.at < this.css.length) {
      const char = this.css.charAt(this.at);
      if (char === quote) {
        this.at++;
        break;
      }
      if (isNewline(char)) break;
      if (char === "\\") value += this.escape();
      else {
        value += char;
        this.at++;
      }
    }
    if (isUrl) this.replace(start, this.at, quoted(this.resolve(value)));
    this.keyword = null;
  }

  /** The character of an escape, nothing for an escaped line end. */
  private escape(): string {
    this.at++;
    const hex = /^[0-9a-f]{1,6}/i.exec(this.css.slice(this.at, this.at + 6))?.[0];
    if (hex === undefined) {
      if (this.css.startsWith("\r\n", this.at)) this.at++;
      const char = String.fromCodePoint(this.css.codePointAt(this.at) ?? 0xfffd);
      this.at += char.length;
      return isNewline(char) ? "" : char;
    }
    this.at += hex.length;
    if (this.css.startsWith("\r\n", this.at)) this.at += 2;
    else if (/\s/.test(this.css.charAt(this.at))) this.at++;
    const code = Number.parseInt(hex, 16);
    const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return valid ? String.fromCodePoint(code) : "\ufffd";
  }

  private replace(start: number, end: number, text: string): void {
    this.out += this.css.slice(this.copied, start) + text;
    this.copied = end;
  }
}

function isNewline(char: string): boolean {
  return char === "\n" || char === "\r" || char === "\f";
}

/** An address as a CSS string. */
export function quoted(url: string): string {
  const escaped = url.replace(/["\\\n\r\f]/g, (char) => `\\${char.charCodeAt(0).toString(16)} `);
  return `"${escaped}"`;
}
