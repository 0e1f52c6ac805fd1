/**
 * Selectors of the visitor's hover and focus.
 *
 * The mirror has neither pointer nor focus, so elements are marked by an attribute (state.ts) and `:hover` means the
 * mark too. The specificity stays what it was.
 */

/** Tokens of the mark; pages cannot set it. */
export const STATE_ATTRIBUTE = "data-userview-state";

export const STATES = ["hover", "focus", "focus-visible", "focus-within"] as const;
export type VisitorState = (typeof STATES)[number];

export function isVisitorState(name: string): name is VisitorState {
  return (STATES as readonly string[]).includes(name);
}

/** What stands for a pseudo-class in the page's selectors. */
export function stateSelector(state: VisitorState): string {
  return `:is(:${state},[${STATE_ATTRIBUTE}~="${state}"])`;
}

const HOVERED_OR_FOCUSED = `:enabled:read-write:is([${STATE_ATTRIBUTE}~="hover"],[${STATE_ATTRIBUTE}~="focus"])`;

/** What the browser itself shows of hover and focus, below everything that the page says: rings, and buttons in fields. */
export const BROWSER_STATES = `@layer userview {
  input${HOVERED_OR_FOCUSED}::-webkit-search-cancel-button { opacity: 1; }
  input${HOVERED_OR_FOCUSED}::-webkit-inner-spin-button { opacity: 1; }
  [${STATE_ATTRIBUTE}~="focus-visible"] { outline: auto 1px -webkit-focus-ring-color; }
  :any-link[${STATE_ATTRIBUTE}~="focus-visible"] { outline-offset: 1px; }
  input:is([type="checkbox" i], [type="radio" i])[${STATE_ATTRIBUTE}~="focus-visible"] { outline-offset: 2px; }
}`;
