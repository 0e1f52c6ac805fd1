/** Ops of pages of other sites in frames: each is a page of its own, built in the frame that stands for it. */
import { BadTokens, ReadStrings, TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import { CannotShow } from "./limits.ts";
import type { NodeRegistry } from "./nodes.ts";
import { innerOf } from "./withheld.ts";

/** Such pages in a page at any time. */
const MAX_INSETS = 16;
/** UTF-16 units of a message. */
const MAX_MESSAGE = 32 * 1024 * 1024;

interface Message {
  readonly text: string;
  readonly snapshot: boolean;
}

interface Inset {
  readonly number: number;
  readonly frame: HTMLIFrameElement;
  readonly strings: ReadStrings;
  parts: string[];
  units: number;
  /** Whole messages that are to be carried out when all of this one is in the document. */
  ready: Message[];
  page: InnerPage | null;
}

/** A page as those around it know it. */
export interface InnerPage {
  readonly doc: Document | null;
  /** True as soon as it has a document of its own. */
  readonly begun: boolean;
  readonly nodes: NodeRegistry;
  /** Elements that show less than the visitor sees. */
  readonly incomplete: Set<Element>;
  readonly insets: InsetPages;
  /** Whether a message said of the page what the mirror does not find. */
  diverged: boolean;
  /** @throws BadTokens or CannotShow */
  apply(reader: TokenReader): void;
  setPace(pace: number): void;
  followPace(): void;
  passOver(ms: number): void;
  catchUp(): void;
  close(): void;
}

/** What is told of pages in frames. */
export interface InsetListener {
  /** A page, empty, in a frame that is in the document. */
  open(frame: HTMLIFrameElement): InnerPage;
  /** Another page stands in a frame, or none any more. */
  emptied(frame: HTMLIFrameElement): void;
  /** The mirror has lost what a frame showed: only a fresh start brings it back. */
  lost(): void;
}

export class InsetPages {
  private readonly all = new Map<number, Inset>();

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly listener: InsetListener,
  ) {}

  inset(reader: TokenReader): void {
    const frame = this.nodes.element(reader.int());
    const number = reader.int();
    if (!dom.isHtml(frame, "iframe")) return;
    for (const other of this.all.values())
      if (other.number === number || other.frame === frame) this.close(other);
    if (this.all.size >= MAX_INSETS) return;
    const strings = new ReadStrings();
    this.all.set(number, { number, frame, strings, parts: [], units: 0, ready: [], page: null });
  }

  text(reader: TokenReader): void {
    const inset = this.all.get(reader.int());
    const text = reader.text();
    if (inset === undefined) return;
    inset.units += text.length;
    if (inset.units > MAX_MESSAGE) this.end(inset);
    else inset.parts.push(text);
  }

  message(reader: TokenReader): void {
    const inset = this.all.get(reader.int());
    const snapshot = reader.int() === 1;
    if (inset === undefined) return;
    inset.ready.push({ text: inset.parts.join(""), snapshot });
    inset.parts = [];
    inset.units = 0;
  }

  insetEnd(reader: TokenReader): void {
    const inset = this.all.get(reader.int());
    if (inset !== undefined) this.end(inset);
  }

  /** Whether a page of another site is shown in a frame. */
  shows(frame: Element): boolean {
    for (const inset of this.all.values())
      if (inset.frame === frame && inset.page !== null) return true;
    return false;
  }

  /** Those that are shown in frames of this page itself. */
  *[Symbol.iterator](): Generator<InnerPage> {
    for (const { page } of this.all.values()) if (page !== null) yield page;
  }

  /** The same with those in their frames. */
  *deep(): Generator<InnerPage> {
    for (const page of this) {
      yield page;
      yield* page.insets.deep();
    }
  }

  /** Whether all that are on their way have come. */
  get isWhole(): boolean {
    for (const { page } of this.all.values()) if (!page?.insets.isWhole) return false;
    return true;
  }

  /** Whose node this is, the innermost; null when it is of none of them. */
  ownerOf(node: Node): { page: InnerPage; number: number } | null {
    for (const { number, page } of this.all.values())
      if (page !== null && standsIn(page, node))
        return page.insets.ownerOf(node) ?? { page, number };
    return null;
  }

  /** The page of this number; null when it is not shown. */
  withNumber(number: number): InnerPage | null {
    for (const inset of this.all.values()) {
      const found = inset.number === number ? inset.page : inset.page?.insets.withNumber(number);
      if (found) return found;
    }
    return null;
  }

  /** All frames are in the document: what came for the pages in them is carried out. */
  finishMessage(): void {
    for (const inset of [...this.all.values()]) {
      const { frame, page } = inset;
      // It is gone, or the page around has a document of its own there now.
      if (this.nodes.idOf(frame) === null || innerOf(frame) !== null) this.close(inset);
      else if (page !== null && !page.begun) {
        // A frame that is moved begins anew.
        this.end(inset);
        this.listener.lost();
      } else this.carryOut(inset);
    }
  }

  closeAll(): void {
    for (const inset of [...this.all.values()]) this.close(inset);
  }

  private carryOut(inset: Inset): void {
    const { ready } = inset;
    inset.ready = [];
    try {
      for (const { text, snapshot } of ready) this.apply(inset, text, snapshot);
    } catch (error) {
      // What one site's page says wrong takes nothing away from the page around it.
      if (!(error instanceof BadTokens || error instanceof CannotShow)) throw error;
      console.warn("a page in a frame could not be shown", error);
      this.end(inset);
    }
  }

  /** @throws BadTokens or CannotShow */
  private apply(inset: Inset, text: string, snapshot: boolean): void {
    if (snapshot) {
      inset.page?.close();
      inset.page = this.listener.open(inset.frame);
      inset.strings.reset();
    }
    const { page } = inset;
    if (page === null) throw new BadTokens("expected a snapshot first, got changes");
    page.apply(new TokenReader(text, inset.strings));
    if (!page.begun) throw new BadTokens("expected a document in a snapshot, got none");
    if (!page.diverged) return;
    page.diverged = false;
    this.listener.lost();
  }

  /** The page is not shown any more, and nothing stands in its place. */
  private end(inset: Inset): void {
    const shown = inset.page !== null;
    this.close(inset);
    if (shown && this.nodes.idOf(inset.frame) !== null && innerOf(inset.frame) === null)
      this.listener.emptied(inset.frame);
  }

  private close(inset: Inset): void {
    this.all.delete(inset.number);
    inset.page?.close();
    inset.page = null;
  }
}

/** Whether a node stands in a page, or in anything in its frames. */
function standsIn({ doc }: InnerPage, node: Node): boolean {
  let at = dom.isDocument(node) ? node : dom.documentOf(node);
  while (at !== null && at !== doc) {
    const frame: Element | null = dom.viewOf(at)?.frameElement ?? null;
    at = frame === null ? null : dom.documentOf(frame);
  }
  return at !== null;
}
