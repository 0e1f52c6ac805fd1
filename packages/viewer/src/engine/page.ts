/** One mirrored page: a frame without scripts, the documents in it, and everything that changes them. */
import { BadTokens, digest, type TokenReader } from "@userview/protocol/content";
import { Animations } from "./animations.ts";
import { Boxes } from "./boxes.ts";
import { Builder } from "./build.ts";
import { TreeChanges } from "./changes.ts";
import { Controls } from "./controls.ts";
import { CustomStates } from "./custom.ts";
import { Documents } from "./documents.ts";
import * as dom from "./dom.ts";
import { Fonts } from "./fonts.ts";
import { ForeignFrames } from "./foreign.ts";
import { type InnerPage, InsetPages } from "./insets.ts";
import { Layers } from "./layers.ts";
import { CannotShow, MAX_FRAMES, MAX_NODES, PageTooLarge } from "./limits.ts";
import { Maker } from "./maker.ts";
import { Media } from "./media.ts";
import { NodeRegistry } from "./nodes.ts";
import { operationsOf, type Parts } from "./operations.ts";
import { OwnSheets } from "./own-sheet.ts";
import { type Picker, Pickers } from "./pickers.ts";
import { Pictures } from "./pictures.ts";
import { offsetOf, type Point } from "./places.ts";
import { Scrolls } from "./scroll.ts";
import { Selections } from "./selection.ts";
import { Sheets } from "./sheets.ts";
import { VisitorStates } from "./state.ts";
import { Tempo } from "./tempo.ts";
import { type AssetBase, NOTHING } from "./urls.ts";
import { Visitor } from "./visitor.ts";
import { windowless } from "./withheld.ts";

/** What the visitor sees of the page's viewport when it is pinched larger. */
export interface VisualViewport {
  left: number;
  top: number;
  scale: number;
}

/** What a page tells of; coordinates in its own viewport. */
export interface PageListener {
  resized(width: number, height: number, visual: VisualViewport): void;
  moved(url: string): void;
  titled(title: string): void;
  /** The visitor's pointer moved, or clicked. */
  pointer(x: number, y: number, clicked: boolean): void;
  /** The visitor's browser shows a list or the like over the page; null: it does not any more. */
  picking(picker: Picker | null): void;
  /** An element turned out to show less than the visitor sees. */
  incomplete(): void;
}

/** A page in a frame, and one in a frame of that one. */
const MAX_DEPTH_OF_INSETS = 2;

/** Changes that could not be shown are written to the console so many times. */
const MAX_WARNINGS = 20;

/** A digest to compare when the message is done. */
interface Claim {
  first: number;
  count: number;
  hash: number;
}

export class Page implements InnerPage {
  readonly nodes = new NodeRegistry();
  /** Elements that show less than the visitor sees. */
  readonly incomplete = new Set<Element>();
  /** Whether a message said of the page what the mirror does not find. */
  diverged = false;

  private readonly maker: Maker;
  private readonly parts: Parts;
  private readonly tempo: Tempo;
  private readonly operations: ReturnType<typeof operationsOf>;
  private readonly frames = new Set<Element>();
  private claims: Claim[] = [];
  /** Time that was passed over and that nothing has been moved on by yet, milliseconds. */
  private passed = 0;
  private warnings = 0;
  private pace = 1;

