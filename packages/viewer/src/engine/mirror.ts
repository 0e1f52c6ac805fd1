/** Shows one page after another. Each is built out of sight, and comes into view when its pictures and fonts are there. */
import { BadTokens, ReadStrings, TokenReader } from "@userview/protocol/content";
import { Backstage } from "./backstage.ts";
import { type Box, boxesOf, boxOf, cursorAt, shownOf, type Target, targetAt } from "./describe.ts";
import { createFrame } from "./document.ts";
import * as dom from "./dom.ts";
import { Diverged, PageTooLarge } from "./limits.ts";
import { Page, type VisualViewport } from "./page.ts";
import type { Picker } from "./pickers.ts";
import type { Point } from "./places.ts";

/** How long a page may be waited for while its pictures and fonts load: no flash, and no noticeable delay. */
const HANDOVER_MS = 150;
const LOOK_EVERY_MS = 16;
const MAX_SIDE = 20_000;

/** The visitor's viewport, CSS pixels, scroll bars included. */
export interface Size {
  width: number;
  height: number;
}

export interface MirrorListener {
  /** A page is in view, or the one in view changed its size. */
  shown(size: Size): void;
  /** The page told its address. */
  moved(url: string): void;
  /** The visitor sees a part of the page larger, or all of it again. */
  zoomed(visual: VisualViewport): void;
  /** The visitor's pointer moved or clicked, in the page's viewport. */
  pointer(x: number, y: number, clicked: boolean): void;
  /** The visitor's browser shows a list or the like over the page; null: it does not any more. */
  picking(picker: Picker | null): void;
  /** Something changed: what is drawn over the page may have to move. */
  changed(): void;
}

interface Shown {
  page: Page;
  size: Size;
  visual: VisualViewport;
}

const UNZOOMED: VisualViewport = { left: 0, top: 0, scale: 1 };

export class Mirror {
  private inView: Shown | null = null;
  /** The page that changes are for; not yet in view while its pictures load. */
  private current: Shown | null = null;
  private handover: ReturnType<typeof setTimeout> | undefined;
  private readonly backstage: Backstage;
  private assets = "";
  private size: Size = { width: 0, height: 0 };
  private readonly strings = new ReadStrings();
  /** Pages are built out of sight until they are let go. */
  private held = false;
  private pace = 1;

  constructor(
    private readonly host: HTMLElement,
    private readonly listener: MirrorListener,
  ) {
    this.backstage = new Backstage(host);
  }

  /** Where pictures and fonts are: an absolute URL that ends with `/`. */
  useAssets(base: string): void {
    this.assets = base;
  }

  /**
   * Carries out a message of page content, format 2.
   * @param snapshot it begins a page; otherwise it changes the one that is there.
   * @throws BadTokens when it is none, or changes come before a snapshot.
   * @throws PageTooLarge when the page is more than can be shown; nothing is shown then.
   * @throws Diverged when it was carried out, but the page is another than the mirror now.
   */
  apply(text: string, snapshot: boolean): void {
    try {
      if (snapshot) this.begin(text);
      else this.change(text);
    } catch (error) {
      if (error instanceof PageTooLarge) this.clear();
      throw error;
    }
    this.listener.changed();
    if (this.current?.page.diverged !== true) return;
    this.current.page.diverged = false;
    throw new Diverged("the mirror is not the page any more");
  }

  /** Shows nothing, at once. */
  clear(): void {
    clearTimeout(this.handover);
    remove(this.current?.page);
    remove(this.inView?.page);
    this.current = null;
    this.inView = null;
  }

  /** From now on a new page stays out of sight, with all changes of it, until `release`. */
  hold(): void {
    this.held = true;
    clearTimeout(this.handover);
  }

  /** The page that changes are for comes into view. */
  release(): void {
    this.held = false;
    if (this.current === null || this.settled) return;
    this.bringForward(this.current.page, performance.now() + HANDOVER_MS);
  }

  /** True when the page that changes are for is in view. */
  get settled(): boolean {
    return this.current === this.inView;
  }

  /** How quickly what moves by itself goes: times the ordinary pace, 0 holds it. */
  setPace(pace: number): void {
    this.pace = pace;
    this.current?.page.setPace(pace);
    if (!this.settled) this.inView?.page.setPace(pace);
  }

  /** What began to move since goes at the pace, too. */
  followPace(): void {
    this.current?.page.followPace();
  }

  /** So many milliseconds of the page's time are passed over. */
  passOver(ms: number): void {
    this.current?.page.passOver(ms);
  }

