import { ControlFlag, Op, type TokenWriter } from "@userview/protocol/content";
import { maskValue } from "../../privacy/characters.ts";
import { isField } from "../../privacy/fields.ts";
import type { CaptureContext, Feature, Root } from "../feature.ts";
import { Listening } from "../features/listening.ts";

/** Scripts set values without a trace: they are compared this often, and whenever the page changes. */
const INTERVAL_MS = 250;
/** Looking by the clock takes at most this part of the time. */
const SHARE = 1 / 50;
/** Inputs whose value never leaves: nobody sees it, or it names the visitor's files. */
const SILENT = /^(?:file|hidden)$/;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What stands in fields, and which are ticked. */
export class Fields implements Feature {
  readonly elements = new Set(["input", "textarea", "select", "option"]);
  readonly #context: CaptureContext;
  readonly #listening = new Listening();
  readonly #all = new Set<Field>();
  /** What was told of each, as it stands in the page; the mirror knows of itself what follows from attributes and text. */
  readonly #told = new WeakMap<Field, string>();
  readonly #changed = new Set<Field>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: CaptureContext) {
    this.#context = context;
    this.#lookIn(INTERVAL_MS);
  }

  enter(root: Root): void {
    this.#listening.to(root, ["input", "change"], (target) => {
      if (!isField(target)) return;
      this.#context.masks.note(target);
      this.#changed.add(target);
      // The others of a group of radio buttons change with it.
      this.#look();
      this.#context.request();
    });
    this.#listening.to(root, ["reset"], () => {
      // It is reset behind this event.
      queueMicrotask(() => this.#context.request());
    });
  }

  leave(root: Root): void {
    this.#listening.leave(root);
  }

  added(element: Element): void {
    if (isField(element)) {
      this.#all.add(element);
      this.#changed.add(element);
      // What stands before it in the page may show what stands in it.
      if (this.#context.masks.note(element)) this.#context.again();
      return;
    }
    const select = element.closest("select");
    if (select !== null) this.#changed.add(select);
  }

  /** What the page shows of what stands in masked fields now is hidden, so they are looked at first. */
  prepare(): void {
    this.#look();
    for (const field of this.#changed) this.#context.masks.note(field);
  }

  changes(writer: TokenWriter): void {
    this.#look();
    for (const field of this.#changed) this.#tell(field, writer);
    this.#changed.clear();
  }

  stop(): void {
    this.#listening.stop();
    clearTimeout(this.#timer);
    this.#all.clear();
    this.#changed.clear();
  }

  /** Compare all fields with what was told of them. */
  #look(): void {
    const { nodes } = this.#context;
    for (const field of this.#all) {
      if (nodes.id(field) === 0) this.#all.delete(field);
      else if (this.#told.get(field) !== stateOf(field)) this.#changed.add(field);
    }
  }

  #lookIn(delay: number): void {
    this.#timer = setTimeout(() => {
      const start = performance.now();
      this.#look();
      if (this.#changed.size > 0) this.#context.request();
      this.#lookIn(Math.max(INTERVAL_MS, (performance.now() - start) / SHARE));
    }, delay);
  }

  #tell(field: Field, writer: TokenWriter): void {
    const { nodes, masks } = this.#context;
    const id = nodes.id(field);
    if (id === 0) return;
    this.#told.set(field, stateOf(field));
    if (SILENT.test(field.type)) return;
    const hides = masks.isMasked(field) || masks.hidesText(field);
    if (field.localName === "select") {
      this.#choice(field as HTMLSelectElement, id, hides, writer);
      return;
    }
    const { checked = false, indeterminate = false } = field as HTMLInputElement;
    const flags =
      (checked ? ControlFlag.checked : 0) | (indeterminate ? ControlFlag.indeterminate : 0);
    const value = hides ? maskValue(field.type, field.value) : this.#value(field);
    writer.ints(Op.control, id, flags).text(value);
  }

  /** What is chosen says as much as what is written. */
  #choice(select: HTMLSelectElement, id: number, hides: boolean, writer: TokenWriter): void {
    if (hides) return;
    const chosen = Array.from(select.selectedOptions, ({ index }) => index);
    writer.ints(Op.choose, id, chosen.length, ...chosen);
  }

  /** Values of ticks and scales are names for programs: nobody reads them. */
  #value(field: Field): string {
    return /^(?:checkbox|radio|range|color)$/.test(field.type)
      ? field.value
      : this.#context.masks.readable(field, field.value);
  }
}

function stateOf(field: Field): string {
  if (field.localName === "select") {
    const { selectedOptions } = field as HTMLSelectElement;
    return Array.from(selectedOptions, ({ index }) => index).join();
  }
  const { checked, indeterminate } = field as HTMLInputElement;
  return `${checked === true ? 1 : 0}${indeterminate === true ? 1 : 0}${field.value}`;
}
