import { Op, type TokenWriter } from "@userview/protocol/content";
import { isMaskedAt, Place } from "../privacy/place.ts";
import { closest } from "../privacy/tree.ts";
import {
  attributeNamesOf,
  connected,
  firstOf,
  NodeType,
  nameOf,
  nextOf,
  parentOf,
  queryAll,
  typeOf,
} from "./dom.ts";
import type { Root } from "./feature.ts";
import { Kept } from "./ids.ts";
import type { WalkParts } from "./walk.ts";

/** Masks that come and go are looked for this often at most. */
const INTERVAL_MS = 100;
/** Attributes by which a mask begins or ends, or a field is known as secret. */
const MASKING =
  /^(?:class|id|type|name|for|autocomplete|placeholder|aria-label|aria-labelledby|data-testid|data-userview-mask|contenteditable|slot)$/;

/** Whom it asks, besides. */
export interface RemaskParts extends WalkParts {
  readonly roots: Iterable<Root>;
  readonly shown: ReadonlyMap<Element, Document>;
}

/**
 * Notices masks that come and go while the page is mirrored: what was shown is masked again in the
 * mirror as soon as the page says so, and shown again when the page takes the mask away.
 */
export class Remask {
  readonly #parts: RemaskParts;
  readonly #writer: TokenWriter;
  /** Where elements were when they were told, as far as anything was to be said of that. */
  readonly #told = new WeakMap<Element, Place>();
  /** Elements at which masks began or ended at the last look. */
  #found = new Set<Element>();
  /** Elements that may be at another place than they were told at. */
  readonly #suspects = new Set<Element>();
  #touched = false;
  /** Whether any label was told. */
  #hasLabels = false;
  #lookedAt = 0;

  constructor(parts: RemaskParts, writer: TokenWriter) {
    this.#parts = parts;
    this.#writer = writer;
  }

  /** An element was told; what began or ended at it is known. */
  told(element: Element, name: string, place: Place): void {
    if (place !== Place.open) this.#told.set(element, place);
    if (isMaskedAt(place)) this.#parts.masks.memory.keep(element, place);
    if (name === "label") this.#touched = this.#hasLabels = true;
  }

  /** Attributes of a known element were told. */
  attributesChanged(element: Element, names: Iterable<string>): void {
    for (const name of names) {
      if (!MASKING.test(name)) continue;
      this.#touched = true;
      if (name === "slot") this.#suspects.add(element);
    }
  }

  textChanged(text: CharacterData): void {
    const parent = this.#hasLabels ? parentOf(text) : null;
    if (parent === null || typeOf(parent) !== NodeType.element) return;
    if (closest(parent as Element, "label") !== null) this.#touched = true;
  }

  /** Something is elsewhere, or stands in slots from now on. */
  suspect(element: Element): void {
    this.#suspects.add(element);
  }

  /** Selectors of the team's or the page's own can hang on anything. */
  changed(): void {
    if (this.#parts.masks.isCustom) this.#touched = true;
  }

  /** Milliseconds until it is to be looked, 0 when it is time, null when there is no reason. */
  wait(now: number): number | null {
    if (!this.#touched && this.#suspects.size === 0) return null;
    return Math.max(0, this.#lookedAt + INTERVAL_MS - now);
  }

  /** Keep nothing of what has left the page. */
  prune(): void {
    const { ids } = this.#parts;
    for (const element of this.#found) if (ids.id(element) === 0) this.#found.delete(element);
  }

  /** A snapshot was taken: all that is masked now is masked in the mirror too. */
  reset(): void {
    this.#found = this.#find();
    this.#suspects.clear();
    this.#touched = false;
  }

  /** Tell everything once more whose masks came or went. */
  *run(): Generator<void> {
    this.#lookedAt = performance.now();
    this.#touched = false;
    const before = this.#found;
    this.#found = this.#find();
    const suspects = new Set([...this.#found, ...before, ...this.#suspects]);
    this.#suspects.clear();
    for (const element of suspects) {
      const { ids, places } = this.#parts;
      if (ids.id(element) === 0 || !connected(element)) continue;
      if ((this.#told.get(element) ?? Place.open) === places.inside(element)) continue;
      yield* this.#again(element);
    }
  }

  #find(): Set<Element> {
    const found = new Set<Element>();
    const { masks, roots } = this.#parts;
    for (const root of roots) {
      for (const element of queryAll(root, masks.selector)) found.add(element);
      if (masks.exempt !== null)
        for (const element of queryAll(root, masks.exempt)) found.add(element);
      for (const field of queryAll(root, "input,textarea,select"))
        if (masks.startsMask(field)) found.add(field);
    }
    return found;
  }

  /** Tell a whole subtree once more, as it may be seen now. */
  *#again(top: Node): Generator<void> {
    const { ids, places, texts, slice, shown, shadowOf } = this.#parts;
    const stack: Node[] = [top];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const id = ids.id(node);
      if (id === 0) continue;
      const type = typeOf(node);
      if (type === NodeType.text) {
        texts.change(node as Text, id, places.inside(node), this.#writer);
        continue;
      }
      const kept = ids.kept(id);
      if (kept === Kept.bare || kept === Kept.sheet) continue;
      if (type === NodeType.element) {
        this.#element(node as Element, id);
        const root = shadowOf(node as Element);
        if (root !== null) stack.push(root);
        const inner = shown.get(node as Element);
        if (inner !== undefined) stack.push(inner);
      }
      for (let child = firstOf(node); child !== null; child = nextOf(child)) stack.push(child);
      if (slice.over) yield;
    }
  }

  #element(element: Element, id: number): void {
    const { attributes, places } = this.#parts;
    const place = places.inside(element);
    if (place === Place.open) this.#told.delete(element);
    const values: (string | null)[] = [];
    attributes.some(element, attributeNamesOf(element), place, values);
    if (values.length > 0) {
      this.#writer.ints(Op.attributes, id, values.length / 2);
      for (let i = 0; i < values.length; i += 2)
        this.#writer.text(values[i] as string).textOrNothing(values[i + 1] as string | null);
    }
    this.#parts.opened(element, nameOf(element), id, place);
  }
}
