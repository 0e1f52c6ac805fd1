/** Which attributes leave the page: everywhere, and inside masks. */
import { OWN_ATTRIBUTE } from "../privacy/own.ts";

/** Never sent: they act, or they hold secrets, and a mirror has no use for them. */
const DROPPED = new Set([
  "nonce",
  "integrity",
  "srcdoc",
  "ping",
  "autofocus",
  "autoplay",
  "http-equiv",
  "crossorigin",
  "referrerpolicy",
  "fetchpriority",
  "imagesrcset",
  "imagesizes",
  "sizes",
  "loading",
  "decoding",
  "manifest",
  "attributionsrc",
]);

/** Links that are kept, scrubbed: nothing is loaded from them. */
const LINKS = new Set([
  "href",
  "action",
  "formaction",
  "cite",
  "longdesc",
  "data-href",
  "data-url",
]);

/** Elements whose `href` names a part of a drawing rather than a place to go. */
export const DRAWING_REFERENCES = new Set([
  "use",
  "image",
  "feimage",
  "pattern",
  "lineargradient",
  "radialgradient",
  "textpath",
  "mpath",
  "filter",
]);

/** What `meta` may say: how the page is laid out, nothing else. */
export const META_NAMES = new Set(["viewport", "color-scheme"]);

/** Attributes of masked elements that are kept as they are: form and state, no content. */
const KEPT_IN_MASKS = new Set(
  (
    "class id style type role dir lang hidden disabled readonly required checked selected multiple open tabindex " +
    "rows cols size width height colspan rowspan span align valign border cellpadding cellspacing bgcolor color face " +
    "noshade wrap contenteditable draggable spellcheck popover for form list autocomplete inputmode maxlength " +
    "minlength name shape reversed start scope controls muted loop playsinline is slot part " +
    "viewbox preserveaspectratio fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin " +
    "stroke-dasharray stroke-opacity opacity transform x y x1 y1 x2 y2 cx cy r rx ry dx dy gradientunits " +
    "gradienttransform offset stop-color stop-opacity clip-path mask text-anchor dominant-baseline font-size " +
    "font-family font-weight version xmlns " +
    "aria-hidden aria-expanded aria-selected aria-checked aria-disabled aria-pressed aria-current aria-modal " +
    "aria-busy aria-live aria-atomic aria-controls aria-labelledby aria-describedby aria-owns aria-haspopup " +
    "aria-level aria-orientation aria-multiselectable aria-readonly aria-required aria-sort aria-invalid " +
    "data-state data-side data-align data-orientation data-theme data-mode data-variant data-size data-color " +
    "data-open data-active data-disabled data-userview-mask"
  ).split(" "),
);

/** Attributes of masked elements whose whole value goes: shapes can be read like text. */
const EMPTIED_IN_MASKS = new Set(["d", "points", "values", "content", "datetime"]);

/** Attributes that people read, or hear read. */
const READ =
  /^(?:value|placeholder|title|alt|label|summary|aria-(?:label|description|roledescription|valuetext|placeholder))$/;
const SECRET_NAME = /token|csrf|xsrf|secret|passw|api-?key|signature|session|credential/i;

/** What is done with an attribute by its name alone. */
export interface Fate {
  /** In lower case. */
  readonly name: string;
  /** It acts, or holds secrets: it never leaves. */
  readonly isDropped: boolean;
  /** It marks the SDK's own interface. */
  readonly isOwn: boolean;
  /** People read its value. */
  readonly isRead: boolean;
  readonly isLink: boolean;
  /** It is named like a secret. */
  readonly isSecret: boolean;
  /** What a mask does to it. */
  readonly inMask: "keep" | "drop" | "mask";
}

/** Names whose fates are remembered; a page that makes up more has them looked up each time. */
const MOST_FATES = 5000;
const fates = new Map<string, Fate>();

export function fateOf(name: string): Fate {
  const known = fates.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  const fate: Fate = {
    name: lower,
    isDropped: lower.startsWith("on") || DROPPED.has(lower),
    isOwn: lower === OWN_ATTRIBUTE,
    isRead: READ.test(lower),
    isLink: LINKS.has(lower) || lower === "xlink:href",
    isSecret: SECRET_NAME.test(lower),
    inMask: KEPT_IN_MASKS.has(lower) ? "keep" : EMPTIED_IN_MASKS.has(lower) ? "drop" : "mask",
  };
  if (fates.size < MOST_FATES) fates.set(name, fate);
  return fate;
}
