import { isField } from "../privacy/fields.ts";
import { isOwn } from "../privacy/masks.ts";
import type { LivePage, Roots } from "./page.ts";

/** Scripts set values without a trace: they are compared this often, and whenever the page changes. */
const INTERVAL_MS = 250;
/** Looking by the clock takes at most this part of the time. */
const SHARE = 1 / 50;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What stands in a field. */
export interface FieldState {
  readonly text: string;
  readonly isChecked: boolean;
  /** A check box that is neither; left out where it is not so. */
  readonly isIndeterminate?: true;
}

/** Notices what stands in fields when no event tells of it: frameworks keep setters of their own. */
export class FieldWatch {
  readonly #page: LivePage;
  readonly #roots: Roots;
  readonly #changed: (id: number, state: FieldState) => void;
  readonly #told = new WeakMap<Field, FieldState>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param changed told of each field whose state differs from what the mirror was told. */
  constructor(page: LivePage, roots: Roots, changed: (id: number, state: FieldState) => void) {
    this.#page = page;
    this.#roots = roots;
    this.#changed = changed;
    this.#lookIn(INTERVAL_MS);
  }

  /** The mirror is being told of the node as it is now. */
  told(node: Node): void {
    if (isField(node)) this.#told.set(node, stateOf(node));
  }

  /** Compare all fields with what was told of them. */
  look(): void {
    for (const root of this.#roots) {
      for (const field of root.querySelectorAll<Field>("input,textarea,select")) {
        const before = this.#told.get(field);
        if (before === undefined) continue;
        const now = stateOf(field);
        if (isSame(now, before)) continue;
        this.#told.set(field, now);
        const id = this.#page.id(field);
        if (id > 0 && !isOwn(field)) this.#changed(id, now);
      }
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #lookIn(delay: number): void {
    this.#timer = setTimeout(() => {
      const start = performance.now();
      this.look();
      this.#lookIn(Math.max(INTERVAL_MS, (performance.now() - start) / SHARE));
    }, delay);
  }
}

function stateOf(field: Field): FieldState {
  const isChecked = (field as HTMLInputElement).checked === true;
  return {
    text: field.value,
    isChecked,
    ...(isIndeterminate(field) && { isIndeterminate: true as const }),
  };
}

function isSame(a: FieldState, b: FieldState): boolean {
  return (
    a.text === b.text && a.isChecked === b.isChecked && a.isIndeterminate === b.isIndeterminate
  );
}

/** Scripts alone set this, and no attribute tells of it. */
export function isIndeterminate(node: Node): boolean {
  const { type, indeterminate } = node as HTMLInputElement;
  return type === "checkbox" && indeterminate === true;
}
