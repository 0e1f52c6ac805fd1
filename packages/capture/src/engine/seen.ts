import { nameOf } from "./dom.ts";

/**
 * What the loader's hooks saw of the page before a session began, and goes on seeing. Each answers null for what it did
 * not see: with the asynchronous snippet that may be everything.
 */
export interface Seen {
  /** What a script gave a style sheet, as text or rule by rule. */
  sheetSource(sheet: CSSStyleSheet): string | string[] | null;
  /** The closed shadow root of an element. */
  closedRoot(host: Element): ShadowRoot | null;
  /** The internals of a custom element. */
  internals(element: Element): ElementInternals | null;
  /** What a script made a font of: CSS text (`url(...)`), or bytes. */
  fontSource(face: FontFace): string | BufferSource | null;
}

/** Where there is no loader. */
export const nothingSeen: Seen = {
  sheetSource: () => null,
  closedRoot: () => null,
  internals: () => null,
  fontSource: () => null,
};

/** What the loader saw, and what is seen since the session began. */
export class Sightings implements Seen {
  readonly #before: Seen;
  readonly #roots = new WeakMap<Element, ShadowRoot>();
  readonly #internals = new WeakMap<Element, ElementInternals>();
  readonly #fonts = new WeakMap<FontFace, string | BufferSource>();
  readonly #changedSheets = new WeakSet<CSSStyleSheet>();

  constructor(before: Seen) {
    this.#before = before;
  }

  sheetSource(sheet: CSSStyleSheet): string | string[] | null {
    return this.#before.sheetSource(sheet);
  }

  closedRoot(host: Element): ShadowRoot | null {
    const root = this.#roots.get(host) ?? this.#before.closedRoot(host);
    // Of what stands closed in the page's own HTML only these tell, and only custom elements have them.
    return root ?? (nameOf(host).includes("-") ? this.internals(host)?.shadowRoot : null) ?? null;
  }

  internals(element: Element): ElementInternals | null {
    return this.#internals.get(element) ?? this.#before.internals(element);
  }

  fontSource(face: FontFace): string | BufferSource | null {
    return this.#fonts.get(face) ?? this.#before.fontSource(face);
  }

  sawRoot(host: Element, root: ShadowRoot): void {
    this.#roots.set(host, root);
  }

  sawInternals(element: Element, internals: ElementInternals): void {
    this.#internals.set(element, internals);
  }

  sawFont(face: FontFace, source: string | BufferSource): void {
    this.#fonts.set(face, source);
  }

  sawSheetChange(sheet: CSSStyleSheet): void {
    this.#changedSheets.add(sheet);
  }

  /** Whether no script has changed the sheet's rules since the session began. */
  isUntouched(sheet: CSSStyleSheet): boolean {
    return !this.#changedSheets.has(sheet);
  }
}
