/** Masked text: one fixed character for each that is hidden, spaces kept, so that lines break alike. */

const NARROW = "*";
const WIDE = "＊";
/** Scripts whose characters are a full em wide: Hangul, kana, CJK, full-width forms, emoji. */
const WIDE_CHARACTER =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{3fffd}]/u;

/** Nothing but characters below those scripts: the usual case, which goes in one step. */
const NARROW_ONLY = /^[\0-\u10ff]*$/;

/** `text` with every character but white space replaced. */
export function maskText(text: string): string {
  if (NARROW_ONLY.test(text)) return text.replace(/\S/g, NARROW);
  return text.replace(/\S/gu, (character) => (WIDE_CHARACTER.test(character) ? WIDE : NARROW));
}

/** A field is as large with this as with what it stands for, and says nothing of its length. */
const FIXED_LENGTH = 8;

/**
 * The masked value of a form control of this type. It is of one length whatever was typed: the size of a field does not
 * follow its text. What flows over lines keeps them. Controls that show a choice (dates, ranges) show none, colours show black.
 */
export function maskValue(type: string, value: string): string {
  switch (type) {
    case "number":
      return value === "" ? "" : "0".repeat(FIXED_LENGTH);
    case "date":
    case "datetime-local":
    case "month":
    case "time":
    case "week":
    case "range":
    case "file":
    case "hidden":
      return "";
    case "color":
      return "#000000";
    case "textarea":
    case "submit":
    case "reset":
    case "button":
      return maskText(value);
    default:
      return value === "" ? "" : NARROW.repeat(FIXED_LENGTH);
  }
}
