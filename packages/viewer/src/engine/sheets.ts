/**
 * Ops of style sheets: those of `style` and `link` elements, and those that scripts constructed.
 *
 * A `style` element holds its sheet's rules as the one text that is really in it, so that it lives as the page's does: a sheet
 * begins anew when its element moves. What the page has as text in it is kept from view.
 */
import type { TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import { CannotShow } from "./limits.ts";
import type { Maker } from "./maker.ts";
import type { NodeRegistry } from "./nodes.ts";
import type { OwnSheets } from "./own-sheet.ts";

/** More sheets than a page constructs; later ones are left out. */
const MAX_CONSTRUCTED = 20_000;
/** More sheets than a tree adopts. */
const MAX_ADOPTED = 10_000;
/** More rules than a sheet has. */
const MAX_RULES = 1_000_000;
/** Stands for a rule that this browser does not take, so that the others keep their places. */
const NO_RULE = "@media not all {}";

/** A sheet that a script constructed; it belongs to one window, as soon as that is known. */
interface Constructed {
  media: string;
  text: string;
  disabled: boolean;
  live: CSSStyleSheet | null;
  view: dom.View | null;
}

export class Sheets {
  private readonly constructed = new Map<number, Constructed>();
  /** What trees want to adopt, by the id that named the tree, until they have a window. */
  private readonly unsettled = new Map<number, readonly number[]>();
  /** Media and disabledness of elements' sheets, set when the message is done: their elements are connected then. */
  private readonly waiting: (() => void)[] = [];
  /** `style` elements that are a `link` in the page. */
  private readonly links = new WeakSet<Element>();

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly maker: Maker,
    private readonly own: OwnSheets,
    /** The window of the page itself. */
    private readonly view: () => dom.View | null,
  ) {}

  /** A `link` of the page was made. */
  linkMade(style: Element): void {
    this.links.add(style);
    if (dom.attributeOf(style, "disabled") !== null) this.linkChanged(style);
  }

  /** The attribute that disables a link, and does nothing in a `style` element, was made or changed. */
  linkChanged(style: Element): void {
    if (!this.links.has(style) || !dom.isStyle(style)) return;
    this.waiting.push(() => {
      if (style.sheet !== null) style.sheet.disabled = dom.attributeOf(style, "disabled") !== null;
    });
  }

  sheet(reader: TokenReader): void {
    const id = reader.int();
    const media = this.maker.features.answer(reader.text());
    const text = this.maker.css(reader.text());
    const owner = this.nodes.get(id);
    if (dom.isStyle(owner)) {
      setStyleText(owner, text);
      this.waiting.push(() => setMedia(owner.sheet, media));
      if (dom.attributeOf(owner, "disabled") !== null) this.linkChanged(owner);
    } else if (owner === undefined) {
      this.construct(id, media, text);
    }
  }

  insertRule(reader: TokenReader): void {
    const id = reader.int();
    const index = reader.count(MAX_RULES);
    const text = this.maker.css(reader.text());
    this.change(id, (sheet) => insert(sheet, index, text));
  }

  deleteRule(reader: TokenReader): void {
    const id = reader.int();
    const index = reader.count(MAX_RULES);
    this.change(id, (sheet) => remove(sheet, index));
  }

  replaceRule(reader: TokenReader): void {
    const id = reader.int();
    const index = reader.count(MAX_RULES);
    const text = this.maker.css(reader.text());
    this.change(id, (sheet) => {
      remove(sheet, index);
      insert(sheet, index, text);
    });
  }

  disableSheet(reader: TokenReader): void {
    const id = reader.int();
    const disabled = reader.int() !== 0;
    const constructed = this.constructed.get(id);
    if (constructed !== undefined) constructed.disabled = disabled;
    if (constructed?.live) constructed.live.disabled = disabled;
    const owner = this.nodes.get(id);
    if (!dom.isStyle(owner)) return;
    this.waiting.push(() => {
      if (owner.sheet !== null) owner.sheet.disabled = disabled;
    });
  }

  forgetSheet(reader: TokenReader): void {
    this.constructed.delete(reader.int());
  }

  adopt(reader: TokenReader): void {
    const id = reader.int();
    const sheets: number[] = [];
    for (let count = reader.count(MAX_ADOPTED); count > 0; count--) sheets.push(reader.int());
    if (this.nodes.get(id) !== undefined) this.unsettled.set(id, sheets);
  }

  /** All of the message is in the document. */
  finishMessage(): void {
    for (const task of this.waiting.splice(0)) task();
    for (const [id, sheets] of this.unsettled)
      if (this.settle(this.nodes.get(id), sheets)) this.unsettled.delete(id);
  }

  /** @returns false when the tree has no window yet. */
  private settle(node: Node | undefined, wanted: readonly number[]): boolean {
    const tree = dom.isElement(node) ? dom.shadowRootOf(node) : node;
    if (!dom.isDocument(tree) && !dom.isShadowRoot(tree))
      return node?.nodeType !== Node.DOCUMENT_FRAGMENT_NODE;
    const view = dom.windowOf(tree);
    if (view === null) return false;
    const sheets: CSSStyleSheet[] = [];
    for (const id of wanted) {
      const constructed = this.constructed.get(id);
      if (constructed !== undefined) sheets.push(enliven(constructed, view));
    }
    tree.adoptedStyleSheets = sheets;
    this.own.restore(tree);
    return true;
  }

  private construct(id: number, media: string, text: string): void {
    const known = this.constructed.get(id);
    if (known !== undefined) {
      Object.assign(known, { media, text });
      if (known.live !== null) refill(known.live, known);
    } else if (this.constructed.size < MAX_CONSTRUCTED) {
      const unused = { disabled: false, live: null, view: null };
      this.constructed.set(id, { media, text, ...unused });
    }
  }

  private change(id: number, change: (sheet: CSSStyleSheet) => void): void {
    const constructed = this.constructed.get(id);
    if (constructed === undefined) {
      const owner = this.nodes.get(id);
      if (dom.isStyle(owner) && owner.sheet !== null) change(owner.sheet);
      return;
    }
    const view = constructed.view ?? this.view();
    if (view !== null) change(enliven(constructed, view));
  }
}

