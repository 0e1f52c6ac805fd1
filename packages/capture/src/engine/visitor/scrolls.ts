import { Op, type TokenWriter } from "@userview/protocol/content";
import { isField } from "../../privacy/fields.ts";
import {
  documentOf,
  firstOf,
  getterOf,
  listen,
  NodeType,
  nextOf,
  own,
  typeOf,
  viewOf,
} from "../dom.ts";
import type { CaptureContext, Feature, Root } from "../feature.ts";
import { Tracked } from "../features/tracked.ts";

const scrollTop = getterOf<Element, number>(Element.prototype, "scrollTop");
const scrollLeft = getterOf<Element, number>(Element.prototype, "scrollLeft");

/** Characters of a few words. */
const FEW = 16;

/**
 * Where windows and panes are scrolled to.
 *
 * Each scrolling is heard of, so only what was scrolled before anybody listened is to be looked for: while trees are written that are
 * met for the first time.
 */
export class Scrolls implements Feature {
  readonly #context: CaptureContext;
  readonly #ends = new Map<Root, AbortController>();
  /** What is scrolled away from its beginning, or was. */
  readonly #scrolled: Tracked<Element | Document>;
  readonly #changed = new Set<Element | Document>();
  /** Trees that were met since the last message. */
  readonly #fresh = new Set<Root>();

  constructor(context: CaptureContext) {
    this.#context = context;
    this.#scrolled = new Tracked(context.nodes);
  }

  enter(root: Root): void {
    const end = new AbortController();
    this.#ends.set(root, end);
    const scrolled = ({ target }: Event): void => {
      this.#note(target as Element | Document);
      this.#context.request();
    };
    listen(root, "scroll", scrolled, { capture: true, passive: true, signal: end.signal });
    this.#fresh.add(root);
    if (typeOf(root) === NodeType.document && isScrolled(positionOf(root as Document)))
      this.#note(root as Document);
  }

  leave(root: Root): void {
    this.#ends.get(root)?.abort();
    this.#ends.delete(root);
    this.#fresh.delete(root);
  }

  added(element: Element): void {
    if (this.#fresh.size === 0 || this.#holdsLittle(element)) return;
    if ((scrollTop.call(element) !== 0 || scrollLeft.call(element) !== 0) && !isWindow(element))
      this.#note(element);
  }

  /** Whether an element holds a few words at most, which leave nothing to scroll to: to ask where it is scrolled to is dear. */
  #holdsLittle(element: Element): boolean {
    const first = firstOf(element);
    if (first !== null && (nextOf(first) !== null || typeOf(first) !== NodeType.text)) return false;
    const words = (first as Text | null)?.data.length ?? 0;
    return words <= FEW && !isField(element) && this.#context.shadowOf(element) === null;
  }

  state(writer: TokenWriter): void {
    for (const [target] of this.#scrolled)
      if (isScrolled(positionOf(target))) this.#changed.add(target);
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    this.#fresh.clear();
    this.#scrolled.prune();
    for (const target of this.#changed) this.#tell(target, writer);
    this.#changed.clear();
  }

  stop(): void {
    for (const root of [...this.#ends.keys()]) this.leave(root);
    this.#scrolled.clear();
    this.#changed.clear();
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
