/** References inside CSS text: every one is found and replaced, whatever the quoting. */

const STRING = String.raw`"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'`;
const ESCAPE = String.raw`\\(?:[\da-f]{1,6}\s?|[\s\S])`;
const TOKEN = new RegExp(
  [
    String.raw`\/\*[\s\S]*?(?:\*\/|$)`,
    "@namespace[^;]*;",
    String.raw`(@import)\s+(?:url\(\s*(?:(${STRING})|((?:[^)"'\\\s]|${ESCAPE})*))\s*\)|(${STRING}))`,
    String.raw`\burl\(\s*(?:(${STRING})|((?:[^)"'\\\s]|${ESCAPE})*))\s*\)`,
    String.raw`(\b(?:-webkit-)?image-set\()`,
    STRING,
    "[()]",
  ].join("|"),
  "gi",
);

/** Whether there may be a reference in a CSS text. */
export function hasReferences(css: string): boolean {
  return /url\(|image-set\(/i.test(css);
}

/**
 * CSS text with every reference replaced.
 *
 * @param replace gets the reference as the page wrote it (escapes undone) and returns what stands there
 *   instead; null takes the reference out (`none`). References to the document itself (`#id`) and
 *   `@import`s are left alone.
 */
export function rewriteCss(css: string, replace: (reference: string) => string | null): string {
  if (!hasReferences(css)) return css;
  let depth = 0;
  const imageSets: number[] = [];
  const replaced = (reference: string): string => {
    if (reference.startsWith("#")) return `url("${escaped(reference)}")`;
    const next = reference === "" ? "" : replace(reference);
    return next === null ? "none" : `url("${escaped(next)}")`;
  };
  return css.replace(TOKEN, (token, atImport, _q, _r, _s, quoted, raw, imageSet) => {
    if (atImport !== undefined) return token;
    if (quoted !== undefined) return replaced(unquoted(quoted));
    if (raw !== undefined) return replaced(unescaped(raw));
    if (imageSet !== undefined) {
      depth += 1;
      imageSets.push(depth);
      return token;
    }
    if (token === "(") depth += 1;
    else if (token === ")") {
      if (imageSets.at(-1) === depth) imageSets.pop();
      depth -= 1;
    } else if (/^["']/.test(token) && imageSets.at(-1) === depth) return replaced(unquoted(token));
    return token;
  });
}

/** CSS text whose quoted strings are replaced, outside of comments and references. */
export function rewriteStrings(css: string, replace: (text: string) => string): string {
  return css.replace(TOKEN, (token) =>
    /^["']/.test(token) ? `"${escaped(replace(unquoted(token)))}"` : token,
  );
}

function unquoted(text: string): string {
  return unescaped(text.slice(1, -1));
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:([\da-f]{1,6})\s?|(\r\n|\n)|([\s\S]))/gi,
    (_whole, hex, newline, character) => {
      if (hex !== undefined)
        return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
      return newline === undefined ? character : "";
    },
  );
}

function escaped(text: string): string {
  return text.replace(/["\\\n\r\f]/g, (character) =>
    character === '"' || character === "\\"
      ? `\\${character}`
      : `\\${character.charCodeAt(0).toString(16)} `,
  );
}