/** The sheet in a window; one that was in another is made anew of the rules that it has. */
function enliven(constructed: Constructed, view: dom.View): CSSStyleSheet {
  const { live } = constructed;
  if (live !== null && constructed.view === view) return live;
  if (live !== null)
    constructed.text = Array.from(live.cssRules, (rule) => rule.cssText).join("\n");
  const sheet = new view.CSSStyleSheet();
  refill(sheet, constructed);
  constructed.live = sheet;
  constructed.view = view;
  return sheet;
}

function refill(sheet: CSSStyleSheet, { media, text, disabled }: Constructed): void {
  sheet.replaceSync(text);
  setMedia(sheet, media);
  sheet.disabled = disabled;
}

function setMedia(sheet: CSSStyleSheet | null, media: string): void {
  if (sheet !== null && sheet.media.mediaText !== media) sheet.media.mediaText = media;
}

/** Makes this the only text that is really in a `style` element. */
function setStyleText(style: Element, text: string): void {
  const only = dom.firstChildOf(style);
  const doc = dom.documentOf(style);
  if (dom.isText(only)) only.data = text;
  else if (doc !== null) dom.append(style, dom.createText(doc, text));
}

function insert(sheet: CSSStyleSheet, index: number, text: string): void {
  const at = Math.min(index, sheet.cssRules.length);
  try {
    sheet.insertRule(text, at);
  } catch (error) {
    if (error instanceof CannotShow) throw error;
    sheet.insertRule(NO_RULE, at);
  }
}

function remove(sheet: CSSStyleSheet, index: number): void {
  if (index < sheet.cssRules.length) sheet.deleteRule(index);
}
