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

/**
 * The absolute URL with every sensitive value replaced by `***`; credentials before the host go too.
 * Addresses of `mailto:`, `tel:` and other schemes keep only their scheme; what is no URL becomes "".
 *
 * @param base resolves relative references; without it they count as no URL.
 */
export function scrubUrl(url: string, base?: string): string {
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
  return parsed.origin + parsed.pathname + scrubPart(parsed.search) + scrubPart(parsed.hash);
}

/** A query (`?a=b&c`) or fragment (`#/path?a=b`), sensitive values replaced. */
function scrubPart(part: string): string {
  return part.replace(/([?#&;]?)([^?#&;=]*)(=?)([^?#&;]*)/g, (whole, lead, name, equals, value) => {
    if (equals === "") return isSensitiveValue(decode(name)) ? lead + SCRUBBED : whole;
    const hidden =
      value !== "" && (isSensitiveName(decode(name)) || isSensitiveValue(decode(value)));
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
