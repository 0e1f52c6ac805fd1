import { documentOf, own } from "@userview/capture";
import { deleteInContext, editContextOf, insertInContext } from "./edit-context.ts";
import { fireBeforeInput, fireChange, fireInput, fireSelection, realmOf } from "./events.ts";
import { isEditable, isTextControl, setValue } from "./fields.ts";

/** Values as they were when the last `change` was told, by control. */
const told = new WeakMap<Element, string>();

/** Insert text at the selection of a text control or of editable content; false when the element takes none. */
export function insertText(target: Element, text: string, inputType = "insertText"): boolean {
  if (!takesText(target)) return false;
  remember(target);
  if (!fireBeforeInput(target, inputType, text)) return true;
  const context = editContextOf(target);
  if (context !== null) {
    insertInContext(target, context, text);
  } else if (isTextControl(target)) {
    const single = target.localName === "input" ? text.replace(/[\r\n]+/g, " ") : text;
    if (!command(target, "insertText", single)) replaceSelection(target, single, inputType);
  } else if (text === "\n") {
    command(target, "insertParagraph");
  } else {
    command(target, "insertText", text);
  }
  return true;
}

/** A line break, or a new paragraph, in what has several lines. */
export function insertLine(target: Element, paragraph: boolean): void {
  if (target.localName === "textarea") {
    insertText(target, "\n", "insertLineBreak");
    return;
  }
  if (!fireBeforeInput(target, paragraph ? "insertParagraph" : "insertLineBreak", null)) return;
  // An editor with a context of its own breaks lines itself.
  if (editContextOf(target) !== null) return;
  command(target, paragraph ? "insertParagraph" : "insertLineBreak");
}

/** Delete the selection, or what is beside the caret. */
export function deleteText(target: Element, forward: boolean, word: boolean): void {
  if (!takesText(target)) return;
  remember(target);
  const inputType = `delete${word ? "Word" : "Content"}${forward ? "Forward" : "Backward"}`;
  if (!fireBeforeInput(target, inputType, null)) return;
  const context = editContextOf(target);
  if (context !== null) {
    deleteInContext(target, context, forward, word);
    return;
  }
  const selection = realmOf(target).getSelection();
  if (word && isCollapsed(target, selection)) {
    selection?.modify("extend", forward ? "forward" : "backward", "word");
  }
  if (command(target, forward ? "forwardDelete" : "delete") || !isTextControl(target)) return;
  const { selectionStart, selectionEnd, value } = target;
  if (selectionStart === null || selectionEnd === null) {
    setValue(target, value.slice(0, -1));
    fireInput(target, inputType);
    return;
  }
  if (selectionStart === selectionEnd) {
    const [from, to] = forward
      ? [selectionStart, selectionStart + 1]
      : [Math.max(0, selectionStart - 1), selectionStart];
    target.setSelectionRange(from, to);
  }
  replaceSelection(target, "", inputType);
}

/** Select all that is in a text control, in editable content, or on the page. */
export function selectAll(target: Element): void {
  if (isTextControl(target)) target.select();
  else command(target, "selectAll");
  fireSelection(target);
}

/** `change`, when the value is another than when it was told last: on Enter, browsers tell it before they submit. */
export function tellChange(target: Element): void {
  if (!isTextControl(target)) return;
  const before = told.get(target);
  if (before === undefined || before === target.value) return;
  told.set(target, target.value);
  fireChange(target);
}

/** The browser's own editing, which keeps its undo history and sends the events that frameworks listen for. */
export function command(target: Element, name: string, value?: string): boolean {
  try {
    return own(documentOf(target), "execCommand").call(documentOf(target), name, false, value);
  } catch {
    return false;
  }
}

function takesText(target: Element): boolean {
  if (isTextControl(target)) return !target.readOnly && !target.disabled;
  return isEditable(target) || editContextOf(target) !== null;
}

function remember(target: Element): void {
  if (!isTextControl(target) || told.has(target)) return;
  told.set(target, target.value);
  target.addEventListener("change", () => told.set(target, target.value));
}

function isCollapsed(target: Element, selection: Selection | null | undefined): boolean {
  if (isTextControl(target)) return target.selectionStart === target.selectionEnd;
  return selection?.isCollapsed ?? true;
}

function replaceSelection(
  target: HTMLInputElement | HTMLTextAreaElement,
  text: string,
  inputType: string,
): void {
  const { value, selectionStart, selectionEnd } = target;
  const start = selectionStart ?? value.length;
  const end = selectionEnd ?? value.length;
  const room =
    target.maxLength < 0
      ? text.length
      : Math.max(0, target.maxLength - (value.length - (end - start)));
  const fitting = text.slice(0, room);
  setValue(target, value.slice(0, start) + fitting + value.slice(end));
  if (selectionStart !== null)
    target.setSelectionRange(start + fitting.length, start + fitting.length);
  fireInput(target, inputType, text === "" ? null : fitting);
}
