/**
 * Numbers with six digits, as browsers write out what they hold more exactly: `1.42857` for ten sevenths.
 *
 * Layout rounds down to 64ths of a pixel, so the missing rest can move what stands below by a pixel.
 */
const ROUNDED = /(?<![\w.])(?:0\.0*[1-9]\d{5}|(?=[\d.]{7}(?![\d.]))[1-9]\d*\.\d+)(?![\d.])(px)?/g;
/** Sizes that were measured are so many parts of a pixel. */
const PIXEL_PARTS = 64;
/** Sizes that were divided: columns of grids, sizes in terms of a font's. */
const MOST_PARTS = 24;
const DIGITS = 6;
const EXACT_DIGITS = 12;

/** CSS text in which numbers that are a simple fraction rounded to six digits are that fraction again. */
export function exactNumbers(css: string): string {
  return css.replace(ROUNDED, (whole, unit: string | undefined) => {
    const value = Number.parseFloat(whole);
    const first = unit === undefined ? 3 : PIXEL_PARTS;
    const last = unit === undefined ? MOST_PARTS : PIXEL_PARTS;
    for (let parts = first; parts <= last; parts++) {
      const exact = Math.round(value * parts) / parts;
      if (exact !== value && Number(exact.toPrecision(DIGITS)) === value)
        return `${Number(exact.toPrecision(EXACT_DIGITS))}${unit ?? ""}`;
    }
    return whole;
  });
}
