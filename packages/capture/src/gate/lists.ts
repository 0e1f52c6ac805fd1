/** Which attributes leave the page: everywhere, and inside masks. */
import { OWN_ATTRIBUTE } from "../privacy/own.ts";
import { isKnown } from "./known.ts";

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

const words = (text: string): Set<string> => new Set(text.split(" "));

/** What a mask does to attributes that browsers know; all others are dropped, unless style sheets ask for them. */
const IN_MASKS = {
  /** Names by which style sheets and other elements find it. */
  keep: words("class id slot part is xmlns version viewbox preserveaspectratio data-userview-mask"),
  /** Whether it is there says all. */
  flag: words(
    "hidden disabled readonly required checked selected multiple open inert reversed controls muted loop playsinline noshade nowrap",
  ),
  /** Form, no content. */
  form: words(
    "rows cols size width height colspan rowspan span align valign border cellpadding cellspacing bgcolor color face wrap dir " +
      "contenteditable draggable spellcheck popover tabindex maxlength minlength shape scope " +
      "fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-opacity opacity " +
      "transform x y x1 y1 x2 y2 cx cy r rx ry dx dy gradientunits gradienttransform offset stop-color stop-opacity " +
      "text-anchor dominant-baseline font-size font-weight",
  ),
  style: words("style"),
  type: words("type"),
  language: words("lang xml:lang"),
  /** Its length says how large it is. */
  mask: words("value placeholder alt label src href xlink:href"),
} as const;
type InMask = keyof typeof IN_MASKS | "drop";

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
  readonly inMask: InMask;
  /** Browsers give it no meaning that shows: it leaves only where a style sheet asks for it. */
  readonly isCustom: boolean;
}

/** Marks masked elements: agents' pages may show them as such. */
const MASK_ATTRIBUTE = "data-userview-mask";

function inMask(name: string): InMask {
  for (const [what, names] of Object.entries(IN_MASKS)) if (names.has(name)) return what as InMask;
  return "drop";
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
    inMask: inMask(lower),
    isCustom: !isKnown(lower) && lower !== MASK_ATTRIBUTE,
  };
  if (fates.size < MOST_FATES) fates.set(name, fate);
  return fate;
}
