/** One mirrored page: a frame without scripts, the document in it, and everything that changes it. */
import { Builder, type BuildListener, defineElement } from "./build.ts";
import { Canvases } from "./canvas.ts";
import { applyInput, applyMedia, openDialog, restoreMedia } from "./controls.ts";
import { createFrame, openDocument } from "./document.ts";
import * as dom from "./dom.ts";
import { addFont } from "./fonts.ts";
import { Interaction, Source } from "./format.ts";
import { Mutations } from "./mutations.ts";
import { NodeRegistry } from "./nodes.ts";
import { OwnSheets } from "./own-sheet.ts";
import { offsetOf } from "./places.ts";
import { asFields, asId, asList, asNumber, asText, type Fields } from "./read.ts";
import { Scrolls } from "./scroll.ts";
import { Selections } from "./selection.ts";
import { Sheets } from "./sheets.ts";
import { VisitorStates } from "./state.ts";
import { type AssetBase, NOTHING } from "./urls.ts";

/** What a page tells of; coordinates in its own viewport. */
export interface PageListener {
  resized(width: number, height: number): void;
  /** The visitor's pointer moved, or clicked. */
  pointer(x: number, y: number, clicked: boolean): void;
  /** An element turned out to show less than the visitor sees. */
  incomplete(): void;
}

/** Documents that came before their frame; more than a page sends at once are dropped. */
const MAX_EARLY_DOCUMENTS = 100;
/** What is drawn as a click. */
const CLICKS: ReadonlySet<unknown> = new Set([
  Interaction.click,
  Interaction.contextMenu,
  Interaction.touchEnd,
]);
const COVERED = "repeating-linear-gradient(135deg, #d1d5db 0 6px, #e5e7eb 6px 12px)";

export class Page implements BuildListener {
  readonly frame: HTMLIFrameElement;
  readonly nodes = new NodeRegistry();
  /** Elements that show less than the visitor sees. */
  readonly incomplete = new Set<Element>();

  private readonly builder: Builder;
  private readonly mutations: Mutations;
  private readonly sheets: Sheets;
  private readonly scrolls = new Scrolls(this.nodes);
  private readonly own = new OwnSheets();
  private readonly selections = new Selections(this.nodes, this.own);
  private readonly states = new VisitorStates(() => this.doc);
  private readonly canvases: Canvases;
  private readonly earlyDocuments = new Map<number, Fields>();
  /** What waits until the elements of the message stand in the document. */
  private readonly waiting: (() => void)[] = [];

  private readonly changes = new Map<
    unknown,
    (data: Fields, target: Node | undefined, at: number) => void
  >([
    [Source.mutation, (data) => this.mutations.apply(data)],
    [Source.mouseMove, (data) => this.hover(data)],
    [Source.touchMove, (data) => this.pointAtLast(data)],
    [Source.drag, (data) => this.pointAtLast(data)],
    [Source.mouseInteraction, (data, target, at) => this.interact(data, target, at)],
    [Source.scroll, (data) => this.scroll(data)],
    [Source.viewport, (data) => this.resize(data)],
    [Source.input, (data, target) => target && applyInput(target, data)],
    [Source.media, (data, target) => applyMedia(target, data)],
    [Source.styleRule, (data) => this.sheets.changeRules(data)],
    [Source.styleDeclaration, (data) => this.sheets.changeDeclaration(data)],
    [Source.adoptedSheets, (data) => this.sheets.adopt(data)],
    [Source.font, (data) => this.addFont(data)],
    [Source.selection, (data) => this.selections.show(data)],
    [Source.customElement, (data) => this.define(data)],
  ]);

  constructor(
    parent: HTMLElement | ShadowRoot,
    private readonly assets: AssetBase,
    private readonly listener: PageListener,
  ) {
    this.frame = createFrame(parent.ownerDocument);
    parent.append(this.frame);
    this.builder = new Builder(this.nodes, assets, this);
    this.mutations = new Mutations(
      this.nodes,
      this.builder,
      (id, page) => this.attach(id, page),
      (element, names, state) => {
        if (dom.isHtml(element, "canvas")) this.canvasChanged(element, names);
        this.applyState(element, state);
      },
    );
    this.sheets = new Sheets(this.nodes, this.builder);
    this.canvases = new Canvases(assets);
  }

  get doc(): Document | null {
    return this.frame.contentDocument;
  }

  /** Limits that hold for one message begin anew. */
  startMessage(): void {
    this.builder.startMessage();
  }

  /** Builds a snapshot. @throws PageTooLarge */
  build(page: Fields, left: number, top: number): void {
    const doc = openDocument(this.frame, page);
    if (doc === null) return;
    this.watch(doc);
    this.builder.fill(doc, page);
    const id = asId(page["id"]);
    if (id !== null) this.scrolls.set(id, left, top);
    this.finishMessage();
  }

  /**
   * Carries out one change; kinds that are not known here change nothing that is shown.
   * @param at when it was on the page's clock, milliseconds.
   * @throws PageTooLarge
   */
  change(data: Fields, at: number): void {
    this.changes.get(data["source"])?.(data, this.nodes.get(asId(data["id"]) ?? 0), at);
  }

  /** Everything of the message is in the document: what waited for that is done now. */
  finishMessage(): void {
    for (const task of this.waiting.splice(0)) task();
    this.scrolls.settle();
  }

  close(): void {
    this.frame.remove();
  }

  unavailable(element: Element): void {
    this.incomplete.add(element);
    this.listener.incomplete();
  }

