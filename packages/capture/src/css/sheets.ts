/** The whole text of a style sheet, as the browser understood it. */
import { exactNumbers } from "@userview/protocol/content";
import { baseOf } from "../engine/dom.ts";
import { type SourceOf, splitRules, wholeRules } from "./rules.ts";

/** Text of a sheet; `complete` is false when a part of it cannot be read (another origin without CORS). */
export interface SheetText {
  readonly css: string;
  readonly complete: boolean;
  /** All of it is of this sheet: as long as no script changes its rules it stays as it is. */
  readonly isFixed: boolean;
}

/** Rules that are read before the clock is looked at. */
const RULES_IN_ONE_GO = 100;
/** About so many rules of a sheet are compared with its text. */
const COMPARED_RULES = 50;

/**
 * A sheet's rules as text. Each top-level rule stays one rule, imported sheets included, so that
 * positions named by later changes hold. Yields now and then, so that who reads can stop for a while; what
 * changes in the sheet meanwhile makes the text worthless.
 *
 * @param rewrite replaces references in a text, given the URL they are relative to.
 * @param source what a script gave the sheet, null when that is not known.
 * @returns null when the sheet's rules cannot be read at all.
 */
export function* sheetText(
  sheet: CSSStyleSheet,
  rewrite: (css: string, base: string) => string,
  source: string | string[] | null = null,
): Generator<void, SheetText | null> {
  let rules: CSSRuleList;
  try {
    rules = sheet.cssRules;
  } catch {
    return null;
  }
  const base = sheetBase(sheet);
  let complete = true;
  const told: string[] = [];
  const imports = new Map<number, string>();
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index] as CSSRule;
    if (isImport(rule)) {
      const imported = yield* importedText(rule, rewrite);
      complete &&= imported.complete;
      imports.set(index, imported.css);
      told.push("");
    } else told.push(rule.cssText);
    if (index % RULES_IN_ONE_GO === RULES_IN_ONE_GO - 1) yield;
  }
  const parts: string[] = [];
  for (const [index, rule] of wholeRules(sheet, told, source).entries()) {
    parts.push(imports.get(index) ?? `${rewrite(mended(rule), base)}\n`);
    if (index % RULES_IN_ONE_GO === RULES_IN_ONE_GO - 1) yield;
  }
  return { css: parts.join(""), complete, isFixed: imports.size === 0 };
}

/** The result of a reading that is not to stop in between. */
export function atOnce<T>(reading: Generator<void, T>): T {
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

/**
 * The text of a `style` element. Its own text when no script has changed its rules since, because
 * the rules as text lose shorthands that use variables; its rules as they are now otherwise.
 */
export function* styleElementText(
  element: HTMLStyleElement | SVGStyleElement,
  rewrite: (css: string, base: string) => string,
  sourceOf: SourceOf,
): Generator<void, SheetText | null> {
  const sheet = element.sheet;
  if (sheet === null) return null;
  const text = element.textContent ?? "";
  if (!/@import/i.test(text) && isUnchanged(sheet, text))
    return { css: rewrite(text, element.baseURI), complete: true, isFixed: true };
  return yield* sheetText(sheet, rewrite, sourceOf(sheet));
}

/** The URL that a sheet's references are relative to. */
export function sheetBase(sheet: CSSStyleSheet): string {
  return sheet.href ?? sheet.ownerNode?.baseURI ?? baseOf(document);
}

/** Whether a sheet's rules are those of its text, as far as some of them tell. */
function isUnchanged(sheet: CSSStyleSheet, text: string): boolean {
  try {
    const rules = sheet.cssRules;
    const { length } = rules;
    const step = Math.max(1, Math.floor(length / COMPARED_RULES));
    const given = splitRules(text);
    // Where it can be told which rule is which, and each can be read by itself, no more is parsed than is compared.
    const isEach = given.length === length && !/@namespace/i.test(text);
    const some = given.filter((_, index) => (length - 1 - index) % step === 0);
    const parsed = new CSSStyleSheet();
    parsed.replaceSync(isEach ? some.join("\n") : text);
    const fresh = parsed.cssRules;
    if (!isEach && fresh.length !== length) return false;
    let at = fresh.length - 1;
    for (let index = length - 1; index >= 0; index -= step) {
      if (rules[index]?.cssText !== fresh[at]?.cssText) return false;
      at -= isEach ? 1 : step;
    }
    return true;
  } catch {
    return false;
  }
}

export function isImport(rule: CSSRule): rule is CSSImportRule {
  return "styleSheet" in rule;
}

function* importedText(
  rule: CSSImportRule,
  rewrite: (css: string, base: string) => string,
): Generator<void, SheetText> {
  const inner = rule.styleSheet === null ? null : yield* sheetText(rule.styleSheet, rewrite);
  if (inner === null) return { css: "@media not all {}\n", complete: false, isFixed: false };
  const open: string[] = [`@media ${rule.media.mediaText || "all"} {`];
  if (rule.supportsText) open.push(`@supports ${conditioned(rule.supportsText)} {`);
  const { layerName } = rule;
  if (layerName !== null && layerName !== undefined) open.push(`@layer ${layerName} {`);
  return {
    css: `${open.join(" ")}\n${inner.css}${"}".repeat(open.length)}\n`,
    complete: inner.complete,
    isFixed: false,
  };
}

function conditioned(condition: string): string {
  return /^\(|^not\b|^[\w-]+\(/.test(condition) ? condition : `(${condition})`;
}

/**
 * A rule as text that browsers read as it was meant: with its numbers' last digits, and with the prefix that Chromium needs when
 * it reads `background-clip: text`, but leaves out when it writes it.
 */
export function mended(css: string): string {
  const exact = exactNumbers(css);
  return exact.includes("background-clip: text") && !exact.includes("-webkit-background-clip: text")
    ? exact.replace(
        /(?<!-)background-clip: text;/g,
        "-webkit-background-clip: text; background-clip: text;",
      )
    : exact;
}
