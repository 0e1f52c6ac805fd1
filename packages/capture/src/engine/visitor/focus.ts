import { FocusRing, Op, type TokenWriter } from "@userview/protocol/content";
import { matches } from "../../privacy/tree.ts";
import { documentOf, frameDocument, own } from "../dom.ts";
import type { CaptureContext, Feature, Root } from "../feature.ts";
import { Listening } from "../features/listening.ts";

/** Which element has the focus, and whether the page shows that by a ring. */
export class Focus implements Feature {
  readonly #context: CaptureContext;
  readonly #listening = new Listening();
  #told = "";
  #changed = true;

  constructor(context: CaptureContext) {
    this.#context = context;
  }

  enter(root: Root): void {
    this.#listening.to(root, ["focusin", "focusout"], () => {
      this.#changed = true;
      this.#context.request();
    });
  }

  leave(root: Root): void {
    this.#listening.leave(root);
  }

  state(writer: TokenWriter): void {
    this.#told = "0 0";
    this.#changed = true;
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    if (!this.#changed) return;
    this.#changed = false;
    const element = this.#active();
    const id = element === null ? 0 : this.#context.nodes.id(element);
    const ring = id === 0 || element === null ? FocusRing.none : ringOf(element);
    if (this.#told === `${id} ${ring}`) return;
    this.#told = `${id} ${ring}`;
    writer.ints(Op.focus, id, ring);
  }

  stop(): void {
    this.#listening.stop();
  }

  #active(): Element | null {
    let active = own(document, "activeElement");
    for (;;) {
      if (active === null || active === bodyOf(active)) return null;
      const inner = activeIn(this.#context.shadowOf(active)) ?? activeIn(frameDocument(active));
      if (inner === null || inner === bodyOf(inner)) return active;
      active = inner;
    }
  }
}

function activeIn(root: Root | null): Element | null {
  return root === null ? null : own(root, "activeElement");
}

function bodyOf(element: Element): Element | null {
  return own(documentOf(element), "body");
}

/** The browser's own ring gives way to whatever the page says, in whichever of its trees: only the result tells. */
function ringOf(element: Element): number {
  if (!matches(element, ":focus-visible")) return FocusRing.none;
  return getComputedStyle(element).outlineStyle === "auto" ? FocusRing.browser : FocusRing.page;
}
