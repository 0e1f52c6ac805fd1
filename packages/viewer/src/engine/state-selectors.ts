/**
 * Selectors of what the visitor does and of what the page's address says.
 *
 * The mirror has neither pointer, focus, fragment nor full screen, so elements are marked by an attribute (state.ts) and
 * `:hover` means the mark too. The specificity stays what it was.
 */

/** Tokens of the mark; pages cannot set it. */
export const STATE_ATTRIBUTE = "data-userview-state";

/** The token of a focus that the browser itself shows by its ring. */
export const BROWSER_RING = "focus-ring";

const VISITOR_STATES = [
  "active",
  "focus",
  "focus-visible",
  "focus-within",
  "fullscreen",
  "hover",
  "target",
  "user-invalid",
] as const;
export type VisitorState = (typeof VISITOR_STATES)[number];

const STATES: ReadonlySet<string> = new Set(VISITOR_STATES);

export function isVisitorState(name: string): name is VisitorState {
  return STATES.has(name);
}

/** What stands for a pseudo-class in the page's selectors. */
export function stateSelector(state: VisitorState): string {
  return `:is(:${state},[${STATE_ATTRIBUTE}~="${state}"])`;
}

const HOVERED_OR_FOCUSED = `:enabled:read-write:is([${STATE_ATTRIBUTE}~="hover"],[${STATE_ATTRIBUTE}~="focus"])`;

/** What the browser itself shows of these states, below everything that the page says: rings, buttons in fields, full screens. */
export const BROWSER_STATES = `@layer userview {
  input${HOVERED_OR_FOCUSED}::-webkit-search-cancel-button { opacity: 1; }
  input${HOVERED_OR_FOCUSED}::-webkit-inner-spin-button { opacity: 1; }
  [${STATE_ATTRIBUTE}~="${BROWSER_RING}"] { outline: auto 1px -webkit-focus-ring-color; }
  :any-link[${STATE_ATTRIBUTE}~="${BROWSER_RING}"] { outline-offset: 1px; }
  input:is([type="checkbox" i], [type="radio" i])[${STATE_ATTRIBUTE}~="${BROWSER_RING}"] { outline-offset: 2px; }
  [${STATE_ATTRIBUTE}~="fullscreen"]:not(:root) {
    position: fixed !important; inset: 0 !important; margin: 0 !important; box-sizing: border-box !important;
    width: 100% !important; height: 100% !important; min-width: 0 !important; min-height: 0 !important;
    max-width: none !important; max-height: none !important; transform: none !important; object-fit: contain;
    border: 0; padding: 0; overflow: visible; color: inherit; background: transparent;
  }
  iframe[${STATE_ATTRIBUTE}~="fullscreen"] { border: none !important; padding: 0 !important; }
  [${STATE_ATTRIBUTE}~="fullscreen"]::backdrop { background: black; }
}`;