  /**
   * @param frame stands in a document, and is the page's alone.
   * @param depth how many pages there are around this one, in whose frames it stands.
   */
  constructor(
    readonly frame: HTMLIFrameElement,
    private readonly assets: AssetBase,
    private readonly listener: PageListener,
    private readonly depth = 0,
  ) {
    const { nodes } = this;
    const insets = new InsetPages(nodes, {
      open: (inner) => this.openInset(inner),
      emptied: (inner) => this.parts.foreign.emptied(inner),
      lost: () => {
        this.diverged = true;
      },
    });
    const doc = () => this.doc;
    const inert = windowless();
    const own = new OwnSheets();
    const states = new VisitorStates(nodes, own, doc);
    const pickers = new Pickers(doc, (picker) => listener.picking(picker));
    this.maker = new Maker(assets, inert, (element) => this.unavailable(element));
    const documents = new Documents(nodes, inert, this.frame, (opened) => this.watch(opened));
    this.tempo = new Tempo(() => documents.withWindows());
    this.parts = {
      animations: new Animations(nodes, this.maker, this.tempo, () => this.catchUp()),
      boxes: new Boxes(nodes),
      builder: new Builder(nodes, this.maker, documents, inert, this),
      changes: new TreeChanges(nodes, this.maker, this),
      controls: new Controls(nodes, (control) => pickers.changed(control)),
      customStates: new CustomStates(nodes),
      documents,
      fonts: new Fonts(nodes, assets),
      foreign: new ForeignFrames(nodes, (inner) => insets.shows(inner)),
      insets,
      layers: new Layers(nodes, states),
      media: new Media(nodes, own, () => this.catchUp()),
      pictures: new Pictures(nodes, assets),
      scrolls: new Scrolls(nodes),
      selections: new Selections(nodes, own),
      sheets: new Sheets(nodes, this.maker, own, () => this.frame.contentWindow as dom.View | null),
      states,
      visitor: new Visitor(nodes, states, pickers, doc, (x, y, clicked) =>
        listener.pointer(x, y, clicked),
      ),
      page: {
        viewport: (reader) => this.viewport(reader),
        url: (reader) => listener.moved(reader.text()),
        title: (reader) => listener.titled(reader.text()),
        digest: (reader) => this.claim(reader),
        mediaFeatures: (reader) => this.mediaFeatures(reader),
      },
    };
    this.operations = operationsOf(this.parts);
  }

  /** The pages of other sites that it shows in frames. */
  get insets(): InsetPages {
    return this.parts.insets;
  }

  get doc(): Document | null {
    return this.frame.contentDocument;
  }

  /** True as soon as the page has a document of its own. */
  get begun(): boolean {
    return this.doc !== null && this.nodes.idOf(this.doc) !== null;
  }

  /**
   * Carries out a message.
   * @throws BadTokens
   * @throws PageTooLarge
   */
  apply(reader: TokenReader): void {
    this.maker.startMessage();
    while (!this.run(reader));
    this.finishMessage();
  }

  /** How quickly what moves by itself goes: times the ordinary pace, 0 holds it. */
  setPace(pace: number): void {
    this.pace = pace;
    this.tempo.setPace(pace);
    this.parts.media.setPace(pace);
    for (const page of this.insets) page.setPace(pace);
  }

  /** What began to move since goes at the pace, too. */
  followPace(): void {
    this.tempo.follow();
    for (const page of this.insets) page.followPace();
  }

  /** So many milliseconds of the page's time are passed over; `catchUp` moves on what moves by itself. */
  passOver(ms: number): void {
    this.passed += ms;
    for (const page of this.insets) page.passOver(ms);
  }

  /** What moves by itself is where it would be, had no time been passed over. */
  catchUp(): void {
    const { passed } = this;
    for (const page of this.insets) page.catchUp();
    if (passed === 0) return;
    this.passed = 0;
    this.tempo.advance(passed);
    this.parts.media.advance(passed);
  }

  /** Lets go of what it holds; the frame is the caller's. */
  close(): void {
    this.parts.insets.closeAll();
    this.parts.pictures.close();
  }

  made(element: Element, name: string): void {
    if (name === "link") this.parts.sheets.linkMade(element);
    else if (name === "video") this.parts.media.filmMade(element);
    else if (dom.isHtml(element, "canvas")) this.parts.pictures.clear(element);
    else if (dom.isHtml(element, "iframe")) this.frameMade(element);
  }

  takesAttribute(element: Element, name: string, value: string | null): boolean {
    return this.parts.layers.takesAttribute(element, name, value);
  }

  attributeChanged(element: Element, name: string): void {
    const { boxes, pictures, sheets } = this.parts;
    if (name === "disabled") sheets.linkChanged(element);
    else if (name === "style") boxes.keep(element);
    if (!dom.isHtml(element, "canvas")) return;
    // A new size empties a canvas, also when it is the old one.
    if (name === "width" || name === "height") pictures.clear(element);
    else if (name === "style") pictures.keep(element);
  }

