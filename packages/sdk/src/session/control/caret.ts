import type { Modifiers } from "@userview/protocol";
import { fireSelection, realmOf } from "./events.ts";
import { isEditable, isTextControl } from "./fields.ts";

/** Move the caret of a text control or of editable content; false when the element has none. */
export function moveCaret(target: Element, key: string, modifiers: Modifiers): boolean {
  const editable = isEditable(target);
  if (!editable && !isTextControl(target)) return false;
  const word = modifiers.ctrl || modifiers.alt;
  if (
    isTextControl(target) &&
    target.selectionStart !== null &&
    (target.localName === "input" || /^(?:ArrowLeft|ArrowRight)$/.test(key)) &&
    !word
  ) {
    moveInValue(target, key, modifiers.shift);
    fireSelection(target);
    return true;
  }
  const backward = key === "ArrowLeft" || key === "ArrowUp" || key === "Home" || key === "PageUp";
  const selection = realmOf(target).getSelection();
  selection?.modify(
    modifiers.shift ? "extend" : "move",
    backward ? "backward" : "forward",
    unitOf(key, word),
  );
  fireSelection(target);
  return true;
}

function unitOf(key: string, word: boolean): string {
  if (key === "Home" || key === "End") return word ? "documentboundary" : "lineboundary";
  if (key === "ArrowUp" || key === "ArrowDown") return "line";
  if (key === "PageUp" || key === "PageDown") return "documentboundary";
  return word ? "word" : "character";
}

/** In the value of a control the places are numbers. Up goes to its beginning and down to its end. */
function moveInValue(
  control: HTMLInputElement | HTMLTextAreaElement,
  key: string,
  extend: boolean,
): void {
  const { value, selectionStart, selectionEnd, selectionDirection } = control;
  if (selectionStart === null || selectionEnd === null) return;
  const backwardSelection = selectionDirection === "backward";
  const anchor = backwardSelection ? selectionEnd : selectionStart;
  const head = backwardSelection ? selectionStart : selectionEnd;
  const collapses = !extend && selectionStart !== selectionEnd;
  let next: number;
  if (key === "ArrowLeft") next = collapses ? selectionStart : before(value, head);
  else if (key === "ArrowRight") next = collapses ? selectionEnd : after(value, head);
  else next = key === "Home" || key === "ArrowUp" || key === "PageUp" ? 0 : value.length;
  const from = extend ? anchor : next;
  control.setSelectionRange(
    Math.min(from, next),
    Math.max(from, next),
    next < from ? "backward" : "forward",
  );
}

/** One character is one code point: surrogates stay together. */
function before(value: string, at: number): number {
  return Math.max(0, at - ([...value.slice(Math.max(0, at - 2), at)].at(-1)?.length ?? 0));
}

function after(value: string, at: number): number {
  return Math.min(value.length, at + ([...value.slice(at, at + 2)][0]?.length ?? 0));
}
