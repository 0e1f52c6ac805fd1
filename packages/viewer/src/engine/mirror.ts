/** Shows one page after another. A page that replaces another is built out of sight and takes its place when its pictures are there. */
import { Backstage } from "./backstage.ts";
import {
  type Box,
  boxesOf,
  cursorAt,
  type Pane,
  paneAt,
  type Target,
  targetAt,
} from "./describe.ts";
import { EventKind } from "./format.ts";
import { BadContent, PageTooLarge } from "./limits.ts";
import { Page } from "./page.ts";
import type { Point } from "./places.ts";
import { asFields, asNumber, asText, type Fields } from "./read.ts";

/** How long an old page may stay while the pictures of the new one load: no flash, and no noticeable delay. */
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
  /** The visitor's pointer moved or clicked, in the page's viewport. */
  pointer(x: number, y: number, clicked: boolean): void;
  /** Something changed: what is drawn over the page may have to move. */
  changed(): void;
}

interface Shown {
  page: Page;
  size: Size;
}

export class Mirror {
  private inView: Shown | null = null;
  /** The page that changes are for; not yet in view while its pictures load. */
  private current: Shown | null = null;
  private handover: ReturnType<typeof setTimeout> | undefined;
  private readonly backstage: Backstage;
  private assets = "";
  private size: Size = { width: 0, height: 0 };

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
   * Carries out a message: a JSON array of events.
   * @throws BadContent when it is none, or changes come before a snapshot.
   * @throws PageTooLarge when the page is more than can be shown; nothing is shown then.
   */
  apply(text: string): void {
    const events = parse(text);
    this.current?.page.startMessage();
    try {
      for (const event of events) this.event(event);
      this.current?.page.finishMessage();
    } catch (error) {
      if (error instanceof PageTooLarge) this.clear();
      throw error;
    }
    this.listener.changed();
  }

  /** Shows nothing, at once. */
  clear(): void {
    clearTimeout(this.handover);
    this.current?.page.close();
    this.inView?.page.close();
    this.current = null;
    this.inView = null;
  }

  get hasPage(): boolean {
    return this.current !== null;
  }

  targetAt(point: Point): Target | null {
    const doc = this.current?.page.doc;
    return this.current && doc ? targetAt(doc, this.current.page.nodes, point) : null;
  }

  paneAt(point: Point, dx: number, dy: number): Pane | null {
    const doc = this.current?.page.doc;
    return this.current && doc ? paneAt(doc, this.current.page.nodes, point, dx, dy) : null;
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
    return page && doc ? boxesOf(doc, page.incomplete) : [];
  }

  private event(event: Fields): void {
    const data = asFields(event["data"]) ?? {};
    if (event["type"] === EventKind.snapshot) {
      this.show(data);
    } else if (event["type"] === EventKind.change) {
      if (this.current === null) throw new BadContent("expected a snapshot first, got a change");
      this.change(this.current.page, data, asNumber(event["timestamp"]) ?? 0);
    } else if (event["type"] === EventKind.meta) {
      // The size of the page that comes next; the one in view keeps its own until then.
      this.size = sizeOf(asNumber(data["width"]) ?? 0, asNumber(data["height"]) ?? 0);
      const url = asText(data["href"]);
      if (url !== null) this.listener.moved(url);
    }
  }

  private change(page: Page, data: Fields, at: number): void {
    try {
      page.change(data, at);
    } catch (error) {
      if (error instanceof PageTooLarge) throw error;
      console.warn("a change of the page could not be shown", error);
    }
  }

  private show(data: Fields): void {
    const node = asFields(data["node"]);
    if (node === null) throw new BadContent("expected a snapshot with a node, got none");
    if (this.current !== null && this.current !== this.inView) this.current.page.close();
    const replaces = this.inView !== null && this.backstage.works;
    const page = new Page(replaces ? this.backstage.root : this.host, this.assets, {
      resized: (width, height) => this.resize(width, height),
      pointer: (x, y, clicked) => this.listener.pointer(x, y, clicked),
      incomplete: () => this.listener.changed(),
    });
    this.current = { page, size: this.size };
    fit(page.frame, this.size);
    const offset = asFields(data["initialOffset"]);
    page.build(node, asNumber(offset?.["left"]) ?? 0, asNumber(offset?.["top"]) ?? 0);
    this.bringForward(page, performance.now() + (replaces ? HANDOVER_MS : 0));
  }

  /** Waits for pictures and fonts, or the deadline. */
  private bringForward(page: Page, deadline: number): void {
    clearTimeout(this.handover);
    if (performance.now() < deadline && !isLoaded(page.doc)) {
      this.handover = setTimeout(() => this.bringForward(page, deadline), LOOK_EVERY_MS);
      return;
    }
    this.inView?.page.close();
    this.backstage.release(page.frame);
    this.inView = this.current;
    this.listener.shown(this.size);
    this.listener.changed();
  }

  private resize(width: number, height: number): void {
    this.size = sizeOf(width, height);
    if (this.current === null) return;
    this.current.size = this.size;
    fit(this.current.page.frame, this.size);
    if (this.current === this.inView) this.listener.shown(this.size);
  }
}

function parse(text: string): Fields[] {
  let events: unknown;
  try {
    events = JSON.parse(text);
  } catch {
    throw new BadContent("expected a JSON array of events, got something else");
  }
  if (!Array.isArray(events))
    throw new BadContent(`expected an array of events, got ${typeof events}`);
  return events.map((event) => {
    const fields = asFields(event);
    if (fields === null) throw new BadContent(`expected an event, got ${typeof event}`);
    return fields;
  });
}

function isLoaded(doc: Document | null): boolean {
  if (doc === null) return true;
  return doc.fonts.status === "loaded" && Array.from(doc.images).every((image) => image.complete);
}

function fit(frame: HTMLIFrameElement, { width, height }: Size): void {
  frame.style.width = `${width}px`;
  frame.style.height = `${height}px`;
}

function sizeOf(width: number, height: number): Size {
  return { width: side(width), height: side(height) };
}

function side(length: number): number {
  return Math.min(MAX_SIDE, Math.max(0, Math.round(length)));
}
