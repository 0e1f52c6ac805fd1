import { type SourceOf, wholeRules } from "../css/rules.ts";
import { sheetBase } from "../css/sheets.ts";
import type {
  EngineAdoptedSheets,
  EngineStyleDeclaration,
  EngineStyleRule,
} from "../engine/format1.ts";
import { isOwn } from "../privacy/masks.ts";
import type { AttributeGate } from "./attributes.ts";
import type { LivePage, Root } from "./page.ts";

/** Passes changes that scripts make to style sheets on, their references replaced. */
export class StyleGate {
  readonly #page: LivePage;
  readonly #attributes: AttributeGate;
  readonly #sourceOf: SourceOf;
  readonly #told = new WeakMap<Root, readonly CSSStyleSheet[]>();

  constructor(page: LivePage, attributes: AttributeGate, sourceOf: SourceOf) {
    this.#page = page;
    this.#attributes = attributes;
    this.#sourceOf = sourceOf;
  }

  rule(change: EngineStyleRule): EngineStyleRule | null {
    if (this.#isOwn(change.id)) return null;
    const css = (text: string): string => this.#attributes.css(text, this.#base(change.id));
    return {
      ...change,
      ...(change.adds && { adds: change.adds.map((add) => ({ ...add, rule: css(add.rule) })) }),
      ...(change.replace !== undefined && { replace: css(change.replace) }),
      ...(change.replaceSync !== undefined && { replaceSync: css(change.replaceSync) }),
    };
  }

  declaration(change: EngineStyleDeclaration): EngineStyleDeclaration | null {
    if (this.#isOwn(change.id)) return null;
    const { set } = change;
    if (set === undefined || set.value === null) return change;
    return {
      ...change,
      set: { ...set, value: this.#attributes.css(set.value, this.#base(change.id)) },
    };
  }

  adopted(change: EngineAdoptedSheets): EngineAdoptedSheets | null {
    if (this.#isOwn(change.id)) return null;
    const { styles, styleIds } = change;
    const root = this.#rootOf(change.id);
    const sheets = root?.adoptedStyleSheets ?? [];
    if (root !== null) this.#told.set(root, [...sheets]);
    if (styles === undefined) return change;
    const base = this.#base(change.id);
    return {
      ...change,
      styles: styles.map((style) => {
        const sheet =
          sheets.length === styleIds.length ? sheets[styleIds.indexOf(style.styleId)] : undefined;
        const told = style.rules.map(({ rule }) => rule);
        const rules = sheet === undefined ? told : wholeRules(sheet, told, this.#sourceOf(sheet));
        return {
          ...style,
          rules: rules.map((rule, index) => ({ rule: this.#attributes.css(rule, base), index })),
        };
      }),
    };
  }

  /**
   * Sheets that were pushed onto a list, or taken off it, without a new list: the engine hears of new lists
   * only, so it is given the same again.
   */
  lookAtAdopted(roots: Iterable<Root>): void {
    for (const root of roots) {
      const now = root.adoptedStyleSheets;
      const told = this.#told.get(root) ?? [];
      if (
        now === undefined ||
        (now.length === told.length && now.every((sheet, at) => sheet === told[at]))
      )
        continue;
      this.#told.set(root, [...now]);
      root.adoptedStyleSheets = [...now];
    }
  }

  /** The document, or the tree of the shadow host, that has this id. */
  #rootOf(id: number): Root | null {
    const node = this.#page.node(id);
    return (node as Element | null)?.shadowRoot ?? (node as Document | null);
  }

  #isOwn(id: number | undefined): boolean {
    if (id === undefined) return false;
    const live = this.#page.node(id);
    return live === null || isOwn(live);
  }

  #base(id: number | undefined): string {
    const node = id === undefined ? null : this.#page.node(id);
    const sheet = (node as HTMLStyleElement | null)?.sheet;
    return sheet ? sheetBase(sheet) : (node?.baseURI ?? document.baseURI);
  }
}
