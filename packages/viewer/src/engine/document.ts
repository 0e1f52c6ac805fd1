/** Empty documents to build a page in: without scripts, and deaf to everything a person could do in them. */
import { DocumentMode } from "@userview/protocol/content";
import { removeChildren } from "./dom.ts";

/** Alone among the sandbox's permissions it gives no right to the page: it lets us build it. */
export const SANDBOX = "allow-same-origin";

/** What puts a document into a mode, standards first. */
const STANDARDS = "<!doctype html>";
const ALMOST_STANDARDS =
  '<!doctype html public "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">';
const QUIRKS = "<html>";

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

/**
 * A page without a background of its own has the browser's in a tab (white, or nearly black where it is dark), and is transparent in a frame.
 * Which colours the visitor prefers is set later, and not taken from the agent.
 */
const FRAME_STYLE =
  "position:absolute;border:0;background:Canvas;color-scheme:light;pointer-events:none";

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
 * @param mode a `DocumentMode`.
 * @returns null when the browser gives no access to it.
 */
export function openDocument(frame: HTMLIFrameElement, mode: number): Document | null {
  const doc = frame.contentDocument;
  if (doc === null) return null;
  doc.open();
  doc.write(
    mode === DocumentMode.quirks
      ? QUIRKS
      : mode === DocumentMode.almostStandards
        ? ALMOST_STANDARDS
        : STANDARDS,
  );
  doc.close();
  removeChildren(doc);
  for (const action of ACTIONS)
    doc.addEventListener(action, refuse, { capture: true, passive: false });
  return doc;
}

function refuse(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** The page's doctype as a node, a plain one where its names are malformed. */
export function buildDoctype(
  doc: Document,
  name: string,
  publicId: string,
  systemId: string,
): DocumentType {
  const { implementation } = doc;
  try {
    return implementation.createDocumentType(name || "html", publicId, systemId);
  } catch {
    return implementation.createDocumentType("html", "", "");
  }
}
