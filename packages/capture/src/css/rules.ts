/** Rules that browsers cannot write out in full, completed from what the page's scripts gave. */

/** What a script gave a style sheet, as text or rule by rule; null when it is not known. */
export type SourceOf = (sheet: CSSStyleSheet) => string | string[] | null;

/** Whether a rule as text lost a declaration: the browser cannot write out some shorthands with variables. */
export function losesDeclarations(css: string): boolean {
  return /[{;]\s*(?!--)[a-z-]+:\s*(?:!important)?\s*;/.test(css);
}

/**
 * The rules of a sheet as text, each that lost declarations replaced by its source.
 *
 * @param told the rules as the browser writes them out.
 */
export function wholeRules(
  sheet: CSSStyleSheet,
  told: readonly string[],
  source: string | string[] | null,
): readonly string[] {
  if (source === null || !told.some(losesDeclarations)) return told;
  const given = typeof source === "string" ? splitRules(source) : source;
  if (given.length !== told.length || given.length !== sheet.cssRules.length) return told;
  return told.map((rule, index) => (losesDeclarations(rule) ? (given[index] ?? rule) : rule));
}

const PART = /\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\\[\s\S]|[{};]/g;

/** The top-level rules of a style sheet's text, comments between them left out. */
export function splitRules(css: string): string[] {
  const rules: string[] = [];
  let depth = 0;
  let start = 0;
  const take = (end: number): void => {
    const rule = css.slice(start, end).trim();
    if (rule !== "" && rule !== ";") rules.push(rule);
    start = end;
  };
  for (const { 0: part, index } of css.matchAll(PART)) {
    if (part === "{") depth += 1;
    else if (part === "}") {
      depth = Math.max(0, depth - 1);
      if (depth === 0) take(index + 1);
    } else if (part === ";" && depth === 0) take(index + 1);
    else if (part.startsWith("/*") && depth === 0 && css.slice(start, index).trim() === "") {
      start = index + part.length;
    }
  }
  take(css.length);
  return rules;
}
