/** Empty documents to build a page in: without scripts, and deaf to everything a person could do in them. */
import { removeChildren } from "./dom.ts";
import { NodeKind } from "./format.ts";
import { asObjects, asText, type Fields } from "./read.ts";

/** Alone among the sandbox's permissions it gives no right to the page: it lets us build it. */
export const SANDBOX = "allow-same-origin";

const DOCTYPES = {
  standards: "<!doctype html>",
  almost:
    '<!doctype html public "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
  quirks: "<html>",
};

/** Public ids of the "limited quirks" mode (HTML Standard, "the initial insertion mode"). */
const ALMOST =
  /^-\/\/W3C\/\/DTD (?:XHTML 1\.0 (?:Frameset|Transitional)|HTML 4\.01 (?:Frameset|Transitional))\/\//i;

const ACTIONS = [
  "auxclick",
  "beforeinput",
  "click",
  "contextmenu",
  "dblclick",
  "dragstart",
  "drop",
  "keydown",
  "mousedown",
  "pointerdown",
  "submit",
  "touchstart",
];

/** A page without a background of its own is white in a tab, and transparent in a frame. */
const FRAME_STYLE = "position:absolute;border:0;background:#fff;pointer-events:none";

/** A frame that may hold a page; not yet in a document. */
export function createFrame(doc: Document): HTMLIFrameElement {
  const frame = doc.createElement("iframe");
  frame.style.cssText = FRAME_STYLE;
  protectFrame(frame);
  return frame;
}

/** Set before the frame is inserted: a sandbox counts from then on. */
export function protectFrame(frame: HTMLIFrameElement): void {
  frame.setAttribute("sandbox", SANDBOX);
  frame.setAttribute("tabindex", "-1");
}

/**
 * The document of a connected frame, emptied and put into the mode of the page's document.
 * @param page the serialized document; its doctype and `compatMode` decide.
 * @returns null when the browser gives no access to it.
 */
export function openDocument(frame: HTMLIFrameElement, page: Fields): Document | null {
  const doc = frame.contentDocument;
  if (doc === null) return null;
  doc.open();
  doc.write(DOCTYPES[modeOf(page)]);
  doc.close();
  removeChildren(doc);
  for (const action of ACTIONS)
    doc.addEventListener(action, refuse, { capture: true, passive: false });
  return doc;
}

function modeOf(page: Fields): keyof typeof DOCTYPES {
  if (page["compatMode"] === "BackCompat") return "quirks";
  const doctype = asObjects(page["childNodes"]).find((child) => child["type"] === NodeKind.doctype);
  const publicId = asText(doctype?.["publicId"]) ?? "";
  return ALMOST.test(publicId) ? "almost" : "standards";
}

function refuse(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** The page's doctype as a node, a plain one where its names are malformed. */
export function buildDoctype(doc: Document, data: Fields): DocumentType {
  const { implementation } = doc;
  try {
    return implementation.createDocumentType(
      asText(data["name"]) || "html",
      asText(data["publicId"]) ?? "",
      asText(data["systemId"]) ?? "",
    );
  } catch {
    return implementation.createDocumentType("html", "", "");
  }
}
