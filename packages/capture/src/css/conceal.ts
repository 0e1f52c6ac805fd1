/** Texts that style sheets show, of elements that are masked. */

const PART =
  /\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\burl\(\s*[^"'\s)][^)]*\)|\\[\s\S]|[{};]/gi;
/** Properties whose strings are shown. */
const SHOWN =
  /^(?:content|quotes|list-style(?:-type)?|text-emphasis(?:-style)?|text-overflow|hyphenate-character|symbols|additive-symbols|prefix|suffix|negative|--.*)$/;
const PSEUDO_ELEMENT = /::[\w-]+(?:\([^()]*\))?|:(?:before|after|first-line|first-letter)\b/g;
/** What changes without a trace: it may hold at any time. */
const FLEETING =
  /:(?:hover|active|focus(?:-within|-visible)?|visited|link|any-link|target|checked|indeterminate|disabled|enabled|open|valid|invalid|user-valid|user-invalid|placeholder-shown|modal|popover-open|fullscreen|playing|paused|empty)\b/g;
/** Selectors that only mean something in a shadow tree, or within another rule: what they match cannot be asked for. */
const UNCLEAR = /:host|::slotted|::part|&/;
/** Of the hosts of shadow trees themselves, whichever they are. */
const HOSTS = /^:host(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?$/;
/** Stands for a selector of hosts alone. */
export const ALL_HOSTS = ":host";

/** Numbers, units, colours and what computes with them: nobody reads these. */
const PLAIN_VALUE =
  /^(?:#[\da-f]{3,8}|[-+]?[\d.]+(?:[a-z]{1,4}|%)?|var\(\s*--[\w-]+|(?:calc|rgba?|hsla?|hwb|oklch|oklab|lch|lab|min|max|clamp|env|cubic-bezier|steps|translate[xyz3d]*|rotate[xyz3d]*|scale[xyz3d]*)\(|none|auto|normal|inherit|initial|unset|transparent|currentcolor|bold|left|right|top|bottom|center|start|end|row|column|flex|grid|block|inline|solid|dashed|dotted|ease|linear|black|white|gray|grey|red|green|blue|yellow|orange|deg|[\s,/()*+-])*$/i;

/** Two letters or digits: a word. Signs and the private letters of icon fonts are pictures. */
const WORD = /[\p{L}\p{N}].*[\p{L}\p{N}]/u;

/**
 * A style sheet's text with the strings masked that masked elements would show.
 *
 * @param isMasked whether a selector matches a masked element, `ALL_HOSTS` a masked host; "" is one of which nobody can say.
 */
export function concealSheet(
  css: string,
  isMasked: (selector: string) => boolean,
  mask: (text: string) => string,
): string {
  if (!/content|quotes|list-style|emphasis|overflow|symbols|--|prefix|suffix|hyphenate/i.test(css))
    return css;
  const preludes: string[] = [];
  let concealed = "";
  let written = 0;
  let start = 0;
  for (const { 0: part, index } of css.matchAll(PART)) {
    if (part === "{") preludes.push(css.slice(start, index).trim());
    else if (part === "}") preludes.pop();
    else if (/^["']/.test(part)) {
      const property = /^\s*([\w-]+)\s*:/.exec(css.slice(start, index))?.[1]?.toLowerCase() ?? "";
      const text = part.slice(1, -1);
      if (!SHOWN.test(property) || !isWord(text)) continue;
      if (!isMasked(selectorOf(preludes))) continue;
      concealed += `${css.slice(written, index)}"${mask(text.replace(/["\\\n]/g, "x"))}"`;
      written = index + part.length;
      continue;
    } else if (part !== ";") continue;
    start = index + 1;
  }
  return concealed + css.slice(written);
}

/** The declarations of a masked element's own style, without what can be read from them. */
export function concealStyle(css: string, mask: (text: string) => string): string {
  const kept: string[] = [];
  for (const declaration of declarationsOf(css)) {
    const colon = declaration.indexOf(":");
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    if (colon < 0 || name.startsWith("counter-")) continue;
    if (name.startsWith("--")) {
      if (PLAIN_VALUE.test(value.replace(/\s*!important$/, ""))) kept.push(declaration.trim());
      else if (/^["']/.test(value)) kept.push(`${name}:"${mask(value.slice(1, -1))}"`);
    } else kept.push(SHOWN.test(name) ? masked(declaration, mask) : declaration.trim());
  }
  return kept.join(";");
}

function masked(declaration: string, mask: (text: string) => string): string {
  return declaration
    .trim()
    .replace(
      /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/g,
      (text) => `"${mask(text.slice(1, -1).replace(/["\\\n]/g, "x"))}"`,
    );
}

/** Split at semicolons that stand in no string and no bracket. */
function* declarationsOf(css: string): Generator<string> {
  let depth = 0;
  let start = 0;
  for (const { 0: part, index } of css.matchAll(
    /\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\\[\s\S]|[();]/g,
  )) {
    if (part === "(") depth += 1;
    else if (part === ")") depth = Math.max(0, depth - 1);
    else if (part === ";" && depth === 0) {
      yield css.slice(start, index);
      start = index + 1;
    }
  }
  const rest = css.slice(start);
  if (rest.trim() !== "") yield rest;
}

function isWord(text: string): boolean {
  return WORD.test(text.replace(/\\(?:[\da-f]{1,6}\s?|[\s\S])/gi, ""));
}

/** A selector for the elements that a block is about; "" when that is not to be said, as of `@counter-style`. */
function selectorOf(preludes: readonly string[]): string {
  const rules = preludes.filter((prelude) => !prelude.startsWith("@"));
  const [written] = rules;
  if (written === undefined || rules.length > 1) return "";
  const selector = written
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(PSEUDO_ELEMENT, "")
    .replace(FLEETING, "")
    .trim();
  if (HOSTS.test(selector)) return ALL_HOSTS;
  if (UNCLEAR.test(written)) return "";
  return selector
    .split(",")
    .map((one) => (/[\w\])*]\s*$/.test(one) ? one : `${one}*`))
    .join(",");
}
