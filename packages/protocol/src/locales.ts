/** The languages that the SDK speaks beside English, each a pack of its own (`locales/`), and which of them somebody reads. */

export const LOCALES = [
  "de",
  "es",
  "fr",
  "it",
  "ja",
  "ko",
  "nl",
  "pl",
  "pt-BR",
  "sv",
  "zh-Hans",
] as const;

export type Locale = (typeof LOCALES)[number];

/** The first of these languages that is spoken; English where none is. */
export function spoken(wanted: readonly string[]): Locale | "en" {
  for (const tag of wanted) {
    const found = locale(tag.toLowerCase());
    if (found !== undefined) return found;
  }
  return "en";
}

function locale(tag: string): Locale | "en" | undefined {
  const [language = "", ...rest] = tag.split(/[-_]/);
  if (language === "en") return "en";
  // Who reads traditional characters is better served by the next language.
  if (
    language === "zh" &&
    !rest.includes("hans") &&
    rest.some((part) => /^(hant|tw|hk|mo)$/.test(part))
  )
    return undefined;
  return (
    LOCALES.find((one) => one.toLowerCase() === tag) ??
    LOCALES.find((one) => one.split("-")[0] === language)
  );
}

/** Languages that are written from right to left. */
const FROM_RIGHT = /^(ar|ckb|dv|fa|he|iw|ps|sd|ug|ur|yi)(-|$)/i;

export function directionOf(tag: string): "ltr" | "rtl" {
  return FROM_RIGHT.test(tag) ? "rtl" : "ltr";
}
