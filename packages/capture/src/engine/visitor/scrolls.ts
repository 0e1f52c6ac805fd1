import { Op, type TokenWriter } from "@userview/protocol/content";
import { firstOf, NodeType, nextOf, parentOf, typeOf } from "../dom.ts";
import type { CaptureContext, Feature, Root } from "../feature.ts";

/** Where windows and panes are scrolled to. */
export class Scrolls implements Feature {
  readonly #context: CaptureContext;
  readonly #ends = new Map<Root, AbortController>();
  readonly #changed = new Set<Element | Document>();

  constructor(context: CaptureContext) {
    this.#context = context;
  }

  enter(root: Root): void {
    const end = new AbortController();
    this.#ends.set(root, end);
    const scrolled = ({ target }: Event): void => {
      this.#changed.add(target as Element | Document);
      this.#context.request();
    };
    root.addEventListener("scroll", scrolled, { capture: true, passive: true, signal: end.signal });
  }

  leave(root: Root): void {
    this.#ends.get(root)?.abort();
    this.#ends.delete(root);
  }

  state(writer: TokenWriter): void {
    this.#changed.clear();
    for (const root of this.#context.roots) this.#within(root, writer);
  }

  changes(writer: TokenWriter): void {
    for (const target of this.#changed) this.#tell(target, writer);
    this.#changed.clear();
  }

  stop(): void {
    for (const root of [...this.#ends.keys()]) this.leave(root);
    this.#changed.clear();
  }

  /** Everything in a tree that is scrolled away from its beginning. */
  #within(root: Root, writer: TokenWriter): void {
    if (typeOf(root) === NodeType.document && isScrolled(positionOf(root as Document)))
      this.#tell(root as Document, writer);
    for (let node = firstOf(root); node !== null && node !== root; node = following(node, root)) {
      if (typeOf(node) !== NodeType.element) continue;
      const { scrollTop, scrollLeft } = node as Element;
      if ((scrollTop !== 0 || scrollLeft !== 0) && !isWindow(node as Element))
        this.#tell(node as Element, writer);
    }
  }

  #tell(target: Element | Document, writer: TokenWriter): void {
    const id = this.#context.nodes.id(target);
    if (id === 0) return;
    const { left, top } = positionOf(target);
    writer.ints(Op.scroll, id).number(left).number(top);
  }
}

interface Position {
  readonly left: number;
  readonly top: number;
}

function positionOf(target: Element | Document): Position {
  if (typeOf(target) === NodeType.document) {
    const view = (target as Document).defaultView;
    return { left: view?.scrollX ?? 0, top: view?.scrollY ?? 0 };
  }
  const { scrollLeft, scrollTop } = target as Element;
  return { left: scrollLeft, top: scrollTop };
}

function isScrolled({ left, top }: Position): boolean {
  return left !== 0 || top !== 0;
}

/** Whether what scrolls the element scrolls the window. */
function isWindow(element: Element): boolean {
  return element === element.ownerDocument.scrollingElement;
}

function following(node: Node, root: Node): Node | null {
  const first = firstOf(node);
  if (first !== null) return first;
  for (let at: Node | null = node; at !== null && at !== root; at = parentOf(at)) {
    const next = nextOf(at);
    if (next !== null) return next;
  }
  return null;
}
