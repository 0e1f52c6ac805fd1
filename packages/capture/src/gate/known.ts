/**
 * Names of attributes by which browsers draw a page: these leave it. All others do only where a style sheet asks for them
 * (`asked.ts`); who wrote them for scripts did not write them for agents.
 */
const HTML =
  "abbr accept align alink alt background bgcolor bordercolor bottommargin cellpadding cellspacing char charoff charset " +
  "checked class clear cols colspan compact contenteditable controls controlslist coords data datetime default dir " +
  "disabled draggable exportparts face for form formnovalidate frame frameborder hidden high href hspace id inert " +
  "inputmode is kind label lang leftmargin link list loop low marginheight marginwidth max maxlength media min minlength " +
  "multiple muted name noresize noshade novalidate nowrap open optimum orient part pattern placeholder playsinline " +
  "popover poster readonly required reversed role rows rowspan rules scope scrollamount scrolling selected shape size " +
  "slot span spellcheck src srcset start step style summary tabindex text title topmargin translate type usemap valign " +
  "value vlink vspace wrap";
const SVG =
  "accumulate additive amplitude attributename attributetype azimuth basefrequency baseprofile begin bias by calcmode " +
  "clippathunits diffuseconstant divisor dur dx dy edgemode elevation enable-background end exponent filterunits fr from " +
  "fx fy glyph-orientation-horizontal glyph-orientation-vertical gradienttransform gradientunits in in2 intercept k1 k2 " +
  "k3 k4 kernelmatrix kernelunitlength keypoints keysplines keytimes lengthadjust limitingconeangle markerheight " +
  "markerunits markerwidth maskcontentunits maskunits mode numoctaves offset operator order orientation origin path " +
  "pathlength patterncontentunits patterntransform patternunits points pointsatx pointsaty pointsatz preservealpha " +
  "preserveaspectratio primitiveunits radius refx refy repeatcount repeatdur requiredfeatures restart result rotate scale " +
  "seed side spacing specularconstant specularexponent spreadmethod startoffset stddeviation stitchtiles surfacescale " +
  "systemlanguage tablevalues targetx targety textlength to values version viewbox x1 x2 xchannelselector xlink:href " +
  "xml:lang xml:space xmlns xmlns:xlink y1 y2 ychannelselector z zoomandpan";
const MATHML =
  "accent accentunder columnalign columnlines columnspacing columnspan denomalign depth displaystyle encoding fence form " +
  "framespacing largeop linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits " +
  "notation numalign rowalign rowlines rowspacing rspace scriptlevel scriptminsize scriptsizemultiplier separator " +
  "stretchy subscriptshift superscriptshift symmetric voffset";

const NAMES = new Set([HTML, SVG, MATHML].join(" ").split(" "));

/** Said to people by other means than the picture: agents have them too. */
const SPOKEN = /^aria-[a-z]+$/;

/** @param name in lower case. */
export function isKnown(name: string): boolean {
  return NAMES.has(name) || SPOKEN.test(name) || isProperty(name);
}

/** Many attributes of drawings are properties of style sheets too. */
function isProperty(name: string): boolean {
  if (typeof document === "undefined") return false;
  // An element of the page can have the name of this property.
  const root: HTMLElement = Reflect.get(Document.prototype, "documentElement", document);
  return name in root.style;
}
