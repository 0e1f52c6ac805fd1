import { fireChange, fireInput } from "./events.ts";
import { setValue } from "./fields.ts";
import type { Hit } from "./target.ts";

/** Browsers draw their own thumb so wide; its middle cannot reach the ends of the track. */
const THUMB_PIXELS = 16;
/** Page Up and Page Down go so far, when that is more than a step. */
const PAGE_PART = 0.1;

/** A range field under an agent's mouse: its thumb goes where the mouse is. */
export class RangeDrag {
  readonly #range: HTMLInputElement;
  readonly #before: string;

  private constructor(range: HTMLInputElement) {
    this.#range = range;
    this.#before = range.value;
  }

  /** Begins with a press on a range field; null for anything else. */
  static on(hit: Hit): RangeDrag | null {
    const element = hit.element as HTMLInputElement;
    if (element.localName !== "input" || element.type !== "range" || element.disabled) return null;
    const drag = new RangeDrag(element);
    drag.move(hit);
    return drag;
  }

  move({ x, y }: Pick<Hit, "x" | "y">): void {
    const range = this.#range;
    const box = range.getBoundingClientRect();
    const { direction, writingMode } = getComputedStyle(range);
    const upright = writingMode !== "horizontal-tb" || box.height > 2 * box.width;
    const length = (upright ? box.height : box.width) - THUMB_PIXELS;
    let part = ((upright ? y - box.top : x - box.left) - THUMB_PIXELS / 2) / length;
    if (upright !== (direction === "rtl")) part = 1 - part;
    const [min, max] = limits(range);
    put(range, min + Math.min(1, Math.max(0, part)) * (max - min));
  }

  /** The press is over. */
  end(): void {
    if (this.#range.value !== this.#before) fireChange(this.#range);
  }
}

/** Home, End and page keys in a range field; false for other keys. */
export function pageRange(range: HTMLInputElement, key: string): boolean {
  if (!/^(?:Home|End|PageUp|PageDown)$/.test(key)) return false;
  const before = range.value;
  const [min, max] = limits(range);
  const page = Math.max(Number(range.step) || 1, (max - min) * PAGE_PART);
  const aims: Readonly<Record<string, number>> = {
    Home: min,
    End: max,
    PageUp: Number(before) + page,
    PageDown: Number(before) - page,
  };
  put(range, aims[key] ?? min);
  if (range.value !== before) fireChange(range);
  return true;
}

function limits(range: HTMLInputElement): [number, number] {
  const min = range.min === "" ? 0 : Number(range.min);
  const max = range.max === "" ? 100 : Number(range.max);
  return [min, Math.max(min, max)];
}

/** The browser itself brings the number onto a step. */
function put(range: HTMLInputElement, value: number): void {
  const before = range.value;
  setValue(range, String(value));
  if (range.value !== before) fireInput(range);
}
