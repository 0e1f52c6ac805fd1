/** The `srcset` attribute: candidates of an address and a descriptor, separated by commas. */

/**
 * The attribute with every address replaced by what `resolve` gives; candidates of which it gives null are left out.
 * Splits as browsers do: commas within an address belong to it, commas within parentheses to the descriptor.
 */
export function rewriteSrcset(srcset: string, resolve: (url: string) => string | null): string {
  const kept: string[] = [];
  let at = 0;
  while (at < srcset.length) {
    at = skip(srcset, at, /[\s,]/);
    const start = at;
    while (at < srcset.length && !/\s/.test(srcset.charAt(at))) at++;
    let url = srcset.slice(start, at);
    let descriptor = "";
    if (url.endsWith(",")) {
      url = url.replace(/,+$/, "");
    } else {
      const end = descriptorEnd(srcset, at);
      descriptor = srcset.slice(at, end).trim();
      at = end + 1;
    }
    if (url === "") continue;
    const resolved = resolve(url);
    if (resolved === null) continue;
    kept.push(descriptor === "" ? resolved : `${resolved} ${descriptor}`);
  }
  return kept.join(", ");
}

function skip(text: string, from: number, what: RegExp): number {
  let at = from;
  while (at < text.length && what.test(text.charAt(at))) at++;
  return at;
}

function descriptorEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "(") depth++;
    else if (char === ")") depth = Math.max(0, depth - 1);
    else if (char === "," && depth === 0) return at;
  }
  return text.length;
}
