import { Op, type TokenWriter } from "@userview/protocol/content";
import { connected, NodeType, nextOf, parentOf, typeOf } from "./dom.ts";
import type { Root } from "./feature.ts";
import { Kept } from "./ids.ts";
import type { Walk, WalkParts } from "./walk.ts";

/** Attributes of a `link` by which another sheet is loaded, and of a `style` by which its sheet is another. */
const RELOADING: Readonly<Record<string, ReadonlySet<string>>> = {
  link: new Set(["href", "rel", "media", "disabled", "type", "as"]),
  style: new Set(["media", "type"]),
};

/** A page that changes whenever it has its turn would never come to an end: the rest is another message's. */
const MOST_PASSES = 4;

/** Whom a flush tells besides. */
export interface FlushParts extends WalkParts {
  /** Attributes of a known element were written. */
  attributesChanged(element: Element, names: Iterable<string>): void;
  /** A known node was put elsewhere. */
  moved(node: Node): void;
  /** The text of a known node was written. */
  textChanged(text: CharacterData): void;
  /** The shadow root of a known element was written. */
  shadowed(host: Element): void;
  /** The sheet of a `link` or `style` element is another one. */
  reload(element: Element): void;
  /** A document may have been opened anew. */
  reopened(root: Root): void;
}

/**
 * Writes what changed of the trees, as they are now. Nothing of it depends on the order in which things happened: nodes that are not
 * where the mirror has them are taken out there, and put before the next sibling that is in its place.
 */
export class Flush {
  readonly #parts: FlushParts;
  readonly #writer: TokenWriter;
  readonly #walk: Walk;
  /** Elements whose shadow roots came to be known after they were written. */
  readonly #revisited = new Set<Element>();
  readonly #values: (string | null)[] = [];

  constructor(parts: FlushParts, writer: TokenWriter, walk: Walk) {
    this.#parts = parts;
    this.#writer = writer;
    this.#walk = walk;
  }

  get empty(): boolean {
    return this.#revisited.size === 0 && this.#parts.changes.empty;
  }

  revisit(element: Element): void {
    this.#revisited.add(element);
  }

  /** A snapshot begins. */
  restart(): void {
    this.#revisited.clear();
  }

  /** Write until the mirror's trees are those of the page. */
  *run(): Generator<void> {
    const { changes, slice } = this.#parts;
    for (let pass = 0; pass < MOST_PASSES && !this.empty; pass++) {
      for (const root of changes.documents) this.#parts.reopened(root);
      changes.documents.clear();
      this.#takeOut();
      while (yield* this.#putIn()) {
        changes.take();
        this.#takeOut();
      }
      this.#leaveOut();
      yield* this.#shadows();
      for (const [element, names] of changes.attributes) {
        changes.attributes.delete(element);
        this.#attributes(element, typeof names === "string" ? [names] : names);
        if (slice.over) yield;
      }
      for (const text of changes.texts) {
        changes.texts.delete(text);
        this.#text(text);
        if (slice.over) yield;
      }
      for (const element of changes.sheets) this.#parts.kept(element, Kept.sheet);
      changes.sheets.clear();
      changes.take();
    }
  }

