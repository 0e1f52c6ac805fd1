/** One candidate of a `srcset` attribute: a reference and its descriptor (`2x`, `640w`, or none). */
export interface Candidate {
  readonly reference: string;
  readonly descriptor: string;
}

/** The candidates of a `srcset`, in order; references keep commas that are part of them. */
export function parseSrcset(srcset: string): Candidate[] {
  const candidates: Candidate[] = [];
  let rest = srcset.replace(/^[\s,]+/, "");
  while (rest !== "") {
    const reference = /^\S+/.exec(rest)?.[0] ?? "";
    rest = rest.slice(reference.length);
    if (reference.endsWith(",")) {
      candidates.push({ reference: reference.replace(/,+$/, ""), descriptor: "" });
    } else {
      const descriptor = /^(?:[^,(]|\([^)]*\))*/.exec(rest)?.[0] ?? "";
      rest = rest.slice(descriptor.length);
      candidates.push({ reference, descriptor: descriptor.trim() });
    }
    rest = rest.replace(/^[\s,]+/, "");
  }
  return candidates;
}

/**
 * Pixels of the file per CSS pixel of the picture that is shown, so that the mirror gives it the same size.
 *
 * @param shown absolute URL of the candidate that the browser chose.
 */
export function shownDensity(image: HTMLImageElement, srcset: string, shown: string): number {
  for (const { reference, descriptor } of parseSrcset(srcset)) {
    if (absolute(reference, image.baseURI) !== shown) continue;
    const density = /^([\d.]+)x$/.exec(descriptor)?.[1];
    if (density !== undefined) return Number(density) || 1;
    const width = /^(\d+)w$/.exec(descriptor)?.[1];
    if (width !== undefined && image.naturalWidth > 0) return Number(width) / image.naturalWidth;
    return 1;
  }
  return 1;
}

function absolute(reference: string, base: string): string {
  try {
    return new URL(reference, base).href;
  } catch {
    return reference;
  }
}
