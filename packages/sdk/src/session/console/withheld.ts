import { isField } from "@userview/capture/fields";
import type { Masks } from "@userview/capture/masks";
import { type HiddenPart, hiddenParts } from "../tint/hidden-parts.ts";

/** How long what was found of the page counts: masked things are typed and shown at any time. */
const FRESH_MS = 500;
/** How long the page is looked through at a stretch. */
const SLICE_MS = 6;
/** Shorter ones are words that stand anywhere: of fields, where a card's number on the back has three digits, and of texts. */
const SHORTEST = { field: 3, text: 4 };
/** What was found is remembered, the oldest go first. */
const MOST = 1000;

/** What stands in masked places of the page, taken out of everything that the console says (rule O2). */
export class Withheld {
  readonly #masks: () => Masks;
  readonly #texts = new Set<string>();
  #foundAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | null = null;

  /** @param masks those of now, at each asking. */
  constructor(masks: () => Masks) {
    this.#masks = masks;
  }

  /** Know what is masked by now: nothing is told before. The page is looked through in slices. */
  async look(): Promise<void> {
    if (performance.now() - this.#foundAt < FRESH_MS) return;
    this.#looking ??= this.#lookThrough().finally(() => {
      this.#looking = null;
    });
    await this.#looking;
  }

  /** A text as it may leave. */
  hide(text: string): string {
    const masks = this.#masks();
    if (masks.hidesAllText) return masks.hidden(text);
    let told = masks.plain(text);
    for (const hidden of [...this.#texts].sort((one, other) => other.length - one.length))
      if (told.includes(hidden)) told = told.split(hidden).join(masks.hidden(hidden));
    return told;
  }

  async #lookThrough(): Promise<void> {
    const masks = this.#masks();
    let until = performance.now() + SLICE_MS;
    for (const part of hiddenParts(masks)) {
      if (part !== null) this.#note(part, masks);
      if (performance.now() < until) continue;
      await new Promise((resolve) => setTimeout(resolve));
      until = performance.now() + SLICE_MS;
    }
    this.#foundAt = performance.now();
  }

  #note(part: HiddenPart, masks: Masks): void {
    if (isField(part)) {
      masks.note(part);
      this.#add((part as HTMLInputElement).value, SHORTEST.field);
      return;
    }
    this.#add(part.textContent ?? "", SHORTEST.text);
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode() !== null) this.#add(texts.currentNode.nodeValue ?? "", SHORTEST.text);
    if (part instanceof Element)
      for (const field of part.querySelectorAll<HTMLInputElement>("input,textarea"))
        this.#add(field.value, SHORTEST.field);
  }

  #add(text: string, shortest: number): void {
    const known = String(text).trim();
    if (known.length < shortest) return;
    this.#texts.delete(known);
    this.#texts.add(known);
    if (this.#texts.size > MOST) this.#texts.delete(this.#texts.values().next().value as string);
  }
}
