import { Op, type TokenWriter } from "@userview/protocol/content";
import { matches } from "../../privacy/tree.ts";
import { queryAll } from "../dom.ts";
import type { CaptureContext, Feature, Root } from "../feature.ts";
import { Listening } from "./listening.ts";

/** After these a field can be `:user-invalid`, or not any more. */
const EVENTS = ["focusout", "change", "input", "invalid", "submit", "reset"];
const INVALID = ":user-invalid";

/** Fields that the page shows as wrongly filled in, since the visitor was there. */
export class Validity implements Feature {
  readonly #context: CaptureContext;
  readonly #listening = new Listening();
  readonly #touched = new Set<Root>();
  readonly #isKnown = isKnown();
  #told = new Set<Element>();

  constructor(context: CaptureContext) {
    this.#context = context;
  }

  enter(root: Root): void {
    if (!this.#isKnown) return;
    this.#listening.to(root, EVENTS, () => {
      this.#touched.add(root);
      this.#context.request();
    });
  }

  leave(root: Root): void {
    this.#listening.leave(root);
    this.#touched.delete(root);
  }

  added(element: Element): void {
    if (this.#told.size > 0) this.#told.delete(element);
  }

  state(writer: TokenWriter): void {
    if (!this.#isKnown) return;
    this.#told.clear();
    for (const root of this.#context.roots) this.#touched.add(root);
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    if (this.#touched.size === 0 && this.#told.size === 0) return;
    for (const element of this.#told) {
      const id = this.#context.nodes.id(element);
      if (id !== 0 && matches(element, INVALID)) continue;
      this.#told.delete(element);
      if (id !== 0) writer.ints(Op.userInvalid, id, 0);
    }
    for (const root of this.#touched)
      for (const element of queryAll(root, INVALID)) this.#tell(element, writer);
    this.#touched.clear();
  }

  stop(): void {
    this.#listening.stop();
    this.#touched.clear();
    this.#told = new Set();
  }

  #tell(element: Element, writer: TokenWriter): void {
    const { nodes, masks } = this.#context;
    const id = nodes.id(element);
    if (id === 0 || this.#told.has(element) || masks.isMasked(element)) return;
    this.#told.add(element);
    writer.ints(Op.userInvalid, id, 1);
  }
}

/** Whether the browser has the state. Not by `CSS.supports`: pages have variables of that name. */
function isKnown(): boolean {
  try {
    matches(document.createElement("input"), INVALID);
    return true;
  } catch {
    return false;
  }
}
