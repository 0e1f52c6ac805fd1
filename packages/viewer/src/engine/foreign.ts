/** The op of frames whose page is of another site and cannot be shown: words in their place say so. */
import { DocumentMode, type TokenReader } from "@userview/protocol/content";
import { openDocument } from "./document.ts";
import * as dom from "./dom.ts";
import { HTML } from "./elements.ts";
import type { NodeRegistry } from "./nodes.ts";
import { innerOf } from "./withheld.ts";

const PAGE_STYLE =
  "margin:0;height:100vh;overflow:hidden;display:grid;place-content:center;background:transparent";
const WORDS_STYLE =
  "margin:4px;padding:4px 8px;border-radius:4px;background:#fff;color:#374151;font:12px/1.4 system-ui,sans-serif;text-align:center;overflow-wrap:anywhere";
/** A host name has at most 253 characters; behind it stands the port. */
const MAX_SITE = 260;

interface Told {
  site: string;
  /** The document that says it. */
  doc: Document | null;
}

export class ForeignFrames {
  private readonly told = new Map<Element, Told>();

  /** @param shows whether the page of the other site is shown in a frame all the same. */
  constructor(
    private readonly nodes: NodeRegistry,
    private readonly shows: (frame: Element) => boolean,
  ) {}

  foreign(reader: TokenReader): void {
    const frame = this.nodes.element(reader.int());
    const site = reader.text().slice(0, MAX_SITE);
    if (!dom.isHtml(frame, "iframe")) return;
    const before = this.told.get(frame);
    if (site !== "") {
      if (before?.site !== site) this.told.set(frame, { site, doc: null });
      return;
    }
    this.told.delete(frame);
    // A document of the page may stand there by now.
    if (before !== undefined && innerOf(frame) === null && !this.shows(frame))
      openDocument(frame, DocumentMode.standards);
  }

  /** A frame does not show the page of the other site any more. */
  emptied(frame: HTMLIFrameElement): void {
    const told = this.told.get(frame);
    if (told === undefined) openDocument(frame, DocumentMode.standards);
    else told.doc = null;
  }

  /** All frames are in the document; those that were moved have lost what stood in them. */
  finishMessage(): void {
    for (const [frame, told] of this.told) {
      if (
        !dom.isHtml(frame, "iframe") ||
        this.nodes.idOf(frame) === null ||
        innerOf(frame) !== null
      )
        this.told.delete(frame);
      else if (this.shows(frame)) told.doc = frame.contentDocument;
      else if (dom.isConnected(frame) && (told.doc === null || told.doc !== frame.contentDocument))
        told.doc = say(
          frame,
          `This part belongs to another site (${told.site}) and cannot be shown`,
        );
    }
  }
}

function say(frame: HTMLIFrameElement, text: string): Document | null {
  const doc = openDocument(frame, DocumentMode.standards);
  if (doc === null) return null;
  const [root, page, words] = ["html", "body", "p"].map((name) =>
    dom.createElement(doc, HTML, name),
  ) as [HTMLElement, HTMLElement, HTMLElement];
  page.style.cssText = PAGE_STYLE;
  words.style.cssText = WORDS_STYLE;
  dom.append(words, dom.createText(doc, text));
  dom.append(page, words);
  dom.append(root, page);
  dom.append(doc, root);
  return doc;
}
