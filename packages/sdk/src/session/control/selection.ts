import { documentOf, own } from "@userview/capture";
import { realmOf } from "./events.ts";
import { isTextControl } from "./fields.ts";
import type { Hit } from "./target.ts";

/** A place in text: in a text control its value, elsewhere a text node. */
interface Caret {
  readonly node: Node;
  readonly offset: number;
}

/** Put the caret where the hand would; whether a selection can begin there. */
export function caretAt(hit: Hit): boolean {
  const caret = caretFrom(hit);
  if (caret === null) return false;
  if (isTextControl(hit.element)) {
    setRange(hit.element, caret.offset, caret.offset);
  } else {
    realmOf(hit.element).getSelection()?.collapse(caret.node, caret.offset);
  }
  return true;
}

/** Select from where the selection began to this point. */
export function extendTo(hit: Hit): void {
  const caret = caretFrom(hit);
  if (caret === null) return;
  const control = own(documentOf(hit.element), "activeElement");
  if (isTextControl(hit.element)) {
    if (control !== hit.element) return;
    const from =
      hit.element.selectionDirection === "backward"
        ? hit.element.selectionEnd
        : hit.element.selectionStart;
    // Kinds of input that know no numbers of their places do not say where the selection began either.
    if (from === null) return;
    setRange(
      hit.element,
      Math.min(from, caret.offset),
      Math.max(from, caret.offset),
      caret.offset < from,
    );
    return;
  }
  const selection = realmOf(hit.element).getSelection();
  if (selection !== null && selection.rangeCount > 0) selection.extend(caret.node, caret.offset);
}

/** Select the word or the paragraph at this point. */
export function selectAround(hit: Hit, unit: "word" | "paragraph"): void {
  if (isTextControl(hit.element)) {
    const caret = caretFrom(hit);
    const { value } = hit.element;
    if (unit === "paragraph" || caret === null) {
      setRange(hit.element, 0, value.length);
      return;
    }
    const [start, end] = wordAround(value, caret.offset);
    setRange(hit.element, start, end);
    return;
  }
  const selection = realmOf(hit.element).getSelection();
  if (selection === null || !caretAt(hit)) return;
  selection.modify("move", "backward", unit === "word" ? "word" : "paragraphboundary");
  selection.modify("extend", "forward", unit === "word" ? "word" : "paragraphboundary");
}

/** Start and end of the word around an offset. */
export function wordAround(text: string, offset: number): [number, number] {
  const before = /[\p{L}\p{N}_]*$/u.exec(text.slice(0, offset))?.[0].length ?? 0;
  const after = /^[\p{L}\p{N}_]*/u.exec(text.slice(offset))?.[0].length ?? 0;
  return [offset - before, offset + after];
}

function setRange(
  control: HTMLInputElement | HTMLTextAreaElement,
  start: number,
  end: number,
  backward = false,
): void {
  try {
    control.setSelectionRange(start, end, backward ? "backward" : "forward");
  } catch {
    walk(control, start, end);
  }
}

/** Kinds of input that know no numbers of their places (numbers, e-mail addresses): the caret goes there step by step. */
function walk(control: HTMLInputElement | HTMLTextAreaElement, start: number, end: number): void {
  const selection = realmOf(control).getSelection();
  if (selection === null || !control.matches(":focus")) return;
  selection.modify("move", "backward", "lineboundary");
  for (let at = 0; at < start; at++) selection.modify("move", "forward", "character");
  for (let at = start; at < end; at++) selection.modify("extend", "forward", "character");
}

function caretFrom({ element, x, y }: Hit): Caret | null {
  const page = documentOf(element) as Document & {
    caretPositionFromPoint?: (x: number, y: number) => { offsetNode: Node; offset: number } | null;
  };
  const position = own(page, "caretPositionFromPoint")?.call(page, x, y);
  if (position) {
    if (isTextControl(element) !== (position.offsetNode === element)) {
      return isTextControl(element) ? { node: element, offset: element.value.length } : null;
    }
    return { node: position.offsetNode, offset: position.offset };
  }
  if (isTextControl(element)) return { node: element, offset: element.value.length };
  const range = own(page, "caretRangeFromPoint")?.call(page, x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}
