/**
 * Format 2 of page content: what is inside a message's payload.
 *
 * A payload is UTF-8 text: one JSON array of tokens a line. Tokens are numbers and strings, and stand one behind the
 * other: an op's code, then what the op takes, in the order given below. Lines exist so that a writer can work in slices; an op
 * never runs over the end of its line.
 *
 * - **Numbers** are node ids (positive, unique in a page until the next page), counts, flags, and CSS pixels with at most two decimals.
 * - **Text** is a string, or a number n >= 0: the n-th string of the stream's string table. Every string of at most
 *   `MAX_INTERNED` UTF-16 units that is written out is put at the end of the table by both sides, until it holds `MAX_STRINGS`.
 *   The table begins empty with each snapshot, and goes on through the changes that follow it.
 * - **Text or nothing** is the same, and -1 for nothing (an attribute that was removed).
 *
 * A snapshot message builds a page from nothing: `mediaFeatures`, `document`, what is in it, then the state that is no node
 * (focus, scroll, selection, media, ...). A message of changes changes it. Both use the same ops.
 *
 * **Building.** `document`, `element` and `shadow` open a node and everything that follows goes into it, until `up` closes
 * it; all is closed before a message ends. Each new node gets the id behind that of the node built before it, the first of a
 * snapshot 1; `id` says the next one's instead. A fragment that `at` begins ends when its outermost node is closed by `up`, or
 * at once for a text. What is built replaces a known node of the same id.
 * Shadow roots have an id as other nodes do: what stands in one has it as its parent. A fragment that begins with `shadow` is the shadow root
 * of the known element that `at` names as parent. Documents of frames stand behind the tree that their frame elements are in, closed by an `up` of their own.
 *
 * **Changes.** A node that moves is taken out by `detach` and put back by `move`; all that moves in a message is detached
 * before any of it is put back, so that no order of moves can make a circle. `remove` forgets a node and all in it.
 *
 * URLs of pictures and fonts are `userview-asset:<id>` everywhere (rule F1), or short `data:` URLs.
 */
export const FORMAT = 2;

/** Longer strings are written out each time. */
export const MAX_INTERNED = 96;
/** Strings that the table holds; later ones are written out each time. */
export const MAX_STRINGS = 16_384;

/** Stands before an asset's id wherever the page had a URL. */
export const ASSET_SCHEME = "userview-asset:";

