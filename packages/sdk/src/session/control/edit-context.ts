import { own } from "@userview/capture";
import { realmOf } from "./events.ts";

/** What an editor that draws its own text hangs on an element (the EditContext API); the part that is used here. */
interface EditContext extends EventTarget {
  readonly text: string;
  readonly selectionStart: number;
  readonly selectionEnd: number;
  updateText(start: number, end: number, text: string): void;
  updateSelection(start: number, end: number): void;
}

interface TextUpdate {
  text: string;
  updateRangeStart: number;
  updateRangeEnd: number;
  selectionStart: number;
  selectionEnd: number;
}

type TextUpdateEvent = new (type: "textupdate", init: TextUpdate) => Event;

/** The context that takes what is typed at the element; null at most elements, and in browsers without such. */
export function editContextOf(element: Element): EditContext | null {
  return own(element as Element & { editContext?: EditContext | null }, "editContext") ?? null;
}

/** Put text in place of the selection, as the browser does before it tells the editor. */
export function insertInContext(target: Element, context: EditContext, text: string): void {
  const { selectionStart: a, selectionEnd: b } = context;
  replace(target, context, Math.min(a, b), Math.max(a, b), text);
}

/** Delete the selection, or the character or word beside the caret. */
export function deleteInContext(
  target: Element,
  context: EditContext,
  forward: boolean,
  word: boolean,
): void {
  const { text, selectionStart: a, selectionEnd: b } = context;
  let start = Math.min(a, b);
  let end = Math.max(a, b);
  if (start === end && forward) end += reach(text.slice(end), word ? NEXT_WORD : NEXT);
  else if (start === end) start -= reach(text.slice(0, start), word ? WORD_BEFORE : BEFORE);
  replace(target, context, start, end, "");
}

const NEXT = /^./su;
const BEFORE = /.$/su;
const NEXT_WORD = /^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u;
const WORD_BEFORE = /[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u;

function reach(text: string, unit: RegExp): number {
  return unit.exec(text)?.[0].length ?? 0;
}

function replace(
  target: Element,
  context: EditContext,
  start: number,
  end: number,
  text: string,
): void {
  const caret = start + text.length;
  context.updateText(start, end, text);
  context.updateSelection(caret, caret);
  const { TextUpdateEvent } = realmOf(target) as unknown as { TextUpdateEvent: TextUpdateEvent };
  context.dispatchEvent(
    new TextUpdateEvent("textupdate", {
      text,
      updateRangeStart: start,
      updateRangeEnd: end,
      selectionStart: caret,
      selectionEnd: caret,
    }),
  );
}
