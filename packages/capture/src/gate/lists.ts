/** Which attributes leave the page: everywhere, and inside masks. */

/** Never sent: they act, or they hold secrets, and a mirror has no use for them. */
export const DROPPED = new Set([
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
  "data-rr-is-password",
  "manifest",
  "attributionsrc",
]);

/** Links that are kept, scrubbed: nothing is loaded from them. */
export const LINKS = new Set([
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
    "data-open data-active data-disabled data-userview-mask " +
    "rr_width rr_height rr_scrolltop rr_scrollleft rr_open_mode rr_mediastate _csstext"
  ).split(" "),
);

/** Attributes of masked elements whose whole value goes: shapes can be read like text. */
const EMPTIED_IN_MASKS = new Set([
  "d",
  "points",
  "values",
  "content",
  "rr_dataurl",
  "rr_src",
  "datetime",
]);

/** What a mask does to an attribute by its name. */
export function maskOf(name: string): "keep" | "drop" | "mask" {
  const lower = name.toLowerCase();
  if (KEPT_IN_MASKS.has(lower)) return "keep";
  return EMPTIED_IN_MASKS.has(lower) ? "drop" : "mask";
}
