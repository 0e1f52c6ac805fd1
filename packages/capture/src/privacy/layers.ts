import { NodeType, own, typeOf } from "../engine/dom.ts";
import { isField } from "./fields.ts";
import { MOST_LAYERS, Place } from "./place.ts";
import { type ClosedRootOf, composedParent, matches } from "./tree.ts";

/** A mask of a whole page, with its exceptions. Those of the team and of the page itself are a layer each. */
export interface MaskLayer {
  /** All text, also what stands in fields. */
  readonly allText: boolean;
  /** What stands in fields, and in text that is edited in place. */
  readonly allInputs: boolean;
  /** Selectors of what stays readable. One that cannot be read leaves nothing readable. */
  readonly unmasked: readonly string[];
}

/** Decides which text is hidden although its element is shown: a text is as soon as one layer hides it. */
export class TextLayers {
  /** Whether there is any. */
  readonly active: boolean;
  /** Matches what some layer leaves readable; null where nothing is. */
  readonly exempt: string | null;
  readonly #layers: readonly (MaskLayer & { readonly selector: string | null })[];
  readonly #closedRoot: ClosedRootOf;

  /** @param warn told once for each selector that cannot be read. */
  constructor(
    layers: readonly MaskLayer[],
    warn: (selector: string) => void,
    closedRoot: ClosedRootOf,
  ) {
    this.#closedRoot = closedRoot;
    this.#layers = layers
      .filter(({ allText, allInputs }) => allText || allInputs)
      .map((layer) => ({ ...layer, selector: joined(layer.unmasked, warn) }));
    if (this.#layers.length > MOST_LAYERS)
      throw new RangeError(`expected at most ${MOST_LAYERS} masks of the whole page`);
    this.active = this.#layers.length > 0;
    const selectors = this.#layers.flatMap(({ selector }) => selector ?? []);
    this.exempt = selectors.length === 0 ? null : selectors.join(",");
  }

  /** Whether one hides all text, but for its exceptions. */
  get hidesAllText(): boolean {
    return this.#layers.some(({ allText }) => allText);
  }

  /** What is known inside an element that is not masked, given what is known around it. */
  within(element: Element, place: Place): Place {
    let inside = place;
    if ((inside & Place.edited) === 0 && isEdit(element)) inside |= Place.edited;
    for (const [index, { selector }] of this.#layers.entries()) {
      const exempt = Place.exempt << index;
      if (selector !== null && (inside & exempt) === 0 && matches(element, selector))
        inside |= exempt;
    }
    return inside;
  }

  /** Whether texts at this place, and in the attributes of an element whose inside it is, are hidden. */
  hidesAt(place: Place): boolean {
    return this.#layers.some(
      ({ allText }, index) =>
        (allText || (place & Place.edited) !== 0) && (place & (Place.exempt << index)) === 0,
    );
  }

  /** The same, of a node about whose surroundings nothing is known. */
  hides(node: Node): boolean {
    return this.#layers.some(
      ({ allText, selector }) =>
        (allText || this.#isEdited(node)) && !this.#isWithin(node, selector),
    );
  }

  /** Whether the node is a field, in one, or part of text that is edited in place. */
  #isEdited(node: Node): boolean {
    for (let at: Node | null = node; at !== null; at = composedParent(at, this.#closedRoot)) {
      if (isEdit(at)) return true;
    }
    return false;
  }

  #isWithin(node: Node, selector: string | null): boolean {
    if (selector === null) return false;
    for (let at: Node | null = node; at !== null; at = composedParent(at, this.#closedRoot)) {
      if (typeOf(at) === NodeType.element && matches(at as Element, selector)) return true;
    }
    return false;
  }
}

function isEdit(node: Node): boolean {
  return isField(node) || own(node as HTMLElement, "isContentEditable") === true;
}

function joined(selectors: readonly string[], warn: (selector: string) => void): string | null {
  const probe = new DocumentFragment();
  let all = selectors.length > 0;
  for (const selector of selectors) {
    try {
      probe.querySelector(selector);
    } catch {
      warn(selector);
      all = false;
    }
  }
  return all ? selectors.join(",") : null;
}
