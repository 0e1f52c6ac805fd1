import type { KeyAction, Modifiers, TextAction } from "@userview/protocol";
import { moveCaret } from "./caret.ts";
import { editContextOf } from "./edit-context.ts";
import { fireChange, fireInput, fireKey, firePaste } from "./events.ts";
import { isEditable, isTextControl } from "./fields.ts";
import { moveFocus, tab } from "./focus.ts";
import { closeTopmost, submitByEnter } from "./forms.ts";
import { pageRange } from "./range.ts";
import { scrollByKey } from "./scroll.ts";
import { check, deepActive, type Nodes, Refused } from "./target.ts";
import { command, deleteText, insertLine, insertText, selectAll, tellChange } from "./text.ts";

/**
 * A key pressed and released at what has the focus, with what browsers do on it.
 * @throws Refused `protected` or `masked`; nothing has happened then.
 */
export function pressKey(action: KeyAction, nodes: Nodes): void {
  const { key, code, modifiers } = action;
  const target = deepActive();
  check(target, nodes);
  hold(target, "keydown", modifiers);
  if (fireKey("keydown", target, key, code, modifiers)) {
    const types = (key.length === 1 || key === "Enter") && !isShortcut(modifiers);
    if (!types || fireKey("keypress", target, key, code, modifiers))
      carryOut(target, key, modifiers);
  }
  const after = deepActive();
  // Space presses when it is released.
  if (
    fireKey("keyup", after, key, code, modifiers) &&
    key === " " &&
    after === target &&
    actsOnSpace(target)
  ) {
    (target as HTMLElement).click();
  }
  hold(deepActive(), "keyup", modifiers);
}

/** The keys that are held with another one have events of their own. */
function hold(target: Element, type: "keydown" | "keyup", modifiers: Modifiers): void {
  const down = { alt: false, ctrl: false, meta: false, shift: false };
  for (const [name, key] of MODIFIER_KEYS) {
    if (!modifiers[name]) continue;
    down[name] = true;
    fireKey(type, target, key, `${key}Left`, type === "keydown" ? { ...down } : NO_MODIFIERS);
  }
}

const MODIFIER_KEYS = [
  ["ctrl", "Control"],
  ["shift", "Shift"],
  ["alt", "Alt"],
  ["meta", "Meta"],
] as const;
const NO_MODIFIERS = { alt: false, ctrl: false, meta: false, shift: false };

/**
 * Text pasted or composed, at what has the focus.
 * @throws Refused `protected` or `masked`; `failed` when nothing that takes text has the focus.
 */
export function enterText({ text, pasted }: TextAction, nodes: Nodes): void {
  const target = deepActive();
  check(target, nodes);
  if (pasted === true && !firePaste(target, text)) return;
  if (!insertText(target, text, pasted === true ? "insertFromPaste" : "insertText"))
    throw new Refused("failed");
}

function carryOut(target: Element, key: string, modifiers: Modifiers): void {
  if (isShortcut(modifiers) && key.length === 1) {
    shortcut(target, key.toLowerCase(), modifiers.shift);
    return;
  }
  const word = modifiers.ctrl || modifiers.alt;
  switch (key) {
    case "Backspace":
    case "Delete":
      deleteText(target, key === "Delete", word);
      return;
    case "Enter":
      enter(target, modifiers.shift);
      return;
    case "Tab":
      if (!modifiers.ctrl && !modifiers.meta && !modifiers.alt) tab(modifiers.shift);
      return;
    case "Escape":
      closeTopmost();
      return;
    case "ArrowLeft":
    case "ArrowRight":
    case "ArrowUp":
    case "ArrowDown":
    case "Home":
    case "End":
    case "PageUp":
    case "PageDown":
      if (!step(target, key) && !moveCaret(target, key, modifiers)) scrollByKey(target, key);
      return;
    case " ":
      if (!insertText(target, " ") && !actsOnSpace(target))
        scrollByKey(target, modifiers.shift ? "PageUp" : "PageDown");
      return;
    default:
      if (key.length === 1 || [...key].length === 1) insertText(target, key);
  }
}

function shortcut(target: Element, key: string, shift: boolean): void {
  const style = { b: "bold", i: "italic", u: "underline" }[key];
  if (style !== undefined && isEditable(target)) command(target, style);
  else if (key === "a") selectAll(target);
  else if (key === "z") command(target, shift ? "redo" : "undo");
  else if (key === "y") command(target, "redo");
}

function enter(target: Element, shift: boolean): void {
  if (target.localName === "textarea" || isEditable(target) || editContextOf(target) !== null) {
    insertLine(target, !shift);
  } else if (
    isTextControl(target) ||
    /^(?:checkbox|radio|date|time|month|week|range|color)/.test(
      (target as HTMLInputElement).type ?? "",
    )
  ) {
    tellChange(target);
    submitByEnter(target as HTMLInputElement);
  } else if (target.localName === "a" || isPressable(target)) {
    (target as HTMLElement).click();
  }
}

function actsOnSpace(element: Element): boolean {
  const { type } = element as HTMLInputElement;
  return (
    isPressable(element) || (element.localName === "input" && /^(?:checkbox|radio)$/.test(type))
  );
}

function isPressable(element: Element): boolean {
  if (element.localName === "button" || element.localName === "summary") return true;
  return (
    element.localName === "input" &&
    /^(?:submit|button|reset|image)$/.test((element as HTMLInputElement).type)
  );
}

/** Arrows choose in selects and among radio buttons, and count in number and range fields. */
function step(target: Element, key: string): boolean {
  const forward = key === "ArrowRight" || key === "ArrowDown";
  const isRange = target.localName === "input" && (target as HTMLInputElement).type === "range";
  if (isRange && pageRange(target as HTMLInputElement, key)) return true;
  if (!key.startsWith("Arrow")) return false;
  if (target.localName === "select") return stepSelect(target as HTMLSelectElement, forward);
  if (target.localName !== "input") return false;
  const input = target as HTMLInputElement;
  if (input.type === "radio") return stepRadio(input, forward);
  const vertical = key === "ArrowUp" || key === "ArrowDown";
  if (input.type !== "range" && !(input.type === "number" && vertical)) return false;
  const before = input.value;
  if (key === "ArrowUp" || key === "ArrowRight") input.stepUp();
  else input.stepDown();
  if (input.value !== before) {
    fireInput(input);
    fireChange(input);
  }
  return true;
}

function stepSelect(select: HTMLSelectElement, forward: boolean): boolean {
  if (select.disabled || select.multiple) return true;
  let at = select.selectedIndex;
  do at += forward ? 1 : -1;
  while (select.options[at]?.disabled);
  if (select.options[at] !== undefined) {
    select.selectedIndex = at;
    fireInput(select);
    fireChange(select);
  }
  return true;
}

function stepRadio(input: HTMLInputElement, forward: boolean): boolean {
  const root = input.getRootNode() as Document | ShadowRoot;
  const group = [...root.querySelectorAll<HTMLInputElement>("input[type=radio]")].filter(
    (one) => one.name === input.name && one.form === input.form && !one.disabled,
  );
  const next = group[(group.indexOf(input) + (forward ? 1 : -1) + group.length) % group.length];
  if (next !== undefined && next !== input) {
    moveFocus(next);
    next.click();
  }
  return true;
}

function isShortcut(modifiers: Modifiers): boolean {
  // Ctrl and Alt together are AltGr on many keyboards: they type.
  return modifiers.meta || (modifiers.ctrl && !modifiers.alt);
}
