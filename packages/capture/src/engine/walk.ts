import { Namespace, Op, ShadowFlag, type TokenWriter } from "@userview/protocol/content";
import type { AttributeGate } from "../gate/attributes.ts";
import type { Masks } from "../privacy/masks.ts";
import type { Place } from "../privacy/place.ts";
import type { Definitions } from "./definitions.ts";
import { documentMode } from "./doctype.ts";
import {
  firstOf,
  holderOf,
  NodeType,
  nameOf,
  namespaceOf,
  nextOf,
  own,
  parentOf,
  typeOf,
} from "./dom.ts";
import type { Root } from "./feature.ts";
import { type Ids, Kept } from "./ids.ts";
import type { Changes } from "./observe.ts";
import type { Places } from "./places.ts";
import type { Slice } from "./slice.ts";
import type { Texts } from "./texts.ts";
import { traitsOf } from "./traits.ts";

const HTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";
const MATHML = "http://www.w3.org/1998/Math/MathML";

/** A node that is open in the stream, and what of its children is still to be written. Used again for the next one at this depth. */
interface Frame {
  parent: Node | null;
  place: Place;
  /** Whether the children stand in slots elsewhere: each has a place of its own. */
  slotted: boolean;
  next: Node | null;
  /** The children still to come, kept when the page had its turn: from then on its pointers cannot be followed. */
  list: Node[] | null;
  at: number;
}

/** Whom the walk tells and asks. */
export interface WalkParts {
  readonly ids: Ids;
  readonly changes: Changes;
  readonly masks: Masks;
  readonly places: Places;
  readonly attributes: AttributeGate;
  readonly definitions: Definitions;
  readonly texts: Texts;
  readonly slice: Slice;
  shadowOf(element: Element): ShadowRoot | null;
  /** A tree is about to be written. */
  enter(root: Root): void;
  /** An element was opened. */
  opened(element: Element, name: string, id: number, place: Place): void;
  /** A style sheet's element, or a frame's, was written: what it stands for is to be told. */
  kept(element: Element, kept: Kept): void;
}

/**
 * Writes a node and all that is in it, without recursion and in slices. Between two slices the page can do what it likes: children that
 * have left their parent are skipped, what was cut loose is left to the changes that tell of it.
 */
export class Walk {
  readonly #parts: WalkParts;
  readonly #writer: TokenWriter;
  /** The first `#depth` are in use. */
  readonly #stack: Frame[] = [];
  #depth = 0;
  readonly #pairs: string[] = [];
  #ups = 0;
  /** The id that the next node has if nothing else is said. */
  #expected = -1;

  constructor(parts: WalkParts, writer: TokenWriter) {
    this.#parts = parts;
    this.#writer = writer;
  }

  /** A message begins, or something else was written. */
  begin(): void {
    this.#expected = -1;
    this.#depth = 0;
    this.#ups = 0;
  }

