/** The agent's keyboard over the mirror → key and text actions. A hidden text area has the focus, so that input methods work. */
import type { Action, Modifiers } from "@userview/protocol";
import { MAX_KEY, MAX_TEXT } from "../port-actions.ts";

/** A paste longer than this is cut: nobody reads it before it is sent. */
const MAX_PASTE = 100_000;

/** With Ctrl or Cmd these belong to the agent's own browser. */
const BROWSER_KEYS = new Set(["c", "l", "n", "q", "r", "t", "v", "w", "0", "+", "-", "=", "tab"]);
/** With Ctrl and Shift: developer tools and windows. */
const BROWSER_SHIFT_KEYS = new Set(["c", "i", "j", "n", "p", "r", "t", "w", "tab"]);
/** Keys whose meaning comes later, as composed text. */
const COMPOSING = new Set(["Dead", "Process", "Unidentified"]);
const MODIFIER_KEYS = new Set([
  "Alt",
  "AltGraph",
  "CapsLock",
  "Control",
  "Fn",
  "FnLock",
  "Hyper",
  "Meta",
  "NumLock",
  "ScrollLock",
  "Shift",
  "Super",
  "Symbol",
]);

export interface KeyboardListener {
  action(action: Action): void;
  /** The agent wants to leave control. */
  escape(): void;
}

export class Keyboard {
  readonly field: HTMLTextAreaElement;

  constructor(
    layer: HTMLElement,
    private readonly listener: KeyboardListener,
  ) {
    const field = layer.ownerDocument.createElement("textarea");
    field.setAttribute("aria-label", "Keyboard for the visitor's page");
    for (const name of ["autocapitalize", "autocomplete", "autocorrect"])
      field.setAttribute(name, "off");
    field.spellcheck = false;
    field.tabIndex = -1;
    field.addEventListener("keydown", (event) => this.keyDown(event));
    field.addEventListener("paste", (event) => this.paste(event));
    field.addEventListener("compositionend", () => this.takeText());
    field.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) this.takeText();
    });
    layer.append(field);
    this.field = field;
  }

  /** Takes the keyboard; an input method's window opens at this point of the layer. */
  focusAt(x: number, y: number): void {
    this.field.style.left = `${x}px`;
    this.field.style.top = `${y}px`;
    this.focus();
  }

  /** Takes the keyboard back, where it was. */
  focus(): void {
    this.field.focus({ preventScroll: true });
  }

  blur(): void {
    this.field.blur();
  }

  private keyDown(event: KeyboardEvent): void {
    // Escape alone is for the page: it closes menus and dialogs there.
    if (event.key === "Escape" && event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.listener.escape();
      return;
    }
    if (event.isComposing || COMPOSING.has(event.key) || MODIFIER_KEYS.has(event.key)) return;
    if (belongsToBrowser(event) || event.key.length > MAX_KEY) return;
    event.preventDefault();
    this.listener.action({
      kind: "key",
      key: event.key,
      code: event.code.slice(0, MAX_KEY),
      modifiers: keyModifiers(event),
    });
  }

  private paste(event: ClipboardEvent): void {
    event.preventDefault();
    this.sendText(event.clipboardData?.getData("text/plain") ?? "", true);
  }

  private takeText(): void {
    const text = this.field.value;
    this.field.value = "";
    this.sendText(text, false);
  }

  private sendText(text: string, pasted: boolean): void {
    for (const part of splitText(text.slice(0, MAX_PASTE), MAX_TEXT)) {
      this.listener.action({ kind: "text", text: part, pasted });
    }
  }
}

/** Parts of at most `length` units, none ending within a surrogate pair. */
export function splitText(text: string, length: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + length);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end--;
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}

export function modifiersOf(event: MouseEvent | KeyboardEvent): Modifiers {
  return {
    alt: event.altKey,
    ctrl: event.ctrlKey,
    meta: event.metaKey,
    shift: event.shiftKey,
  };
}

/** AltGr is reported as Ctrl and Alt together, but it only chose the character. */
function keyModifiers(event: KeyboardEvent): Modifiers {
  const modifiers = modifiersOf(event);
  return event.key.length === 1 && event.getModifierState("AltGraph")
    ? { ...modifiers, alt: false, ctrl: false }
    : modifiers;
}

function belongsToBrowser(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  if (/^f\d+$/.test(key)) return true;
  if (event.altKey && (key === "arrowleft" || key === "arrowright")) return true;
  if (!(event.ctrlKey || event.metaKey) || event.getModifierState("AltGraph")) return false;
  return BROWSER_KEYS.has(key) || (event.shiftKey && BROWSER_SHIFT_KEYS.has(key));
}
