import { isField } from "./fields.ts";
import { composedParent } from "./tree.ts";

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

  /** @param warn told once for each selector that cannot be read. */
  constructor(layers: readonly MaskLayer[], warn: (selector: string) => void) {
    this.#layers = layers
      .filter(({ allText, allInputs }) => allText || allInputs)
      .map((layer) => ({ ...layer, selector: joined(layer.unmasked, warn) }));
    this.active = this.#layers.length > 0;
    const selectors = this.#layers.flatMap(({ selector }) => selector ?? []);
    this.exempt = selectors.length === 0 ? null : selectors.join(",");
  }

  /** Whether the text of this node, or the texts in this element's own attributes, are hidden. */
  hides(node: Node): boolean {
    return this.#layers.some(
      ({ allText, selector }) => (allText || isEdited(node)) && !isWithin(node, selector),
    );
  }
}

/** Whether the node is a field, in one, or part of text that is edited in place. */
function isEdited(node: Node): boolean {
  for (let at: Node | null = node; at !== null; at = composedParent(at)) {
    if (isField(at) || (at as HTMLElement).isContentEditable === true) return true;
  }
  return false;
}

function isWithin(node: Node, selector: string | null): boolean {
  if (selector === null) return false;
  for (let at: Node | null = node; at !== null; at = composedParent(at)) {
    if (at.nodeType === 1 && (at as Element).matches(selector)) return true;
  }
  return false;
}

function joined(selectors: readonly string[], warn: (selector: string) => void): string | null {
  const probe = document.createDocumentFragment();
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