/** What each op takes is said behind its code. `{...}` is repeated as often as the count before it says. */
export const Op = {
  // Building.
  /** host (id of the frame element, 0 for the page itself), mode (`DocumentMode`): opens a document. Replaces what the frame showed. */
  document: 1,
  /** namespace (`Namespace`), name text, count, {name text, value text}: opens an element. A masked or left-out element's attributes are what may be known of it. */
  element: 2,
  /** text: a text node. In a `style` element it is no style sheet: what applies comes by `sheet`. */
  text: 3,
  /** name text, public id text, system id text: a doctype. */
  doctype: 4,
  /** flags (`ShadowFlag`): opens the shadow root of the element that is open, or that `at` names. */
  shadow: 5,
  /** count: closes so many open nodes. */
  up: 6,
  /** id: of the node that is built next. */
  id: 7,
  /** parent id, next sibling's id (0: at the end): where the fragment that follows is put. */
  at: 8,

  // Changes of the tree.
  /** id: takes the node out; a `move` of the same message puts it back. */
  detach: 10,
  /** id, parent id, next sibling's id (0: at the end). */
  move: 11,
  /** id: the node and all in it are gone. */
  remove: 12,
  /** id, count, {name text, value text or nothing}. */
  attributes: 13,
  /** id, text: the whole new text of a text node. */
  setText: 14,
  /** id, start, how many UTF-16 units are replaced there, text: a part of a text node's text is another. */
  spliceText: 15,
  /** name text: a custom element's name is defined from now on, in all documents of the page. Stands anywhere, also within what is built. */
  define: 16,

  // Style sheets. A sheet's id is that of its `style` or `link` element, or one of its own when a script constructed it.
  /** sheet, media text, text: all rules of a sheet; unknown sheet ids are constructed sheets. References are replaced, each top-level rule is one rule. */
  sheet: 20,
  /** sheet, index, text: a rule is inserted. */
  insertRule: 21,
  /** sheet, index: a rule is deleted. */
  deleteRule: 22,
  /** sheet, index, text: a rule, or something in it, is another. */
  replaceRule: 23,
  /** sheet, flag: 1 when it does not apply any more, 0 when it applies again. */
  disableSheet: 24,
  /** id of a document, a shadow root or its host, count, {sheet}: the adopted sheets of it, in order. */
  adopt: 25,
  /** number, id of the document that has it, family text, source text (an asset's URL), count, {descriptor name text, value text}: a font that a script made. Its number is its own. */
  font: 26,
  /** number: the document does not have the font any more. */
  removeFont: 27,
  /** sheet: a constructed sheet is gone for good, no tree can adopt it again. */
  forgetSheet: 28,

  // State of elements.
  /** id, flags (`ControlFlag`), value text: what stands in a field, and its ticks. Of a select the value is not used. */
  control: 30,
  /** id of a select, count, {index}: the options that are chosen. */
  choose: 31,
  /** id of an element, or of a document for its window; left, top. */
  scroll: 32,
  /** id, flags (`MediaFlag`), seconds, rate: where sound or film is. */
  media: 33,
  /** id, left, top, width, height (all of it: 0, 0, its size), picture text ("": empty): a part of a canvas, or a film, is drawn anew. Canvas pixels. */
  picture: 34,
  /** id, layer (`Layer`): the element enters the top layer, or leaves it. In the order in which they entered. */
  layer: 35,
  /** id, count, {state text}: the custom states of an element (`:state(x)`). */
  states: 36,
  /** id, 0 or 1: `:user-invalid`. */
  userInvalid: 37,
  /** id, width, height: the size of a box whose content is not shown, CSS pixels; 0, 0 gives it back. */
  hold: 38,
  /** id of a frame element, site text: host and port of another site, whose page is not shown there; "" for what is not to be named. */
  foreign: 39,

  // Animations. An animation's number is its own; the target's pseudo-element text is "" for the element itself.
  /** number, target id, pseudo text, keyframes JSON text, timing JSON text, state (`AnimationState`), current time ms (-1: none), rate. Keyframes "" name a CSS animation or transition that the mirror's own style sheets made: timing is then its name. In timing JSON null iterations go on for ever. */
  animate: 40,
  /** number, state (`AnimationState`), current time ms (-1: none), rate. */
  animation: 41,

  // Pages of other sites in frames that are shown in their place. Each is a page of its own, of this same format: with its own ids, table of strings and digests.
  /** id of a frame element, number (`input` names it): the page of this number is shown there from now on. Its first message is a snapshot. */
  inset: 42,
  /** number, text: a part of a message of that page, longer than `MAX_INTERNED`; blanks at its end say nothing. */
  insetText: 43,
  /** number, 1 when it is a snapshot, else 0: the message that consists of the parts since the last one is complete. */
  insetMessage: 44,
  /** number: the page is not shown there any more. */
  insetEnd: 45,

  // The visitor.
  /** id of the element under it (0: over nothing), x, y of the element's own document's viewport (-1, -1: not known), kind (`PointerKind`). */
  pointer: 50,
  /** id, x, y, press (`Press`). */
  press: 51,
  /** id (0: nothing has the focus), how that is shown (`FocusRing`). */
  focus: 52,
  /** count, {start id, start offset, end id, end offset}: what is selected. */
  selection: 53,
  /** name text, priority, count, {start id, start offset, end id, end offset}: a CSS highlight; count 0 takes it away. */
  highlight: 54,
  /** id (0: none): `:target`. */
  target: 55,

  // The page.
  /** width, height of the window's content in CSS pixels, scroll bars included; then of the visual viewport: left, top, scale. */
  viewport: 60,
  /** text: the page's address, scrubbed. */
  url: 61,
  /** text: the page's title. */
  title: 62,
  /** first id, count, hash: what both sides find when they look at so many known nodes from that id on (`digest.ts`). */
  digest: 63,
  /** bits: which of `MEDIA_FEATURES` hold in the visitor's browser. Before the page's document; without it the agent's browser decides. */
  mediaFeatures: 64,
} as const;

/**
 * What style sheets ask of the visitor's device and wishes, as media features with a value; bit n of `mediaFeatures` is the n-th.
 * Source: Media Queries 5.
 */
export const MEDIA_FEATURES = [
  "prefers-color-scheme:dark",
  "prefers-reduced-motion:reduce",
  "prefers-reduced-transparency:reduce",
  "prefers-contrast:more",
  "prefers-contrast:less",
  "forced-colors:active",
  "hover:hover",
  "any-hover:hover",
  "pointer:coarse",
  "pointer:fine",
  "any-pointer:coarse",
  "any-pointer:fine",
] as const;

export const Namespace = { html: 0, svg: 1, mathml: 2 } as const;
export const DocumentMode = { standards: 0, almostStandards: 1, quirks: 2 } as const;
export const ShadowFlag = { closed: 1, delegatesFocus: 2, manualSlots: 4 } as const;
export const ControlFlag = { checked: 1, indeterminate: 2 } as const;
export const MediaFlag = { playing: 1, loop: 2, ended: 4 } as const;
/** `page`: whatever shows it, if anything, is in the page's style sheets. */
export const FocusRing = { none: 0, browser: 1, page: 2 } as const;
export const Layer = { none: 0, dialog: 1, modal: 2, popover: 3, fullscreen: 4 } as const;
export const AnimationState = { idle: 0, running: 1, paused: 2, finished: 3 } as const;
export const PointerKind = { mouse: 0, touch: 1, drag: 2 } as const;
export const Press = { down: 0, up: 1, click: 2, contextMenu: 3, touchEnd: 4 } as const;
