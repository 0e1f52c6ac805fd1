import { own } from "@userview/capture";
import { realmOf } from "./events.ts";

type TextControl = HTMLInputElement | HTMLTextAreaElement;

const NO_TEXT =
  /^(?:button|checkbox|color|date|datetime-local|file|hidden|image|month|radio|range|reset|submit|time|week)$/;

/** Whether text is typed into this element's value. */
export function isTextControl(element: Element): element is TextControl {
  if (element.localName === "textarea") return true;
  return element.localName === "input" && !NO_TEXT.test((element as HTMLInputElement).type);
}

/** Whether text is typed into this element's content. */
export function isEditable(element: Element): boolean {
  return own(element as HTMLElement, "isContentEditable") === true;
}

/** Set a control's value past a framework's own bookkeeping, which would else not notice the change. */
export function setValue(control: Element, value: string): void {
  const { HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement } = realmOf(control);
  const prototype =
    control.localName === "input"
      ? HTMLInputElement.prototype
      : control.localName === "textarea"
        ? HTMLTextAreaElement.prototype
        : HTMLSelectElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(control, value);
}
