import { Namespace, Op, ShadowFlag, type TokenWriter } from "@userview/protocol/content";
import type { AttributeGate } from "../gate/attributes.ts";
import { type Masks, OWN_SELECTOR } from "../privacy/masks.ts";
import type { Place } from "../privacy/place.ts";
import { matches } from "../privacy/tree.ts";
import type { Definitions } from "./definitions.ts";
import { documentMode } from "./doctype.ts";
import {
  firstOf,
  holderOf,
  NodeType,
  nameOf,
  namespaceOf,
  nextOf,
  parentOf,
  typeOf,
} from "./dom.ts";
import type { Root } from "./feature.ts";
import { type Ids, Kept } from "./ids.ts";
import type { Changes } from "./observe.ts";
import type { Places } from "./places.ts";
import type { Slice } from "./slice.ts";
import type { Texts } from "./texts.ts";

/** Elements of which nothing is told but that they are there. */
const BARE = new Set(["script", "noscript", "template"]);
const HTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";
const MATHML = "http://www.w3.org/1998/Math/MathML";

/** A node that is open in the stream, and what of its children is still to be written. */
interface Frame {
  readonly parent: Node;
  place: Place;
  /** Whether the children stand in slots elsewhere: each has a place of its own. */
  readonly slotted: boolean;
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
  readonly #stack: Frame[] = [];
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
  }

  /**
   * Writes a document as what a frame element shows.
   * @param host id of the frame element, 0 for the page itself.
   */
  *document(root: Document, host: number): Generator<void> {
    this.#parts.enter(root);
    const id = this.#give(root);
    this.#name(id);
    this.#writer.ints(Op.document, host, documentMode(root));
    this.#push(root, this.#parts.places.inside(root), false);
    yield* this.#run();
  }

  /** Writes the shadow root of an element that was written before. */
  *shadow(root: ShadowRoot): Generator<void> {
    this.#shadow(root, this.#parts.places.inside(root));
    yield* this.#run();
  }

  /** Writes a node with all that is in it; returns whether the page had its turn meanwhile. */
  *node(node: Node): Generator<void, boolean> {
    this.#open(node, this.#placeOf(node, parentOf(node) ?? node));
    return yield* this.#run();
  }

  *#run(): Generator<void, boolean> {
    let paused = false;
    while (!this.#turn()) {
      paused = true;
      this.#save();
      yield;
      this.#resume();
    }
    return paused;
  }

  /** Works until all is written, or the time is over; returns whether all is. */
  #turn(): boolean {
    const { slice, ids } = this.#parts;
    for (;;) {
      const frame = this.#stack.at(-1);
      if (frame === undefined) {
        this.#closeUps();
        return true;
      }
      if (slice.over) return false;
      let child: Node | null;
      if (frame.list === null) {
        child = frame.next;
        if (child !== null) frame.next = nextOf(child);
      } else child = frame.list[frame.at++] ?? null;
      if (child === null) {
        this.#stack.pop();
        this.#ups += 1;
        continue;
      }
      if (ids.id(child) !== 0 || parentOf(child) !== frame.parent) continue;
      // Moved among its siblings while the page had its turn: where it belongs is said with the changes.
      if (frame.list !== null && this.#parts.changes.moved.has(child)) continue;
      this.#open(
        child,
        frame.slotted ? this.#placeOf(child, frame.parent) : this.#within(child, frame.place),
      );
    }
  }

  /** The page gets its turn: its pointers are not to be trusted behind it. */
  #save(): void {
    for (const frame of this.#stack) {
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
    for (const frame of this.#stack) {
      const { parent } = frame;
      cut ||= ids.id(parent) === 0 || changes.moved.has(parent);
      cut ||= above !== null && holderOf(parent) !== above;
      above = parent;
      if (cut && frame.list !== null) {
        for (; frame.at < frame.list.length; frame.at++)
          changes.added.add(frame.list[frame.at] as Node);
      } else frame.place = places.inside(parent);
    }
  }

  /** Writes a node; its children are next. `place` is inside it. */
  #open(node: Node, place: Place): void {
    switch (typeOf(node)) {
      case NodeType.element:
        this.#element(node as Element, place);
        break;
      case NodeType.text:
      case NodeType.cdata: {
        const id = this.#give(node);
        this.#name(id);
        this.#writer.int(Op.text).text(this.#parts.texts.told(node as Text, place));
        break;
      }
      case NodeType.doctype: {
        const { name, publicId, systemId } = node as DocumentType;
        const id = this.#give(node);
        this.#name(id);
        this.#writer.int(Op.doctype).text(name).text(publicId).text(systemId);
      }
    }
  }

  #element(element: Element, place: Place): void {
    const { ids, attributes } = this.#parts;
    const name = nameOf(element);
    const namespace = namespaceOf(element);
    if (namespace === HTML && name.includes("-")) this.#define(element, name);
    const id = this.#give(element);
    this.#name(id);
    const writer = this.#writer;
    writer.ints(Op.element, namespaceCode(namespace)).text(name);
    if (BARE.has(name)) {
      ids.keep(element, Kept.bare);
      writer.int(0);
      this.#ups += 1;
      return;
    }
    if (matches(element, OWN_SELECTOR)) {
      ids.keep(element, Kept.bare);
      writer.int(1).text("style").text("display:none!important");
      this.#ups += 1;
      return;
    }
    const pairs = this.#pairs;
    pairs.length = 0;
    attributes.all(element, place, pairs);
    writer.int(pairs.length / 2);
    for (const text of pairs) writer.text(text);
    this.#parts.opened(element, name, id, place);
    const kept = keptOf(name);
    if (kept !== null) {
      ids.keep(element, kept);
      this.#parts.kept(element, kept);
      this.#ups += 1;
      return;
    }
    const root = this.#parts.shadowOf(element);
    this.#push(element, place, root !== null);
    if (root !== null) this.#shadow(root, place);
  }

  #shadow(root: ShadowRoot, place: Place): void {
    this.#parts.enter(root);
    const id = this.#give(root);
    this.#name(id);
    const flags =
      (root.mode === "closed" ? ShadowFlag.closed : 0) |
      (root.delegatesFocus ? ShadowFlag.delegatesFocus : 0) |
      (root.slotAssignment === "manual" ? ShadowFlag.manualSlots : 0);
    this.#writer.ints(Op.shadow, flags);
    this.#push(root, place, false);
  }

  #push(parent: Node, place: Place, slotted: boolean): void {
    this.#stack.push({ parent, place, slotted, next: firstOf(parent), list: null, at: 0 });
  }

  #define(element: Element, name: string): void {
    if (!this.#parts.definitions.isNew(element, name)) return;
    this.#writer.int(Op.define).text(name);
  }

  #give(node: Node): number {
    this.#parts.changes.written(node);
    return this.#parts.ids.give(node);
  }

  /** Closes what is closed, and says the id of the node that follows if it is not the next one. */
  #name(id: number): void {
    this.#closeUps();
    if (id !== this.#expected) this.#writer.ints(Op.id, id);
    this.#expected = id + 1;
  }

  #closeUps(): void {
    if (this.#ups === 0) return;
    this.#writer.ints(Op.up, this.#ups);
    this.#ups = 0;
  }

  #placeOf(node: Node, parent: Node): Place {
    const { places } = this.#parts;
    return typeOf(node) === NodeType.element || (node as Text).assignedSlot != null
      ? places.inside(node)
      : places.inside(parent);
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

function keptOf(name: string): Kept | null {
  if (name === "style" || name === "link") return Kept.sheet;
  return name === "iframe" || name === "frame" ? Kept.frame : null;
}
