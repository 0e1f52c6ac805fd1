import { isPrivateField, isSecretField } from "./fields.ts";

/** The SDK's own interface in the page: never mirrored, never controlled. */
export const OWN_SELECTOR = "[data-userview-ui]";
const ALWAYS_MASKED = [".no-userview", "[data-userview-mask]"];
const ALWAYS_UNCONTROLLED = [".userview-no-control"];

/** Selectors that the team and the page add. */
export interface MaskOptions {
  /** Masked in addition to what always is. One that cannot be read masks the whole page. */
  readonly maskedElements: readonly string[];
  /** Shown, but not controlled by agents. One that cannot be read lets nothing be controlled. */
  readonly noRemoteElements: readonly string[];
}

/** What is masked, and what is not controlled, decided on the live nodes at the moment of asking. */
export class Masks {
  /** Matches the elements whose whole content is masked. */
  readonly selector: string;
  /** Whether there are selectors of the team or the page. */
  readonly isCustom: boolean;
  readonly #masksAll: boolean;
  readonly #uncontrolled: string;

  /** @param warn told once for each selector that cannot be read. */
  constructor(options: MaskOptions, warn: (text: string) => void) {
    const masked = readable(options.maskedElements, (selector) =>
      warn(
        `maskedElements: "${selector}" is no CSS selector; the whole page is masked until it is mended`,
      ),
    );
    const uncontrolled = readable(options.noRemoteElements, (selector) =>
      warn(
        `noRemoteElements: "${selector}" is no CSS selector; remote control is off until it is mended`,
      ),
    );
    this.#masksAll = masked === null;
    this.isCustom = options.maskedElements.length > 0;
    this.selector = [...ALWAYS_MASKED, ...(masked ?? ["*"])].join(",");
    this.#uncontrolled = [...ALWAYS_UNCONTROLLED, ...(uncontrolled ?? ["*"])].join(",");
  }

  /**
   * Whether the node is inside a masked element, or a field that is masked by its nature. What is not in
   * the page any more counts as masked: nobody can say what was around it.
   */
  isMasked(node: Node): boolean {
    if (this.#masksAll) return true;
    let top = node;
    for (let at: Node | null = node; at !== null; at = composedParent(at)) {
      if (at.nodeType === 1 && this.startsMask(at as Element)) return true;
      top = at;
    }
    return top !== document;
  }

  /** Whether a mask begins at this very element. */
  startsMask(element: Element): boolean {
    return this.#masksAll || element.matches(this.selector) || isSecretField(element);
  }

  /** Whether agents may not act on the node: secret and file fields, and what the page withholds. */
  isProtected(node: Node): boolean {
    for (let at: Node | null = node; at !== null; at = composedParent(at)) {
      if (at.nodeType !== 1) continue;
      if ((at as Element).matches(this.#uncontrolled) || isPrivateField(at)) return true;
    }
    return false;
  }
}

/** Whether the node belongs to the SDK's own interface. */
export function isOwn(node: Node | null): boolean {
  for (let at = node; at !== null; at = composedParent(at)) {
    if (at.nodeType === 1 && (at as Element).matches(OWN_SELECTOR)) return true;
  }
  return false;
}

/** The parent as it is shown: through slots and out of shadow trees, out of frames to the frame element. */
export function composedParent(node: Node): Node | null {
  const parent = (node as Element | Text).assignedSlot ?? node.parentNode;
  if (parent !== null) return parent;
  if (node.nodeType === 11) return (node as ShadowRoot).host ?? null;
  if (node.nodeType !== 9) return null;
  try {
    return (node as Document).defaultView?.frameElement ?? null;
  } catch {
    return null;
  }
}

/** Selectors as they are when all can be read, else null. */
function readable(selectors: readonly string[], bad: (selector: string) => void): string[] | null {
  const probe = document.createDocumentFragment();
  let all = true;
  for (const selector of selectors) {
    try {
      probe.querySelector(selector);
    } catch {
      bad(selector);
      all = false;
    }
  }
  return all ? [...selectors] : null;
}
