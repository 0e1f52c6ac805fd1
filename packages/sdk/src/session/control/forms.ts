import { matches, own, queryAll } from "@userview/capture";
import { realmOf } from "./events.ts";

/** Kinds of input that keep a form of several fields from being submitted by Enter. */
const BLOCKING =
  "input:not([type]),input[type=text],input[type=search],input[type=url],input[type=tel],input[type=email]," +
  "input[type=password],input[type=date],input[type=month],input[type=week],input[type=time]," +
  "input[type=datetime-local],input[type=number]";

/** What Enter in a field does to its form: the first button is pressed; without one, a form of one field is sent. */
export function submitByEnter(field: HTMLInputElement): void {
  const { form } = field;
  if (form === null) return;
  const button = [...own(form, "elements")].find(
    (element) =>
      (element.localName === "button" && (element as HTMLButtonElement).type === "submit") ||
      (element.localName === "input" &&
        /^(?:submit|image)$/.test((element as HTMLInputElement).type)),
  );
  if (button !== undefined) {
    if (!button.matches(":disabled")) (button as HTMLElement).click();
    return;
  }
  const fields = [...own(form, "elements")].filter((element) => element.matches(BLOCKING));
  if (fields.length <= 1) own(form, "requestSubmit").call(form);
}

/** What Escape does to what lies on top: a modal dialog is cancelled, a light popover hidden. */
export function closeTopmost(): void {
  const popover = [...queryAll<HTMLElement>(document, "[popover]:not([popover=manual])")].findLast(
    isOpenPopover,
  );
  if (popover !== undefined) {
    own(popover, "hidePopover").call(popover);
    return;
  }
  const dialog = [...queryAll<HTMLDialogElement>(document, "dialog[open]")].findLast((one) =>
    one.matches(":modal"),
  );
  if (dialog === undefined) return;
  const { Event } = realmOf(dialog);
  if (dialog.dispatchEvent(new Event("cancel", { cancelable: true }))) dialog.close();
}

function isOpenPopover(element: HTMLElement): boolean {
  try {
    return matches(element, ":popover-open");
  } catch {
    return false;
  }
}