  built(element: Element, id: number, state: Fields): void {
    const left = asNumber(state["rr_scrollLeft"]);
    const top = asNumber(state["rr_scrollTop"]);
    if (left !== null || top !== null) this.scrolls.set(id, left ?? 0, top ?? 0);
    if (dom.isHtml(element, "canvas")) this.canvases.clear(element);
    this.applyState(element, state);
    if (!dom.isHtml(element, "iframe")) return;
    if ("rr_src" in state) this.unavailable(element);
    this.waiting.push(() => this.attachEarly(id));
  }

  private canvasChanged(canvas: HTMLCanvasElement, names: readonly string[]): void {
    // A new size empties a canvas, also when it is the old one.
    if (names.includes("width") || names.includes("height")) this.canvases.clear(canvas);
    else this.canvases.keep(canvas);
  }

  private applyState(element: Element, state: Fields): void {
    if ("rr_width" in state) holdSize(element, state["rr_width"], state["rr_height"]);
    const picture = asText(state["rr_dataURL"]);
    if (picture !== null && dom.isHtml(element, "canvas")) this.canvases.show(element, picture);
    else if (picture !== null) this.builder.setAttribute(element, "src", picture);
    if ("rr_indeterminate" in state && dom.isHtml(element, "input")) element.indeterminate = true;
    if ("rr_open_mode" in state)
      this.waiting.push(() => openDialog(element, state["rr_open_mode"]));
    if ("rr_mediaState" in state) this.waiting.push(() => restoreMedia(element, state));
  }

  /** Fills a nested frame, or keeps the document until the frame is there. */
  private attach(frameId: number, page: Fields): void {
    const frame = this.nodes.get(frameId);
    if (!dom.isHtml(frame, "iframe") || !frame.isConnected) {
      if (this.earlyDocuments.size < MAX_EARLY_DOCUMENTS) this.earlyDocuments.set(frameId, page);
      return;
    }
    if (frame.contentDocument !== null) this.nodes.forget(frame.contentDocument);
    const doc = openDocument(frame, page);
    if (doc === null) return;
    this.incomplete.delete(frame);
    this.watch(doc);
    this.builder.fill(doc, page);
  }

  private attachEarly(frameId: number): void {
    const page = this.earlyDocuments.get(frameId);
    if (page === undefined) return;
    this.earlyDocuments.delete(frameId);
    this.attach(frameId, page);
  }

  /** What loads late moves what stands below it; what does not load leaves a gap that the agent must know of. */
  private watch(doc: Document): void {
    doc.addEventListener("load", () => this.scrolls.settle(), true);
    doc.addEventListener(
      "error",
      ({ target }) => {
        const element = target as Node | null;
        // Where the page's own picture is broken nothing is missing.
        if (dom.isElement(element) && dom.attributeOf(element, "src") !== NOTHING) {
          this.unavailable(element);
        }
      },
      true,
    );
    doc.fonts.addEventListener("loadingdone", () => this.scrolls.settle());
  }

  private interact(data: Fields, target: Node | undefined, at: number): void {
    const { type } = data;
    if (type === Interaction.focus) {
      this.states.focus(target, at, data["focusVisible"]);
      if (target !== undefined) this.own.ensure(target);
    } else if (type === Interaction.blur) {
      this.states.blur();
    } else {
      if (type === Interaction.mouseDown || type === Interaction.mouseUp) {
        this.states.press(type === Interaction.mouseDown);
      }
      if (type === Interaction.click) this.states.click(at);
      this.point(data, CLICKS.has(type));
    }
  }

  private hover(data: Fields): void {
    const over = this.pointAtLast(data);
    if (dom.isHtml(over, "input")) this.own.ensure(over);
    this.states.hover(over);
  }

  /** @returns what the pointer is over. */
  private pointAtLast(data: Fields): Node | undefined {
    const last = asFields(asList(data["positions"]).at(-1)) ?? {};
    this.point(last, false);
    return this.nodes.get(asId(last["id"]) ?? 0);
  }

  /** Where the pointer is may not be known yet, only what it is over. */
  private point(data: Fields, clicked: boolean): void {
    const x = asNumber(data["x"]);
    const y = asNumber(data["y"]);
    const node = this.nodes.get(asId(data["id"]) ?? 0);
    if (x === null || y === null || this.doc === null) return;
    const offset = node === undefined ? { x: 0, y: 0 } : offsetOf(node, this.doc);
    this.listener.pointer(x + offset.x, y + offset.y, clicked);
  }

  private scroll(data: Fields): void {
    this.scrolls.set(asId(data["id"]) ?? 0, asNumber(data["x"]) ?? 0, asNumber(data["y"]) ?? 0);
  }

  private resize(data: Fields): void {
    this.listener.resized(asNumber(data["width"]) ?? 0, asNumber(data["height"]) ?? 0);
  }

  private define(data: Fields): void {
    const name = asText(asFields(data["define"])?.["name"]);
    if (name !== null && this.doc !== null) defineElement(this.doc, name);
  }

  private addFont(data: Fields): void {
    if (this.doc !== null) addFont(this.doc, data, (css) => this.builder.css(css), this.assets);
  }
}

/** A box whose content is kept from agents: as large as in the page, and seen to be covered. Null gives it back. */
function holdSize(element: Element, width: unknown, height: unknown): void {
  const style = dom.styleOf(element);
  if (style === null) return;
  const held = isPixels(width) && isPixels(height);
  style.setProperty("box-sizing", held ? "border-box" : "");
  style.setProperty("width", held ? width : "");
  style.setProperty("height", held ? height : "");
  if (!dom.isHtml(element, "img")) style.setProperty("background", held ? COVERED : "");
}

function isPixels(length: unknown): length is string {
  return typeof length === "string" && /^[\d.]+px$/.test(length);
}
