/**
 * Scrubbing of URLs: values in query and fragment that name a secret or a person never leave the page.
 * Used for the page's own URL, for links and for form actions.
 */

/** What stands where a value was. */
export const SCRUBBED = "***";

const NAMES =
  /^(?:.*(?:token|secret|passw(?:or)?d|passwd|passphrase|pwd|credential|signature|e?mail|phone|mobile|session|apikey|cvc|cvv|iban|birth|address|surname|username|firstname|lastname|fullname|invite|voucher).*|auth.*|jwt|code|key|pass|sig|sid|otp|pin|tel|dob|ssn|zip|user|name|state|nonce|ticket|hash|card|account|assertion|samlresponse|samlrequest|relaystate)$/;
const EMAIL = /[^\s@/]+@[^\s@/]+\.[^\s@/]{2,}/;
const JWT = /^[\w-]{8,}\.[\w-]{8,}\.[\w-]*$/;

/** What a team adds (`url_scrubbing` of its settings); `*` stands for any characters, case does not matter. */
export interface ScrubbingRules {
  /** Names of parameters whose values are replaced. */
  readonly parameters: readonly string[];
  /** Beginnings of paths: the parts that a `*` takes part in are replaced, after `**` as the last part all. */
  readonly paths: readonly string[];
}

/** Set by the build of the loader for teams without rules of their own: it does not carry what applies them. */
declare const USERVIEW_WITHOUT_RULES: boolean;
/** Whether this build applies a team's own rules. */
export const HAS_RULES = typeof USERVIEW_WITHOUT_RULES === "undefined" || !USERVIEW_WITHOUT_RULES;

const NO_RULES: ScrubbingRules = { parameters: [], paths: [] };

/**
 * The absolute URL with every sensitive value replaced by `***`; credentials before the host go too.
 * Addresses of `mailto:`, `tel:` and other schemes keep only their scheme; what is no URL becomes "".
 *
 * @param base resolves relative references; without it they count as no URL.
 * @param rules what the team adds.
 */
export function scrubUrl(url: string, base?: string, rules = NO_RULES): string {
  let parsed: URL;
  try {
    parsed = new URL(url, base);
  } catch {
    return "";
  }
  const { protocol } = parsed;
  if (protocol === "about:") return parsed.href;
  if (protocol === "file:") return `file://${parsed.pathname}`;
  if (protocol === "blob:") return "blob:";
  if (!/^(https?|wss?|ftp):$/.test(protocol)) return protocol + SCRUBBED;
  const { parameters, paths } = rules;
  const values = scrubPart(parsed.search, parameters);
  if (!HAS_RULES) return parsed.origin + parsed.pathname + values + scrubPart(parsed.hash, []);
  const hash = parsed.hash.replace(/^#!?\/[^?#&;]*/, (path) => scrubPath(path, paths));
  const path = scrubPath(parsed.pathname, paths);
  return parsed.origin + path + values + scrubPart(hash, parameters);
}

/** A scrubbed URL up to its path; parts of the path that look like an e-mail address go too. */
export function withoutQuery(url: string): string {
  return (url.split(/[?#]/)[0] ?? "").replace(/[^/]+(?:@|%40)[^/]+/g, SCRUBBED);
}

/** A path, or the path in a fragment (`#/a/b`), with the parts replaced that a pattern's wildcards stand for. */
function scrubPath(path: string, patterns: readonly string[]): string {
  const parts = path.split("/");
  const filled = parts.flatMap((part, index) => (index > 0 && part !== "" ? [index] : []));
  const hidden = new Set<number>();
  for (const pattern of patterns) {
    const wanted = pattern.split("/").filter(Boolean);
    const all = wanted.at(-1) === "**";
    if (all) wanted.pop();
    if (!wanted.every((part, at) => filled[at] && fits(part, decode(parts[filled[at]] ?? ""))))
      continue;
    filled.forEach((index, at) => {
      if (wanted[at]?.includes("*") || (all && at >= wanted.length)) hidden.add(index);
    });
  }
  return parts.map((part, index) => (hidden.has(index) ? SCRUBBED : part)).join("/");
}

/** Whether `text` is what `pattern` says; its wildcards are tried once each, from the left. */
function fits(pattern: string, text: string): boolean {
  const said = text.toLowerCase();
  const [first = "", ...rest] = pattern.toLowerCase().split("*");
  const last = rest.pop();
  if (last === undefined) return said === first;
  if (!said.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = said.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return said.length - last.length >= at && said.endsWith(last);
}

/** A query (`?a=b&c`) or fragment (`#/path?a=b`), sensitive values replaced. */
function scrubPart(part: string, names: readonly string[]): string {
  return part.replace(/([?#&;]?)([^?#&;=]*)(=?)([^?#&;]*)/g, (whole, lead, name, equals, value) => {
    if (equals === "") return isSensitiveValue(decode(name)) ? lead + SCRUBBED : whole;
    const hidden =
      value !== "" &&
      (isSensitiveName(decode(name)) ||
        isSensitiveValue(decode(value)) ||
        (HAS_RULES && names.some((one) => fits(one, decode(name)))));
    return hidden ? `${lead}${name}=${SCRUBBED}` : whole;
  });
}

/** Whether a parameter of this name holds a secret or says who somebody is. */
export function isSensitiveName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z\d]+/);
  return words.some((word) => NAMES.test(word)) || NAMES.test(words.join(""));
}

/** Whether a value looks like an e-mail address, a payment card's number or a token. */
export function isSensitiveValue(value: string): boolean {
  if (EMAIL.test(value) || JWT.test(value)) return true;
  const digits = value.replace(/[\s-]/g, "");
  if (/^\d{13,19}$/.test(digits) && passesLuhn(digits)) return true;
  return value.split(/[/.,:]/).some(looksRandom);
}

/** Long, unbroken and of letters and digits mixed: an id that somebody's rights may hang on. */
function looksRandom(text: string): boolean {
  return (
    /^[\w+~=-]{20,}$/.test(text) &&
    /\d/.test(text) &&
    /[a-z]/i.test(text) &&
    !/^[a-z]+(-[a-z\d]+)+$/.test(text)
  );
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return text;
  }
}