  /** @throws PageTooLarge */
  private frameMade(made: Element): void {
    const { frames } = this;
    frames.add(made);
    if (frames.size <= MAX_FRAMES) return;
    for (const frame of frames) if (this.nodes.idOf(frame) === null) frames.delete(frame);
    if (frames.size > MAX_FRAMES)
      throw new PageTooLarge(`The page has more than ${MAX_FRAMES.toLocaleString("en")} frames`);
  }

  /** @returns false when there may be more: an op that the browser refused does not keep others from being carried out. */
  private run(reader: TokenReader): boolean {
    try {
      for (let op = reader.op(); op !== null; op = reader.op()) {
        const operation = this.operations[op];
        if (operation === undefined) throw new BadTokens(`expected an op, got ${op}`);
        operation(reader);
      }
      return true;
    } catch (error) {
      if (error instanceof BadTokens || error instanceof CannotShow) throw error;
      if (this.warnings++ < MAX_WARNINGS) console.warn("a change could not be shown", error);
      return false;
    }
  }

  /** Everything of the message is in the document: what waited for that is done now. */
  private finishMessage(): void {
    const { parts } = this;
    parts.builder.finishMessage();
    parts.documents.settle();
    parts.insets.finishMessage();
    parts.foreign.finishMessage();
    parts.fonts.finishMessage();
    parts.changes.finishMessage();
    parts.sheets.finishMessage();
    parts.media.finishMessage();
    parts.layers.finishMessage();
    parts.pictures.finishMessage();
    parts.animations.finishMessage();
    parts.scrolls.settle();
    for (const { first, count, hash } of this.claims)
      if (digest(this.nodes.idsFrom(first, count), this.nodes) !== hash) this.diverged = true;
    this.claims = [];
  }

  /** A page in a frame: what it says of places is meant within the frame. */
  private openInset(frame: HTMLIFrameElement): Page {
    if (this.depth >= MAX_DEPTH_OF_INSETS)
      throw new PageTooLarge("The page has pages of other sites nested too deep");
    const origin = (): Point => {
      const { doc } = this;
      const inner = frame.contentDocument;
      return doc === null || inner === null ? { x: 0, y: 0 } : offsetOf(inner, doc);
    };
    const { listener } = this;
    const page = new Page(
      frame,
      this.assets,
      {
        resized: () => {},
        moved: () => {},
        titled: () => {},
        pointer: (x, y, clicked) => {
          const { x: left, y: top } = origin();
          listener.pointer(left + x, top + y, clicked);
        },
        picking: (picker) => listener.picking(picker && movedBy(picker, origin())),
        incomplete: () => listener.incomplete(),
      },
      this.depth + 1,
    );
    page.setPace(this.pace);
    return page;
  }

  private unavailable(element: Element): void {
    this.incomplete.add(element);
    this.listener.incomplete();
  }

  /** What loads late moves what stands below it; what does not load leaves a gap that the agent must know of. */
  private watch(doc: Document): void {
    this.parts.fonts.opened(doc);
    const settle = () => this.parts.scrolls.settle();
    doc.addEventListener("load", settle, true);
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
    doc.fonts.addEventListener("loadingdone", settle);
  }

  private viewport(reader: TokenReader): void {
    const width = reader.number();
    const height = reader.number();
    const visual = { left: reader.number(), top: reader.number(), scale: reader.number() };
    this.listener.resized(width, height, visual);
  }

  private mediaFeatures(reader: TokenReader): void {
    const { features } = this.maker;
    features.set(reader.int());
    // In a frame the page around it says so, as it does in the visitor's browser.
    if (this.depth === 0) this.frame.style.colorScheme = features.scheme;
  }

  private claim(reader: TokenReader): void {
    this.claims.push({ first: reader.int(), count: reader.count(MAX_NODES), hash: reader.int() });
  }
}

function movedBy(picker: Picker, { x, y }: Point): Picker {
  const { kind, box } = picker;
  return { kind, box: { ...box, x: box.x + x, y: box.y + y } };
}
