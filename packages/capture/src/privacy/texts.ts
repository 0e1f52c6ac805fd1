/** Scrubbing of running text that leaves the page outside of sessions: names of things, messages of errors. */
import { isSensitiveName, isSensitiveValue, SCRUBBED, scrubUrl } from "@userview/protocol/scrub";

const URLS = /\b[a-z][a-z\d+.-]*:\/\/[^\s"'<>()]+/gi;
const PARAMETERS = /([?&#;]|^)([^\s?&#;="']{1,64})=([^\s&#;"']+)/g;
/** Twelve digits and more, in groups or not: cards, accounts, and whatever else is that long. */
const LONG_NUMBERS = /\d(?:[ -]?\d){11,}/g;

/** The text with what says who somebody is, or opens something, replaced by `***`. */
export function scrubText(text: string): string {
  return text
    .replace(URLS, (url) => scrubUrl(url) || SCRUBBED)
    .replace(PARAMETERS, (whole, lead, name) =>
      isSensitiveName(name) ? `${lead}${name}=${SCRUBBED}` : whole,
    )
    .replace(LONG_NUMBERS, SCRUBBED)
    .split(/(\s+)/)
    .map((word) => (isSensitiveValue(word) ? SCRUBBED : word))
    .join("");
}
