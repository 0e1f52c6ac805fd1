import { DocumentMode } from "@userview/protocol/content";

/** Doctypes of old that lay tables out as older browsers did. */
const ALMOST_STANDARDS = /^-\/\/W3C\/\/DTD XHTML 1\.0 (?:Frameset|Transitional)\/\//i;
/** These do so only where they name their definition; without it they are quirks. */
const ALMOST_STANDARDS_WITH_SYSTEM = /^-\/\/W3C\/\/DTD HTML 4\.01 (?:Frameset|Transitional)\/\//i;

/** By which rules a document is laid out (`DocumentMode`). */
export function documentMode(compatMode: string, doctype: DocumentType | null): number {
  if (compatMode === "BackCompat") return DocumentMode.quirks;
  const { publicId = "", systemId = "" } = doctype ?? {};
  const almost =
    ALMOST_STANDARDS.test(publicId) ||
    (systemId !== "" && ALMOST_STANDARDS_WITH_SYSTEM.test(publicId));
  return almost ? DocumentMode.almostStandards : DocumentMode.standards;
}
