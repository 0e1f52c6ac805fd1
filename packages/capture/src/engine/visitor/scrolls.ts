import { Op, type TokenWriter } from "@userview/protocol/content";
import { documentOf, getterOf, NodeType, own, typeOf, viewOf } from "../dom.ts";
import type { CaptureContext, Feature, Root } from "../feature.ts";
import { Listening } from "../features/listening.ts";
import { Tracked } from "../features/tracked.ts";
import { Slice } from "../slice.ts";

const scrollTop = getterOf<Element, number>(Element.prototype, "scrollTop");
const scrollLeft = getterOf<Element, number>(Element.prototype, "scrollLeft");

/** A frame of 60 a second: looking for what is scrolled takes a slice of each. */
const PAUSE_MS = 16;

/**
 * Where windows and panes are scrolled to.
 *
 * Each scrolling is heard of, so only what was scrolled before anybody listened is to be looked for, in trees that are met for the first
 * time. To ask all their elements is dear: that is done behind the message that tells of them, and what is found follows it.
 */
export class Scrolls implements Feature {
  readonly #context: CaptureContext;
  readonly #listening = new Listening();
  /** What is scrolled away from its beginning, or was. */
  readonly #scrolled: Tracked<Element | Document>;
  readonly #changed = new Set<Element | Document>();
  /** Trees that were met since the last message. */
  readonly #fresh = new Set<Root>();
  /** Their elements that were not asked yet. */
  #unasked: Element[] = [];
  readonly #slice = new Slice();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: CaptureContext) {
    this.#context = context;
    this.#scrolled = new Tracked(context.nodes);
  }

  enter(root: Root): void {
    this.#listening.any(root, ["scroll"], ({ target }) => {
      this.#note(target as Element | Document);
      this.#context.request();
    });
    this.#fresh.add(root);
    if (typeOf(root) === NodeType.document && isScrolled(positionOf(root as Document)))
      this.#note(root as Document);
  }

  leave(root: Root): void {
    this.#listening.leave(root);
    this.#fresh.delete(root);
  }

  added(element: Element): void {
    if (this.#fresh.size > 0) this.#unasked.push(element);
  }

  state(writer: TokenWriter): void {
    for (const [target] of this.#scrolled)
      if (isScrolled(positionOf(target))) this.#changed.add(target);
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    this.#fresh.clear();
    if (this.#unasked.length > 0) this.#timer ??= setTimeout(() => this.#ask(), PAUSE_MS);
    this.#scrolled.prune();
    for (const target of this.#changed) this.#tell(target, writer);
    this.#changed.clear();
  }

  stop(): void {
    this.#listening.stop();
    clearTimeout(this.#timer);
    this.#unasked = [];
    this.#scrolled.clear();
    this.#changed.clear();
  }

  #ask(): void {
    this.#timer = undefined;
    this.#slice.begin();
    while (!this.#slice.over) {
      const element = this.#unasked.pop();
      if (element === undefined) return;
      if (!isScrolled(positionOf(element)) || isWindow(element)) continue;
      this.#note(element);
      this.#context.request();
    }
    this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
  }

  #note(target: Element | Document): void {
    this.#scrolled.add(target);
    this.#changed.add(target);
  }

  #tell(target: Element | Document, writer: TokenWriter): void {
    const id = this.#context.nodes.id(target);
    if (id === 0) return;
    const { left, top } = positionOf(target);
    writer.int(Op.scroll).int(id).number(left).number(top);
  }
}

interface Position {
  readonly left: number;
  readonly top: number;
}

function positionOf(target: Element | Document): Position {
  if (typeOf(target) === NodeType.document) {
    const view = viewOf(target as Document);
    return { left: view?.scrollX ?? 0, top: view?.scrollY ?? 0 };
  }
  return { left: scrollLeft.call(target as Element), top: scrollTop.call(target as Element) };
}

function isScrolled({ left, top }: Position): boolean {
  return left !== 0 || top !== 0;
}

/** Whether what scrolls the element scrolls the window. */
function isWindow(element: Element): boolean {
  return element === own(documentOf(element), "scrollingElement");
}
