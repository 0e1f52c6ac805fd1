/** The documents of a page: its own, and those of its frames, which may come before their frame has a window. */
import { defineElement } from "./custom.ts";
import { openDocument } from "./document.ts";
import * as dom from "./dom.ts";
import type { NodeRegistry } from "./nodes.ts";
import { placeInDocument } from "./tree.ts";
import { innerOf, placeFor, setInner } from "./withheld.ts";

/** A document whose frame is not there yet: its nodes wait in a place without a window. */
interface Parked {
  id: number;
  place: Node;
  mode: number;
}

/** More names than a page defines; later ones are left out. */
const MAX_NAMES = 10_000;

export class Documents {
  private readonly parked = new Map<Element, Parked>();
  /** Windows that the page's custom elements are defined in. */
  private readonly views = new Set<dom.View>();
  /** Names of custom elements that are defined. */
  private readonly names = new Set<string>();

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly inert: Document,
    private readonly pageFrame: HTMLIFrameElement,
    /** A document is there and empty. */
    private readonly opened: (doc: Document) => void,
  ) {}

  /**
   * An empty place for a document's children, known by the document's id.
   * @param host id of the frame element, 0 for the page itself.
   * @returns null when the frame is not known.
   */
  begin(id: number, host: number, mode: number): Node | null {
    const frame = host === 0 ? this.pageFrame : this.nodes.element(host);
    if (frame === null) return null;
    const old = innerOf(frame);
    if (old !== null) this.nodes.forget(old);
    this.parked.delete(frame);
    const doc = this.open(frame, mode);
    const place = doc ?? placeFor(frame, this.inert);
    if (place !== doc) this.parked.set(frame, { id, place, mode });
    this.nodes.add(id, place);
    // The page's own frame is ours: its document stands in nothing.
    if (host !== 0) setInner(frame, place);
    return place;
  }

  /** Puts documents that waited into their frames, as far as these are there now. */
  settle(): void {
    for (const [frame, { id, place, mode }] of this.parked) {
      if (this.nodes.get(id) !== place) {
        this.parked.delete(frame);
        continue;
      }
      const doc = this.open(frame, mode);
      if (doc === null) continue;
      this.parked.delete(frame);
      this.nodes.add(id, doc);
      if (frame !== this.pageFrame) setInner(frame, doc);
      for (let child = dom.firstChildOf(place); child !== null; child = dom.firstChildOf(place))
        placeInDocument(this.nodes, doc, child, null);
    }
  }

  /** Those that have a window. */
  *withWindows(): Iterable<Document> {
    for (const view of this.views) if (!view.closed) yield view.document;
  }

  /** A custom element's name is defined from now on, in every document. */
  define(name: string): void {
    if (this.names.has(name) || this.names.size >= MAX_NAMES) return;
    this.names.add(name);
    for (const view of this.views) if (!view.closed) defineElement(view, name);
  }

  private open(frame: Element, mode: number): Document | null {
    if (!dom.isHtml(frame, "iframe") || !dom.isConnected(frame)) return null;
    const doc = openDocument(frame, mode);
    const view = doc === null ? null : dom.viewOf(doc);
    if (doc === null || view === null) return null;
    for (const other of this.views) if (other.closed) this.views.delete(other);
    this.views.add(view);
    for (const name of this.names) defineElement(view, name);
    this.opened(doc);
    return doc;
  }
}
