/**
 * Which elements a mirrored page may be made of. An allow-list: what is not here becomes something harmless that
 * takes the same place among its siblings, so that the page's selectors still count right.
 */

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
  namespace: string;
  /** The name to create. */
  name: string;
  /** Children are left out: nothing in it is ever seen. */
  empty: boolean;
  /** It shows something that cannot be mirrored. */
  unavailable: boolean;
}

/**
 * @param tagName the page's name for it, in lower case.
 * @param svg the page had it in SVG's namespace.
 * @param parent namespace and local name of what it goes into; MathML is known by that alone.
 * @param picture it shows a picture that may be loaded, though it is no `img`.
 */
export function planElement(
  tagName: string,
  svg: boolean,
  parent: { namespaceURI: string | null; localName: string } | null,
  picture: boolean,
): ElementPlan {
  if (svg) {
    const name = SVG_NAMES.get(tagName.toLowerCase());
    // `metadata` is SVG's element that is never drawn.
    return plan(SVG, name ?? "metadata", name === undefined, false);
  }
  const name = tagName.toLowerCase();
  if (
    name === "math" ||
    (parent?.namespaceURI === MATHML && !isTextIntegration(parent.localName))
  ) {
    return MATHML_NAMES.has(name)
      ? plan(MATHML, name, false, false)
      : plan(MATHML, "none", true, false);
  }
  // A style sheet arrives as the text of a `link`, at first or later.
  if (name === "link") return plan(HTML, "style", false, false);
  if (INVISIBLE.has(name)) return plan(HTML, "template", true, false);
  if (BOXES.has(name)) return plan(HTML, "img", true, !(name === "object" && picture));
  if (HTML_NAMES.has(name) || CUSTOM_NAME.test(name)) return plan(HTML, name, false, false);
  return plan(HTML, "span", false, false);
}

/** HTML stands in MathML's text elements and annotations as HTML. */
function isTextIntegration(localName: string): boolean {
  return /^(?:mi|mo|mn|ms|mtext|annotation-xml)$/.test(localName);
}

function plan(namespace: string, name: string, empty: boolean, unavailable: boolean): ElementPlan {
  return { namespace, name, empty, unavailable };
}
