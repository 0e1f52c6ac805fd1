import { Op, type TokenWriter } from "@userview/protocol/content";
import type { Masks } from "../privacy/masks.ts";
import { isMaskedAt, type Place } from "../privacy/place.ts";

/** From this length on it pays to tell only the part that is another. */
const SPLICE_FROM = 200;

/** What the mirror has of text nodes. */
export class Texts {
  readonly #masks: Masks;
  /** Long texts as they were told. */
  readonly #long = new WeakMap<Node, string>();
  /** Lengths of texts that are told shorter than they are: masks make one character of each that people see. */
  readonly #lengths = new WeakMap<Node, number>();
  /** Whether anything was put there: most pages have neither, and pay for neither. */
  #hasLong = false;
  #hasLengths = false;

  constructor(masks: Masks) {
    this.#masks = masks;
  }

  /** The text as it may leave, which is being told now. */
  told(node: CharacterData, place: Place): string {
    const { data } = node;
    const { memory } = this.#masks;
    // A text that was masked stays so wherever it is put.
    const held = isMaskedAt(place) ? place : place | memory.placeOf(node);
    if (isMaskedAt(place)) memory.keep(node, place);
    const text = this.#masks.textAt(data, held, node);
    if (text.length !== data.length) {
      this.#lengths.set(node, text.length);
      this.#hasLengths = true;
    } else if (this.#hasLengths) this.#lengths.delete(node);
    if (text.length >= SPLICE_FROM) {
      this.#long.set(node, text);
      this.#hasLong = true;
    } else if (this.#hasLong) this.#long.delete(node);
    return text;
  }

  /** UTF-16 units of the text as it was told. */
  length(node: CharacterData): number {
    const told = this.#hasLengths ? this.#lengths.get(node) : undefined;
    return told ?? node.data.length;
  }

  /** Tells the text of a known node as it is now, or what of it is another. */
  change(node: CharacterData, id: number, place: Place, writer: TokenWriter): void {
    const before = this.#long.get(node);
    const text = this.told(node, place);
    if (before === undefined || text.length < SPLICE_FROM) {
      writer.int(Op.setText).int(id).text(text);
      return;
    }
    const [start, end] = difference(before, text);
    const removed = before.length - start - end;
    if (start + end < text.length / 2) writer.ints(Op.setText, id).text(text);
    else if (removed > 0 || text.length > start + end)
      writer.ints(Op.spliceText, id, start, removed).text(text.slice(start, text.length - end));
  }
}

/** How many units at the beginning, and of the rest at the end, are the same. */
export function difference(before: string, after: string): readonly [number, number] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    end < most - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end += 1;
  return [start, end];
}
