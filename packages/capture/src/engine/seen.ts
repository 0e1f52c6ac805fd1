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
