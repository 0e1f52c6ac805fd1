/** The whole text of a style sheet, as the browser understood it. */

import { type SourceOf, wholeRules } from "./rules.ts";

/** Text of a sheet; `complete` is false when a part of it cannot be read (another origin without CORS). */
export interface SheetText {
  readonly css: string;
  readonly complete: boolean;
}

/**
 * A sheet's rules as text. Each top-level rule stays one rule, imported sheets included, so that
 * positions named by later changes hold.
 *
 * @param rewrite replaces references in a text, given the URL they are relative to.
 * @param source what a script gave the sheet, null when that is not known.
 * @returns null when the sheet's rules cannot be read at all.
 */
export function sheetText(
  sheet: CSSStyleSheet,
  rewrite: (css: string, base: string) => string,
  source: string | string[] | null = null,
): SheetText | null {
  let rules: CSSRuleList;
  try {
    rules = sheet.cssRules;
  } catch {
    return null;
  }
  const base = sheetBase(sheet);
  let complete = true;
  let css = "";
  const texts = wholeRules(
    sheet,
    Array.from(rules, ({ cssText }) => cssText),
    source,
  );
  for (const [index, rule] of Array.from(rules).entries()) {
    if (isImport(rule)) {
      const imported = importedText(rule, rewrite);
      complete &&= imported.complete;
      css += imported.css;
    } else {
      css += `${rewrite(mended(texts[index] ?? rule.cssText), base)}\n`;
    }
  }
  return { css, complete };
}

/**
 * The text of a `style` element. Its own text when no script has changed its rules since, because
 * the rules as text lose shorthands that use variables; its rules as they are now otherwise.
 */
export function styleElementText(
  element: HTMLStyleElement | SVGStyleElement,
  rewrite: (css: string, base: string) => string,
  sourceOf: SourceOf,
): SheetText | null {
  const sheet = element.sheet;
  if (sheet === null) return null;
  const pieces: string[] = [];
  for (const child of element.childNodes) pieces.push(child.textContent ?? "");
  const text = pieces.join("");
  if (!/@import/i.test(text) && isUnchanged(sheet, text)) {
    return {
      css: pieces.map((piece) => rewrite(piece, element.baseURI)).join(SPLIT),
      complete: true,
    };
  }
  return sheetText(sheet, rewrite, sourceOf(sheet));
}

/** The URL that a sheet's references are relative to. */
export function sheetBase(sheet: CSSStyleSheet): string {
  return sheet.href ?? sheet.ownerNode?.baseURI ?? document.baseURI;
}

/** The engine's mark between the texts of several text nodes of one `style` element. */
const SPLIT = "/* rr_split */";

function isUnchanged(sheet: CSSStyleSheet, text: string): boolean {
  try {
    const rules = sheet.cssRules;
    const parsed = new CSSStyleSheet();
    parsed.replaceSync(text);
    const fresh = parsed.cssRules;
    if (fresh.length !== rules.length) return false;
    const step = Math.max(1, Math.floor(rules.length / 50));
    for (let i = rules.length - 1; i >= 0; i -= step) {
      if (rules[i]?.cssText !== fresh[i]?.cssText) return false;
    }
    return true;
  } catch {
    return false;
  }
}

function isImport(rule: CSSRule): rule is CSSImportRule {
  return "styleSheet" in rule;
}

function importedText(
  rule: CSSImportRule,
  rewrite: (css: string, base: string) => string,
): SheetText {
  const inner = rule.styleSheet === null ? null : sheetText(rule.styleSheet, rewrite);
  if (inner === null) return { css: "@media not all {}\n", complete: false };
  const open: string[] = [`@media ${rule.media.mediaText || "all"} {`];
  if (rule.supportsText) open.push(`@supports ${conditioned(rule.supportsText)} {`);
  const { layerName } = rule;
  if (layerName !== null && layerName !== undefined) open.push(`@layer ${layerName} {`);
  return {
    css: `${open.join(" ")}\n${inner.css}${"}".repeat(open.length)}\n`,
    complete: inner.complete,
  };
}

function conditioned(condition: string): string {
  return /^\(|^not\b|^[\w-]+\(/.test(condition) ? condition : `(${condition})`;
}

/** A rule as text that browsers read as it was meant. Chromium writes out `background-clip: text` without the prefix that it needs when reading. */
export function mended(css: string): string {
  return css.includes("background-clip: text") && !css.includes("-webkit-background-clip: text")
    ? css.replace(
        /(?<!-)background-clip: text;/g,
        "-webkit-background-clip: text; background-clip: text;",
      )
    : css;
}