  /** What moves by itself is where it would be, had no time been passed over. */
  catchUp(): void {
    this.current?.page.catchUp();
  }

  get hasPage(): boolean {
    return this.current !== null;
  }

  /** @param inset the page in a frame, or null for the page itself, that is meant whatever lies there; left out, what lies there says it. */
  targetAt(point: Point, inset?: number | null): Target | null {
    const page = this.current?.page;
    return page ? targetAt(page, point, inset) : null;
  }

  /** Where an element of the page that is shown is in its viewport, null when it is not there; of no element: the window. */
  boxOf(node: number | null, inset: number | null): Box | null {
    const page = this.inView?.page;
    return page ? boxOf(page, node, inset) : null;
  }

  /** How much of an element panes and frames let see, null for nothing. */
  shownOf(node: number | null, inset: number | null): Box | null {
    const page = this.inView?.page;
    return page ? shownOf(page, node, inset) : null;
  }

  /** The mouse cursor that the page wants at a point, as CSS says it. */
  cursorAt(point: Point): string {
    const doc = this.current?.page.doc;
    return doc ? cursorAt(doc, point) : "";
  }

  /** Where the mirror shows less than the visitor sees. */
  gaps(): Box[] {
    const page = this.inView?.page;
    const doc = page?.doc;
    if (!page || !doc) return [];
    return [page, ...page.insets.deep()].flatMap(({ incomplete }) => boxesOf(doc, incomplete));
  }

  private change(text: string): void {
    if (this.current === null) throw new BadTokens("expected a snapshot first, got changes");
    this.current.page.apply(new TokenReader(text, this.strings));
  }

  private begin(text: string): void {
    if (this.current !== null && this.current !== this.inView) remove(this.current.page);
    clearTimeout(this.handover);
    this.listener.picking(null);
    const waits = this.backstage.works;
    const frame = createFrame(this.host.ownerDocument);
    (waits ? this.backstage.root : this.host).append(frame);
    const page = new Page(frame, this.assets, {
      titled: (title) => frame.setAttribute("title", title),
      resized: (width, height, visual) => this.resize(width, height, visual),
      moved: (url) => this.listener.moved(url),
      pointer: (x, y, clicked) => this.listener.pointer(x, y, clicked),
      picking: (picker) => this.listener.picking(picker),
      incomplete: () => this.listener.changed(),
    });
    page.setPace(this.pace);
    this.current = { page, size: this.size, visual: UNZOOMED };
    fit(page.frame, this.size);
    this.strings.reset();
    try {
      page.apply(new TokenReader(text, this.strings));
      if (!page.begun) throw new BadTokens("expected a document in a snapshot, got none");
    } catch (error) {
      remove(page);
      this.current = this.inView;
      throw error;
    }
    if (!this.held) this.bringForward(page, performance.now() + (waits ? HANDOVER_MS : 0));
  }

  /** Waits for pictures and fonts, or the deadline. */
  private bringForward(page: Page, deadline: number): void {
    clearTimeout(this.handover);
    if (performance.now() < deadline && !(page.insets.isWhole && isLoaded(page))) {
      this.handover = setTimeout(() => this.bringForward(page, deadline), LOOK_EVERY_MS);
      return;
    }
    remove(this.inView?.page);
    this.backstage.release(page.frame);
    this.inView = this.current;
    this.listener.shown(this.size);
    this.listener.zoomed(this.current?.visual ?? UNZOOMED);
    this.listener.changed();
  }

  private resize(width: number, height: number, visual: VisualViewport): void {
    this.size = { width: side(width), height: side(height) };
    if (this.current === null) return;
    this.current.size = this.size;
    this.current.visual = visual;
    fit(this.current.page.frame, this.size);
    if (this.current !== this.inView) return;
    this.listener.shown(this.size);
    this.listener.zoomed(visual);
  }
}

function remove(page: Page | undefined): void {
  page?.close();
  page?.frame.remove();
}

function isLoaded(page: Page): boolean {
  return [page, ...page.insets.deep()].every(({ doc }) => doc === null || isComplete(doc));
}

function isComplete(doc: Document): boolean {
  // Which fonts a page needs is known when it has been laid out, and this lays it out.
  void dom.viewOf(doc)?.scrollY;
  return doc.fonts.status === "loaded" && Array.from(doc.images).every((image) => image.complete);
}

function fit(frame: HTMLIFrameElement, { width, height }: Size): void {
  frame.style.width = `${width}px`;
  frame.style.height = `${height}px`;
}

function side(length: number): number {
  return Math.min(MAX_SIDE, Math.max(0, Math.round(length)));
}
