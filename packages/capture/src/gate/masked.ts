import { concealStyle } from "../css/conceal.ts";
import { rewriteCss } from "../css/rewrite.ts";
import { maskText, maskValue } from "../privacy/characters.ts";
import type { Fate } from "./lists.ts";

/** What stands for a picture that is masked: a grey area of the same size. */
export const MASKED_PICTURE =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1' height='1' " +
  "preserveAspectRatio='none'%3E%3Crect width='1' height='1' fill='%23c4c4c4'/%3E%3C/svg%3E";

/** Numbers, words of a few letters, colours, transforms: what attributes of form hold. */
const FORM = /^[\w#%.,()\s+-]{0,500}$/;
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z\d]{2,4}){0,3}$/i;
/** Kinds of controls and of lists' marks. */
const TYPES =
  /^(?:text|password|email|tel|url|search|number|date|datetime-local|month|week|time|color|range|checkbox|radio|file|hidden|submit|reset|button|image|[1aAiI]|disc|circle|square)$/i;

/** What an attribute of a masked element becomes; null when it does not leave. */
export function maskedAttribute(
  element: Element,
  tag: string,
  fate: Fate,
  text: string,
): string | null {
  switch (fate.inMask) {
    case "keep":
      return text;
    case "flag":
      return "";
    case "form":
      return FORM.test(text) ? text : null;
    case "style":
      return concealStyle(
        rewriteCss(text, () => null),
        maskText,
      );
    case "type":
      return TYPES.test(text) ? text : null;
    case "language":
      return LANGUAGE.test(text) ? text : null;
    case "drop":
      return null;
    case "mask":
      return text === "" ? text : maskedText(element, tag, fate, text);
  }
}

/** What stands for a text that people read in an attribute. */
export function maskedText(
  element: Element,
  tag: string,
  { name, isLink }: Fate,
  text: string,
): string | null {
  if (name === "value" && tag === "input")
    return maskValue((element as HTMLInputElement).type, text);
  if (name === "src" && (tag === "img" || tag === "input")) return MASKED_PICTURE;
  if (isLink) return tag === "a" || tag === "area" ? "#" : null;
  return maskText(text);
}
