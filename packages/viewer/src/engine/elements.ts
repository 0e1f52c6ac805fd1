/**
 * Which elements a mirrored page may be made of. An allow-list: what is not here becomes something harmless that
 * takes the same place among its siblings, so that the page's selectors still count right.
 */
import { Namespace } from "@userview/protocol/content";

export const HTML = "http://www.w3.org/1999/xhtml";
export const SVG = "http://www.w3.org/2000/svg";
export const MATHML = "http://www.w3.org/1998/Math/MathML";

const HTML_NAMES = new Set(
  `a abbr acronym address area article aside audio b bdi bdo big blockquote body br button canvas caption center cite
  code col colgroup data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer
  form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li listing main map mark
  marquee menu meta meter nav nobr ol optgroup option output p picture plaintext pre progress q rb rp rt rtc ruby s
  samp search section select slot small source span strike strong style sub summary sup table tbody td template
  textarea tfoot th thead time title tr tt u ul var video wbr xmp`.split(/\s+/),
);

/** Never shown in a browser that runs scripts, or dangerous: an empty `template` is as invisible and does nothing. */
const INVISIBLE = new Set(
  "base basefont bgsound frame frameset noembed noframes noscript param script track".split(" "),
);

/** What stands in them is shown only where they cannot be, or is given by state instead of nodes. */
const KEPT_FROM_VIEW = new Set(["canvas", "iframe", "template"]);

/** Boxes of a plug-in's or another document's content: a picture is sized by the same attributes. */
const BOXES = new Set(["applet", "embed", "fencedframe", "object", "portal"]);

const SVG_NAMES = new Map(
  `a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix
  feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
  feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset
  fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter foreignObject g image line linearGradient
  marker mask metadata mpath path pattern polygon polyline radialGradient rect set stop style svg switch symbol text
  textPath title tspan use view`
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name]),
);

const MATHML_NAMES = new Set(
  `annotation annotation-xml maction math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom
  mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
  semantics`.split(/\s+/),
);

/** As browsers take them, without the characters that only XML allows. */
const CUSTOM_NAME = /^[a-z][a-z0-9._\u00b7\u00c0-\uffff]*-[a-z0-9._\-\u00b7\u00c0-\uffff]*$/;

/** What to create for an element of the page. */
export interface ElementPlan {
  namespaceURI: string;
  /** The name to create. */
  localName: string;
  /** Its content is kept from view: nothing in it is ever seen. */
  empty: boolean;
  /** It shows something that cannot be mirrored. */
  unavailable: boolean;
}

/**
 * @param namespace one of the format's; unknown ones count as HTML's.
 * @param tagName the page's name for it.
 * @param picture it shows a picture that may be loaded, though it is no `img`.
 */
export function planElement(namespace: number, tagName: string, picture: boolean): ElementPlan {
  const name = tagName.toLowerCase();
  if (namespace === Namespace.svg) {
    const known = SVG_NAMES.get(name);
    // `metadata` is SVG's element that is never drawn.
    if (known === undefined) return plan(SVG, "metadata", true, false);
    return plan(SVG, known, known === "metadata", false);
  }
  if (namespace === Namespace.mathml) {
    return MATHML_NAMES.has(name)
      ? plan(MATHML, name, name === "none", false)
      : plan(MATHML, "none", true, false);
  }
  // A style sheet arrives for a `link`, at first or later.
  if (name === "link") return plan(HTML, "style", false, false);
  if (INVISIBLE.has(name)) return plan(HTML, "template", true, false);
  if (BOXES.has(name)) return plan(HTML, "img", true, !(name === "object" && picture));
  if (HTML_NAMES.has(name)) return plan(HTML, name, KEPT_FROM_VIEW.has(name), false);
  return plan(HTML, CUSTOM_NAME.test(name) ? name : "span", false, false);
}

function plan(
  namespaceURI: string,
  localName: string,
  empty: boolean,
  unavailable: boolean,
): ElementPlan {
  return { namespaceURI, localName, empty, unavailable };
}
