import { Op, type TokenWriter } from "@userview/protocol/content";
import { atOnce, sheetText } from "../../../css/sheets.ts";
import { baseOf, NodeType, own, typeOf } from "../../dom.ts";
import type { CaptureContext, Feature, Root } from "../../feature.ts";
import { Hooks, realmOf } from "../../hooks.ts";
import { SheetChanges, type SheetWriting, writeSheet } from "./changes.ts";
import { Held } from "./held.ts";
import { hookSheets, type SheetListener } from "./hooks.ts";

/** A list that a script holds can become another without a call that tells of it; so often all lists are looked at. */
const LOOK_INTERVAL_MS = 250;
/** A sheet that is replaced later is looked at in so many frames; it takes one unless it is broken. */
const REPLACING_FRAMES = 60;

/** Style sheets as scripts make and change them: those of elements once they were told, and constructed ones that are adopted. */
export class Sheets implements Feature, SheetListener {
  readonly #context: CaptureContext;
  readonly #hooks = new Hooks();
  readonly #held = new Held((rule) => this.touched(rule));
  /** Ids of constructed sheets, also of those that are not adopted now. */
  readonly #ids = new WeakMap<CSSStyleSheet, number>();
  /** The sheets of elements that were told. */
  readonly #ofElements = new WeakMap<CSSStyleSheet, number>();
  /** The constructed sheets that were told. */
  #constructed = new WeakSet<CSSStyleSheet>();
  #adopted = new WeakMap<Root, readonly CSSStyleSheet[]>();
  /** Shadow roots with adopted sheets, by their hosts. */
  readonly #trees = new WeakMap<Node, ShadowRoot>();
  #hasTrees = false;
  readonly #disabled = new WeakSet<CSSStyleSheet>();
  /** What scripts gave sheets since the session began. */
  readonly #given = new WeakMap<CSSStyleSheet, string>();
  readonly #changes = new Map<CSSStyleSheet, SheetChanges>();
  readonly #toggled = new Set<CSSStyleSheet>();
  readonly #replacing = new Map<CSSStyleSheet, { first: CSSRule | undefined; frames: number }>();
  readonly #media = new Set<MediaList>();
  readonly #roots = new Set<Root>();
  readonly #bases = new WeakMap<CSSStyleSheet, string>();
  /** Ids of constructed sheets that nobody holds any more. */
  #gone: number[] = [];
  readonly #remains = new FinalizationRegistry<number>((id) => {
    this.#gone.push(id);
    this.#context.request();
  });
  #lookedAt = 0;
  /** What is read here is read by nobody else. */
  #reading = false;

  constructor(context: CaptureContext) {
    this.#context = context;
  }

  enter(root: Root): void {
    const realm = realmOf(root);
    if (this.#hooks.enters(realm)) hookSheets(this.#hooks, realm, this);
    this.#roots.add(root);
  }

  leave(root: Root): void {
    this.#roots.delete(root);
    this.#adopted.delete(root);
  }

  added(element: Element): void {
    // Built anew with everything in it: its shadow root has no sheets yet, either.
    const root = this.#hasTrees ? this.#trees.get(element) : undefined;
    if (root !== undefined && this.#adopted.delete(root)) this.#roots.add(root);
  }

  sheet(sheet: CSSStyleSheet, id: number): void {
    this.#ofElements.set(sheet, id);
    this.#changes.delete(sheet);
    this.#disabled.delete(sheet);
    if (sheet.disabled) this.toggled(sheet);
  }

  state(writer: TokenWriter): void {
    this.#constructed = new WeakSet();
    this.#adopted = new WeakMap();
    for (const root of this.#context.roots) this.#roots.add(root);
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    this.#reading = true;
    try {
      this.#write(writer);
    } finally {
      this.#reading = false;
    }
  }

  #write(writer: TokenWriter): void {
    for (const id of this.#gone) writer.ints(Op.forgetSheet, id);
    this.#gone = [];
    this.#look();
    for (const root of this.#roots) this.#adopt(root, writer);
    this.#roots.clear();
    for (const [sheet, changes] of this.#changes) {
      const id = this.#idOf(sheet);
      if (id !== 0) changes.write(this.#writing(sheet, id, writer));
    }
    this.#changes.clear();
    for (const sheet of this.#toggled) this.#toggle(sheet, writer);
    this.#toggled.clear();
  }

  stop(): void {
    this.#hooks.stop();
    this.#held.clear();
    for (const waiting of [this.#changes, this.#toggled, this.#replacing, this.#media, this.#roots])
      waiting.clear();
  }

  inserted(sheet: CSSStyleSheet, index: number, given: string): void {
    this.#forget(sheet);
    this.#changesOf(sheet)?.inserted(index, given);
  }

  deleted(sheet: CSSStyleSheet, index: number): void {
    this.#forget(sheet);
    this.#changesOf(sheet)?.deleted(index);
  }

  rewritten(sheet: CSSStyleSheet, given: string): void {
    this.#forget(sheet);
    this.#given.set(sheet, given);
    this.#changesOf(sheet)?.rewritten();
  }

  replacing(sheet: CSSStyleSheet): void {
    this.#forget(sheet);
    if (this.#idOf(sheet) === 0) return;
    this.#replacing.set(sheet, { first: sheet.cssRules[0], frames: 0 });
    // Without anything to fetch it may be another at once.
    this.#changesOf(sheet)?.rewritten();
  }

  touched(rule: CSSRule): void {
    let top = rule;
    while (top.parentRule !== null) top = top.parentRule;
    const sheet = top.parentStyleSheet;
    if (sheet === null) return;
    this.#forget(sheet);
    if (sheet.ownerRule !== null) this.touched(sheet.ownerRule);
    else this.#changesOf(sheet)?.touched(top);
  }

  held(declarations: CSSStyleDeclaration | null, rule: CSSRule): void {
    const sheet = rule.parentStyleSheet;
    if (sheet === null || this.#idOf(sheet) === 0) return;
    this.#held.add(declarations ?? rule, rule);
    this.#context.request();
  }

  toggled(sheet: CSSStyleSheet | null): void {
    if (sheet === null || this.#idOf(sheet) === 0) return;
    this.#toggled.add(sheet);
    this.#context.request();
  }

  media(list: MediaList): void {
    this.#media.add(list);
    this.#context.request();
  }

  adopted(root: Root): void {
    if (this.#reading) return;
    this.#roots.add(root);
    this.#context.request();
  }

  /** What is known of a sheet's text is not its text any more. */
  #forget(sheet: CSSStyleSheet): void {
    this.#given.delete(sheet);
    this.#context.seen.sawSheetChange(sheet);
  }

  /** What nothing told of. */
  #look(): void {
    this.#held.look();
    for (const [sheet, was] of this.#replacing) {
      if (sheet.cssRules[0] !== was.first) this.#changesOf(sheet)?.rewritten();
      else if (++was.frames < REPLACING_FRAMES) {
        this.#context.request();
        continue;
      }
      this.#replacing.delete(sheet);
    }
    for (const list of this.#media) this.#findMedia(list);
    this.#media.clear();
    const now = performance.now();
    if (now - this.#lookedAt < LOOK_INTERVAL_MS) return;
    this.#lookedAt = now;
    for (const root of this.#context.roots) this.#roots.add(root);
  }

  /** Whose media these are: nothing leads from them to what they belong to. */
  #findMedia(list: MediaList): void {
    for (const root of this.#context.roots) {
      for (const sheet of [
        ...own(root, "styleSheets"),
        ...(own(root, "adoptedStyleSheets") ?? []),
      ]) {
        if (this.#idOf(sheet) === 0) continue;
        if (sheet.media === list) this.#changesOf(sheet)?.rewritten();
        else this.#findIn(sheet, list);
      }
    }
  }

  #findIn(sheet: CSSStyleSheet, list: MediaList): void {
    let rules: CSSRuleList;
    try {
      rules = sheet.cssRules;
    } catch {
      return;
    }
    const waiting: CSSRule[] = [...rules];
    for (let rule = waiting.pop(); rule !== undefined; rule = waiting.pop()) {
      if ((rule as CSSMediaRule).media === list) this.touched(rule);
      waiting.push(...((rule as Partial<CSSGroupingRule>).cssRules ?? []));
    }
  }

  #adopt(root: Root, writer: TokenWriter): void {
    const owner = typeOf(root) === NodeType.document ? root : (root as ShadowRoot).host;
    const id = this.#context.nodes.id(owner);
    if (id === 0 || !this.#isMirrored(root)) return;
    const now = own(root, "adoptedStyleSheets") ?? [];
    const told = this.#adopted.get(root) ?? [];
    if (now.length === told.length && now.every((sheet, index) => sheet === told[index])) return;
    const sheets = [...now];
    this.#adopted.set(root, sheets);
    if (typeOf(root) !== NodeType.document) {
      this.#trees.set(owner, root as ShadowRoot);
      this.#hasTrees = true;
    }
    const ids = sheets.map((sheet) => this.#tell(sheet, root, writer));
    writer.ints(Op.adopt, id, ids.length, ...ids);
  }

  #isMirrored(root: Root): boolean {
    if (typeOf(root) === NodeType.document) return true;
    const { host } = root as ShadowRoot;
    return this.#context.shadowOf(host) === root && !this.#context.masks.isMasked(host);
  }

  /** The id of a constructed sheet that viewers know from now on. */
  #tell(sheet: CSSStyleSheet, root: Root, writer: TokenWriter): number {
    let id = this.#ids.get(sheet);
    if (id === undefined) {
      id = this.#context.nodes.newId();
      this.#ids.set(sheet, id);
      this.#remains.register(sheet, id);
      this.#bases.set(sheet, baseOf(root));
    }
    if (!this.#constructed.has(sheet)) {
      this.#constructed.add(sheet);
      this.#changes.delete(sheet);
      this.#disabled.delete(sheet);
      writeSheet(sheet, this.#writing(sheet, id, writer));
      this.#toggled.add(sheet);
    }
    return id;
  }

  #toggle(sheet: CSSStyleSheet, writer: TokenWriter): void {
    const id = this.#idOf(sheet);
    if (id === 0 || sheet.disabled === this.#disabled.has(sheet)) return;
    if (sheet.disabled) this.#disabled.add(sheet);
    else this.#disabled.delete(sheet);
    writer.ints(Op.disableSheet, id, sheet.disabled ? 1 : 0);
  }

  #writing(sheet: CSSStyleSheet, id: number, writer: TokenWriter): SheetWriting {
    const { seen } = this.#context;
    const base = sheet.href ?? sheet.ownerNode?.baseURI ?? this.#bases.get(sheet) ?? "";
    const css = (text: string, from = base): string => this.#context.css(text, from);
    return {
      writer,
      id,
      css,
      whole: () => {
        const source = seen.sheetSource(sheet) ?? this.#given.get(sheet) ?? null;
        const imported = (text: string, from: string): string =>
          css(text, from === baseOf(document) ? base : from);
        return atOnce(sheetText(sheet, imported, source))?.css ?? null;
      },
    };
  }

  /** What is noted of a sheet's changes; null when viewers do not have it: they get it as it is by then. */
  #changesOf(sheet: CSSStyleSheet): SheetChanges | null {
    if (this.#idOf(sheet) === 0) return null;
    let changes = this.#changes.get(sheet);
    if (changes === undefined) {
      changes = new SheetChanges(sheet);
      this.#changes.set(sheet, changes);
    }
    this.#context.request();
    return changes;
  }

  /** The id that viewers know a sheet by; 0 when they do not. */
  #idOf(sheet: CSSStyleSheet): number {
    if (this.#constructed.has(sheet)) return this.#ids.get(sheet) ?? 0;
    const id = this.#ofElements.get(sheet) ?? 0;
    const { ownerNode } = sheet;
    return id !== 0 && ownerNode !== null && this.#context.nodes.id(ownerNode) === id ? id : 0;
  }
}