  /** What moves is taken out before anything is put back: so no order of moves can make a circle. */
  #takeOut(): void {
    const { changes, ids } = this.#parts;
    for (const [node, parent] of changes.moved) {
      const id = ids.id(node);
      if (id === 0) changes.moved.delete(node);
      else if (parent !== null) {
        this.#writer.ints(Op.detach, id);
        changes.moved.set(node, null);
      }
    }
    for (const id of changes.loosened) this.#writer.ints(Op.detach, id);
    changes.loosened = [];
    for (const id of changes.gone) this.#writer.ints(Op.remove, id);
    changes.gone = [];
  }

  /** Puts nodes where they belong; returns true when the page had its turn and not all is done. */
  *#putIn(): Generator<void, boolean> {
    const { changes } = this.#parts;
    for (const node of changes.moved.keys()) if (yield* this.#run(node)) return true;
    for (const node of changes.added) {
      if (yield* this.#run(node)) return true;
      changes.added.delete(node);
    }
    // Those whose parents have been written only now.
    for (const node of changes.moved.keys()) if (yield* this.#run(node)) return true;
    return false;
  }

  /** A node, and those behind it that wait too, up to the first sibling that is in its place. */
  *#run(first: Node): Generator<void, boolean> {
    const { ids, changes, slice } = this.#parts;
    const parent = parentOf(first);
    const parentId = parent === null ? 0 : ids.id(parent);
    if (parent === null || parentId === 0 || ids.kept(parentId) !== undefined) return false;
    if (ids.id(first) !== 0 && !changes.moved.has(first)) return false;
    let end = nextOf(first);
    while (end !== null && !this.#isInPlace(end)) end = nextOf(end);
    const endId = end === null ? 0 : ids.id(end);
    for (let node: Node | null = first; node !== end && node !== null; ) {
      const next: Node | null = nextOf(node);
      const id = ids.id(node);
      if (id !== 0) {
        this.#writer.int(Op.move).int(id).int(parentId).int(endId);
        changes.moved.delete(node);
        changes.added.delete(node);
        this.#parts.moved(node);
      } else if (changes.added.has(node)) {
        changes.added.delete(node);
        if (isMirrored(node)) {
          this.#writer.int(Op.at).int(parentId).int(endId);
          if (!this.#walk.node(node)) {
            yield* this.#walk.rest();
            return true;
          }
        }
      }
      if (slice.over) {
        yield;
        return true;
      }
      node = next;
    }
    return false;
  }

  #isInPlace(node: Node): boolean {
    return this.#parts.ids.id(node) !== 0 && !this.#parts.changes.moved.has(node);
  }

  /** What now stands in something that is not mirrored has left the mirror. */
  #leaveOut(): void {
    const { changes, ids } = this.#parts;
    const left = [...changes.moved.keys()];
    changes.moved.clear();
    for (const node of left) this.#writer.ints(Op.remove, ids.id(node));
    for (const node of left) changes.forget(node);
  }

  *#shadows(): Generator<void> {
    const { ids, shadowOf } = this.#parts;
    for (const host of this.#revisited) {
      this.#revisited.delete(host);
      const root = shadowOf(host);
      const id = ids.id(host);
      if (id === 0 || root === null || ids.id(root) !== 0 || ids.kept(id) !== undefined) continue;
      this.#writer.ints(Op.at, id, 0);
      yield* this.#walk.shadow(root);
      this.#parts.shadowed(host);
    }
  }

  #attributes(element: Element, names: Iterable<string>): void {
    const { ids, attributes, places } = this.#parts;
    const id = ids.id(element);
    const kept = ids.kept(id);
    if (id === 0 || kept === Kept.bare || !connected(element)) return;
    const values = this.#values;
    values.length = 0;
    attributes.some(element, names, places.inside(element), values);
    if (values.length > 0) this.#writeAttributes(id, values);
    if (kept === Kept.sheet) {
      const reloading = RELOADING[element.localName];
      for (const name of names)
        if (reloading?.has(name)) {
          this.#parts.reload(element);
          break;
        }
    }
    this.#parts.attributesChanged(element, names);
  }

  #writeAttributes(id: number, values: readonly (string | null)[]): void {
    const writer = this.#writer.ints(Op.attributes, id, values.length / 2);
    for (let i = 0; i < values.length; i += 2)
      writer.text(values[i] as string).textOrNothing(values[i + 1] as string | null);
  }

  #text(text: CharacterData): void {
    const { ids, texts, places } = this.#parts;
    const id = ids.id(text);
    if (id === 0 || !connected(text)) return;
    texts.change(text, id, places.inside(text), this.#writer);
    this.#parts.textChanged(text);
  }
}

/** Whether the mirror has nodes of this type: comments and the like it has not. */
function isMirrored(node: Node): boolean {
  const type = typeOf(node);
  return (
    type === NodeType.element ||
    type === NodeType.text ||
    type === NodeType.cdata ||
    type === NodeType.doctype
  );
}
