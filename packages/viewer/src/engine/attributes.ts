/**
 * Which attributes a mirrored element gets, and with which values.
 *
 * Names that browsers give no meaning to are kept, because pages select by them; every name that loads, runs, submits,
 * navigates or takes the focus is left out or has a rule here.
 */
import { exactNumbers } from "@userview/protocol/content";
import { rewriteCss } from "./css.ts";
import { HTML, SVG } from "./elements.ts";
import { MAX_ATTRIBUTE, MAX_CONTENT_ATTRIBUTE } from "./limits.ts";
import { rewriteSrcset } from "./srcset.ts";
import { type AssetBase, linkUrl, mediaUrl, pictureUrl, styleUrl } from "./urls.ts";

const LEFT_OUT = new Set(
  `accesskey action allow allowfullscreen archive as attributionsrc autocomplete autofocus autoplay blocking classid code codebase
  command commandfor crossorigin csp credentialless data decoding download dynsrc elementtiming fetchpriority
  formaction formtarget http-equiv imagesizes imagesrcset integrity interestfor itemid loading longdesc lowsrc
  manifest nonce ping popovertarget preload profile referrerpolicy sandbox shadowrootmode sharedstoragewritable
  srcdoc target xml:base`.split(/\s+/),
);

/** Their names would hide properties of the document from our own script. */
const NAMELESS = new Set(["form", "iframe", "img"]);

/** Attributes whose value is itself a picture and may be long. */
const CONTENT = new Set(["src", "srcset", "href", "xlink:href", "poster", "d", "points", "style"]);

/** What says where a sheet comes from and whether it is one: the page's own browser has decided that. */
const NOT_OF_SHEETS = new Set(["href", "rel", "title", "type"]);

const META_NAMES = new Set(["color-scheme", "viewport"]);
const ANIMATED_ADDRESS = /^(?:xlink:)?href$|^src$|^on/i;

/** The element that an attribute goes to, as it was planned. */
export interface AttributeTarget {
  namespaceURI: string | null;
  localName: string;
}

/** `refused`: the element would have shown something from an address that is not ours. */
export type AttributeVerdict = { value: string } | { refused: boolean };

const DROP: AttributeVerdict = { refused: false };
const REFUSE: AttributeVerdict = { refused: true };

/** What becomes of one attribute; `name` as the page had it. */
export function judgeAttribute(
  target: AttributeTarget,
  name: string,
  value: string,
  base: AssetBase,
): AttributeVerdict {
  const lower = name.toLowerCase();
  if (lower.startsWith("on")) return DROP;
  if (value.length > (CONTENT.has(lower) ? MAX_CONTENT_ATTRIBUTE : MAX_ATTRIBUTE)) {
    return lower === "src" ? REFUSE : DROP;
  }
  // Capture sends styles as the browser writes them out.
  if (lower === "style")
    return { value: exactNumbers(rewriteCss(value, (url) => styleUrl(url, base))) };
  if (target.namespaceURI === HTML) return judgeHtml(target.localName, lower, value, base);
  return judgeForeign(target, lower, value, base);
}

function judgeHtml(
  element: string,
  name: string,
  value: string,
  base: AssetBase,
): AttributeVerdict {
  if (element === "meta") {
    return name === "content" || (name === "name" && META_NAMES.has(value.toLowerCase()))
      ? { value }
      : DROP;
  }
  if (element === "template") return DROP;
  if (element === "style" && NOT_OF_SHEETS.has(name)) return DROP;
  switch (name) {
    case "src":
      return judgeSource(element, value, base);
    case "srcset": {
      const kept = rewriteSrcset(value, (url) => pictureUrl(url, base));
      return kept === "" ? REFUSE : { value: kept };
    }
    case "poster":
    case "background":
      return allowed(pictureUrl(value, base));
    case "href":
      return element === "a" || element === "area" ? { value: linkUrl(value) } : DROP;
    case "xlink:href":
      return DROP;
    case "name":
      return NAMELESS.has(element) ? DROP : { value };
    default:
      return LEFT_OUT.has(name) ? DROP : { value };
  }
}

function judgeSource(element: string, value: string, base: AssetBase): AttributeVerdict {
  if (value.trim() === "") return { value: "" };
  if (element === "img" || element === "input") return allowed(pictureUrl(value, base));
  if (element === "audio" || element === "video" || element === "source") {
    return allowed(mediaUrl(value, base));
  }
  return DROP;
}

/** SVG and MathML: addresses also hide in presentation attributes. */
function judgeForeign(
  target: AttributeTarget,
  name: string,
  value: string,
  base: AssetBase,
): AttributeVerdict {
  if (name === "href" || name === "xlink:href")
    return judgeReference(target.localName, value, base);
  if (name === "attributename" && ANIMATED_ADDRESS.test(value.trim())) return DROP;
  if (name === "src" || LEFT_OUT.has(name)) return DROP;
  if (target.localName === "style" && NOT_OF_SHEETS.has(name)) return DROP;
  if (target.namespaceURI !== SVG) return { value };
  return { value: rewriteCss(value, (url) => styleUrl(url, base)) };
}

function judgeReference(element: string, value: string, base: AssetBase): AttributeVerdict {
  if (element === "a") return { value: linkUrl(value) };
  const trimmed = value.trim();
  if (trimmed.startsWith("#")) return { value: trimmed };
  if (element === "image" || element === "feImage") return allowed(pictureUrl(trimmed, base));
  // Other references draw parts of documents; only those that we keep ourselves.
  return allowed(trimmed.startsWith("data:") ? null : pictureUrl(trimmed, base));
}

function allowed(url: string | null): AttributeVerdict {
  return url === null ? REFUSE : { value: url };
}
