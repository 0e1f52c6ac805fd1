/** Private details in running text: e-mail addresses, telephone, card and account numbers. */

import { maskText } from "./characters.ts";

const EMAIL = /[^\s@<>()[\],;:"]{1,64}@[^\s@<>()[\],;:"]{1,190}\.[^\s@<>()[\],;:".]{2,24}/g;
const IBAN = /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z\d]){11,30}\b/g;
/** Seven digits and more, grouped as people write telephone, card and account numbers. */
const NUMBER = /(?:\+|\b)\(?\d(?:[ ()./-]{0,2}\d){6,22}\b/g;
/** Dates and amounts are written with digits too, and say nothing of who somebody is. */
const HARMLESS = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})$/;
const PERSONAL_TYPE = /^(?:email|tel)$/;
const PERSONAL_WORD =
  /^(?:name|honorific-prefix|given-name|additional-name|family-name|honorific-suffix|nickname|username|email|tel(?:-.*)?|street-address|address-.*|postal-code|bday(?:-.*)?|organization)$/;

/** `text` with every private detail in it masked. */
export function maskDetails(text: string): string {
  return text
    .replace(EMAIL, maskText)
    .replace(IBAN, maskText)
    .replace(NUMBER, (found) => (HARMLESS.test(found) ? found : maskText(found)));
}

/** Whether a field asks for who somebody is: what is typed into it is hidden from its first letter on. */
export function isPersonalField(field: Element): boolean {
  if (PERSONAL_TYPE.test(field.getAttribute("type")?.toLowerCase() ?? "")) return true;
  const words = field.getAttribute("autocomplete")?.toLowerCase().split(/\s+/) ?? [];
  return words.some((word) => PERSONAL_WORD.test(word));
}