  /**
   * Writes a document as what a frame element shows.
   * @param host id of the frame element, 0 for the page itself.
   */
  *document(root: Document, host: number): Generator<void> {
    this.#parts.enter(root);
    this.#name(this.#give(root));
    this.#writer.ints(
      Op.document,
      host,
      documentMode(own(root, "compatMode"), own(root, "doctype")),
    );
    this.#push(root, this.#parts.places.inside(root), false);
    yield* this.#run();
  }

  /** Writes the shadow root of an element that was written before. */
  *shadow(root: ShadowRoot): Generator<void> {
    this.#shadow(root, this.#parts.places.inside(root));
    yield* this.#run();
  }

  /**
   * Writes a node that the mirror does not have, with all that is in it.
   * @returns whether all is written; if not, `rest` writes what is left.
   */
  node(node: Node): boolean {
    this.#open(node, this.#parts.places.inside(node));
    return this.#turn();
  }

  /** What the page's turn put off. */
  *rest(): Generator<void> {
    do {
      this.#save();
      this.#parts.changes.walking = true;
      yield;
      this.#parts.changes.walking = false;
      this.#resume();
    } while (!this.#turn());
  }

  *#run(): Generator<void> {
    if (!this.#turn()) yield* this.rest();
  }

  /** Works until all is written, or the time is over; returns whether all is. */
  #turn(): boolean {
    const { slice, changes } = this.#parts;
    while (this.#depth > 0) {
      if (slice.over) return false;
      const frame = this.#stack[this.#depth - 1] as Frame;
      let child: Node | null;
      if (frame.list === null) {
        child = frame.next;
        if (child !== null) frame.next = nextOf(child);
      } else {
        child = frame.list[frame.at++] ?? null;
        // Moved while the page had its turn: where it belongs is said with the changes.
        if (child !== null && (parentOf(child) !== frame.parent || changes.moved.has(child)))
          continue;
      }
      if (child === null) {
        this.#depth -= 1;
        this.#ups += 1;
      } else if (frame.slotted) this.#open(child, this.#parts.places.inside(child));
      else this.#open(child, this.#within(child, frame.place));
    }
    this.#closeUps();
    // Nothing of the page is kept by what is of no use until the next walk.
    for (const frame of this.#stack) {
      if (frame.parent === null) break;
      frame.parent = null;
      frame.list = null;
    }
    return true;
  }

  /** The page gets its turn: its pointers are not to be trusted behind it. */
  #save(): void {
    for (let depth = 0; depth < this.#depth; depth++) {
      const frame = this.#stack[depth] as Frame;
      if (frame.list !== null) continue;
      frame.list = [];
      for (let node = frame.next; node !== null; node = nextOf(node)) frame.list.push(node);
      frame.next = null;
      frame.at = 0;
    }
  }

  /** After the page's turn: what is open may have been moved or taken out, and masks may have come. */
  #resume(): void {
    const { ids, changes, places } = this.#parts;
    let cut = false;
    let above: Node | null = null;
    for (let depth = 0; depth < this.#depth; depth++) {
      const frame = this.#stack[depth] as Frame;
      const parent = frame.parent as Node;
      cut ||= ids.id(parent) === 0 || changes.moved.has(parent);
      cut ||= above !== null && holderOf(parent) !== above;
      above = parent;
      if (cut && frame.list !== null) {
        for (; frame.at < frame.list.length; frame.at++)
          changes.added.add(frame.list[frame.at] as Node);
      } else frame.place = places.inside(parent);
    }
  }

  /** Writes a node, unless the mirror has it; its children are next. `place` is inside it. */
  #open(node: Node, place: Place): void {
    switch (typeOf(node)) {
      case NodeType.element:
        this.#element(node as Element, place);
        break;
      case NodeType.text:
      case NodeType.cdata: {
        if (!this.#begin(node)) break;
        this.#writer.int(Op.text).text(this.#parts.texts.told(node as Text, place));
        break;
      }
      case NodeType.doctype: {
        if (!this.#begin(node)) break;
        const { name, publicId, systemId } = node as DocumentType;
        this.#writer.int(Op.doctype).text(name).text(publicId).text(systemId);
      }
    }
  }

  #element(element: Element, place: Place): void {
    const { attributes, ids } = this.#parts;
    const name = nameOf(element);
    const namespace = namespaceOf(element);
    const traits = traitsOf(name);
    if (traits.isCustom && namespace === HTML && ids.id(element) === 0) this.#define(element, name);
    const id = this.#begin(element);
    if (id === 0) return;
    const writer = this.#writer;
    writer.int(Op.element).int(namespaceCode(namespace)).text(name);
    if (traits.isBare) {
      this.#bare(id);
      writer.int(0);
      return;
    }
    const pairs = this.#pairs;
    pairs.length = 0;
    if (!attributes.all(element, name, place, pairs)) {
      this.#bare(id);
      writer.int(1).text("style").text("display:none!important");
      return;
    }
    writer.int(pairs.length / 2);
    for (let at = 0; at < pairs.length; at++) writer.text(pairs[at] as string);
    this.#parts.opened(element, name, id, place);
    if (traits.kept !== null) {
      ids.keep(id, traits.kept);
      this.#parts.kept(element, traits.kept);
      this.#ups += 1;
      return;
    }
    const root = traits.canHost ? this.#parts.shadowOf(element) : null;
    this.#push(element, place, root !== null);
    if (root !== null) this.#shadow(root, place);
  }

  #bare(id: number): void {
    this.#parts.ids.keep(id, Kept.bare);
    this.#ups += 1;
  }

  #shadow(root: ShadowRoot, place: Place): void {
    this.#parts.enter(root);
    this.#name(this.#give(root));
    const flags =
      (root.mode === "closed" ? ShadowFlag.closed : 0) |
      (root.delegatesFocus ? ShadowFlag.delegatesFocus : 0) |
      (root.slotAssignment === "manual" ? ShadowFlag.manualSlots : 0);
    this.#writer.ints(Op.shadow, flags);
    this.#push(root, place, false);
  }

  #push(parent: Node, place: Place, slotted: boolean): void {
    const next = firstOf(parent);
    if (next === null && !slotted) {
      this.#ups += 1;
      return;
    }
    const frame = this.#stack[this.#depth];
    if (frame === undefined) this.#stack.push({ parent, place, slotted, next, list: null, at: 0 });
    else {
      frame.parent = parent;
      frame.place = place;
      frame.slotted = slotted;
      frame.next = next;
      frame.list = null;
    }
    this.#depth += 1;
  }

  #define(element: Element, name: string): void {
    if (!this.#parts.definitions.isNew(element, name)) return;
    this.#writer.int(Op.define).text(name);
  }

  #give(node: Node): number {
    this.#parts.changes.written(node);
    return this.#parts.ids.give(node);
  }

  /** A node is to be written; returns its id, 0 when the mirror has it already. */
  #begin(node: Node): number {
    const id = this.#parts.ids.fresh(node);
    if (id === 0) return 0;
    this.#parts.changes.written(node);
    this.#name(id);
    return id;
  }

  /** Closes what is closed, and says the id of the node that follows if it is not the next one. */
  #name(id: number): void {
    this.#closeUps();
    if (id !== this.#expected) this.#writer.int(Op.id).int(id);
    this.#expected = id + 1;
  }

  #closeUps(): void {
    if (this.#ups === 0) return;
    this.#writer.int(Op.up).int(this.#ups);
    this.#ups = 0;
  }

  #within(node: Node, place: Place): Place {
    return typeOf(node) === NodeType.element
      ? this.#parts.masks.within(node as Element, place)
      : place;
  }
}

function namespaceCode(namespace: string | null): number {
  if (namespace === SVG) return Namespace.svg;
  return namespace === MATHML ? Namespace.mathml : Namespace.html;
}
