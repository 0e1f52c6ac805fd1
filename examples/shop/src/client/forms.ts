/** Checking forms: one clear sentence beside the field at fault. */
import { must, show } from "./dom.ts";

/** Says what is wrong with a value, or null when it is right. */
export type Check = (value: string) => string | null;

/** Something must be there. */
export function filled(what: string): Check {
  return (value) => (value.trim() === "" ? `Enter ${what}.` : null);
}

export const email: Check = (value) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value.trim())
    ? null
    : "Enter an e-mail address, like ada@example.com.";

/** A card number: 13-19 digits whose check digit (Luhn) fits. */
export const cardNumber: Check = (value) => {
  const digits = value.replace(/\D/g, "");
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0
    ? null
    : "This is not a card number. Try 4242 4242 4242 4242.";
};

/** "MM / YY" in the month of `now` or later. */
export function expiry(now: Date): Check {
  return (value) => {
    const [month = 0, year = -1] = value.split("/").map((part) => Number.parseInt(part, 10));
    if (!(month >= 1 && month <= 12) || !(year >= 0 && year <= 99))
      return "Enter month and year, like 08 / 29.";
    const last = new Date(2000 + year, month, 1);
    return last > now ? null : "This card has expired.";
  };
}

export const cvc: Check = (value) =>
  /^\d{3,4}$/.test(value.trim()) ? null : "Enter the three or four digits on the back.";

/** Check fields by id; show what is wrong; give back ids at fault, in the order of `checks`. */
export function checkAll(checks: readonly (readonly [id: string, check: Check])[]): string[] {
  return checks.flatMap(([id, check]) => {
    const input = must(`#${id}`, HTMLInputElement);
    const problem = check(input.type === "checkbox" ? (input.checked ? "yes" : "") : input.value);
    const error = must(`#${id}-error`, HTMLElement);
    error.textContent = problem ?? "";
    show(error, problem !== null);
    if (problem === null) input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
    return problem === null ? [] : [id];
  });
}

/** Keep groups of digits in a field as it is typed: sizes [4, 4, 4, 4, 3] and " " for a card number. */
export function grouped(input: HTMLInputElement, sizes: readonly number[], joint: string): void {
  input.addEventListener("input", () => {
    if (input.selectionStart !== input.value.length) return;
    let digits = input.value.replace(/\D/g, "");
    const groups: string[] = [];
    for (const size of sizes) {
      if (digits === "") break;
      groups.push(digits.slice(0, size));
      digits = digits.slice(size);
    }
    const tidy = groups.join(joint);
    if (tidy !== input.value) input.value = tidy;
  });
}
