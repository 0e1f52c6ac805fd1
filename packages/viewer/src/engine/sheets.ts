/** Style sheets that scripts of the page changed or constructed: rules, declarations, adoption. */
import type { Builder } from "./build.ts";
import * as dom from "./dom.ts";
import type { NodeRegistry } from "./nodes.ts";
import { asFields, asId, asList, asNumber, asObjects, asText, type Fields } from "./read.ts";

export class Sheets {
  /** Constructed sheets by the page's id; each belongs to the window of one document. */
  private readonly constructed = new Map<number, CSSStyleSheet>();

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly builder: Builder,
  ) {}

  /** Rules were added, removed or all replaced. */
  changeRules(data: Fields): void {
    const sheet = this.find(data);
    if (sheet !== null) this.apply(sheet, data);
  }

  /** A declaration of a rule was set or removed. */
  changeDeclaration(data: Fields): void {
    const sheet = this.find(data);
    const rule = sheet === null ? null : ruleAt(sheet, asList(data["index"]));
    const style = rule !== null && "style" in rule ? (rule.style as CSSStyleDeclaration) : null;
    if (style === null) return;
    const set = asFields(data["set"]);
    const property = asText(set?.["property"]);
    if (property !== null) {
      const value = this.builder.css(asText(set?.["value"]) ?? "");
      style.setProperty(property, value, asText(set?.["priority"]) ?? "");
    }
    const removed = asText(asFields(data["remove"])?.["property"]);
    if (removed !== null) style.removeProperty(removed);
  }

  /** A document or shadow root adopts constructed sheets, new ones among them. */
  adopt(data: Fields): void {
    const host = this.nodes.get(asId(data["id"]) ?? 0);
    const root = dom.isElement(host) ? dom.shadowRootOf(host) : dom.isDocument(host) ? host : null;
    const view = (dom.isDocument(root) ? root : root?.ownerDocument)?.defaultView;
    if (root === null || !view) return;
    for (const style of asObjects(data["styles"])) {
      const id = asId(style["styleId"]);
      if (id === null) continue;
      const sheet = new view.CSSStyleSheet();
      this.constructed.set(id, sheet);
      this.apply(sheet, { adds: style["rules"] });
    }
    root.adoptedStyleSheets = asList(data["styleIds"]).flatMap(
      (id) => this.constructed.get(asId(id) ?? 0) ?? [],
    );
  }

  private find(data: Fields): CSSStyleSheet | null {
    const constructed = this.constructed.get(asId(data["styleId"]) ?? 0);
    if (constructed !== undefined) return constructed;
    const owner = this.nodes.get(asId(data["id"]) ?? 0);
    return dom.isElement(owner) && dom.localNameOf(owner) === "style"
      ? (owner as HTMLStyleElement).sheet
      : null;
  }

  private apply(sheet: CSSStyleSheet, data: Fields): void {
    for (const add of asObjects(data["adds"])) {
      const rule = asText(add["rule"]);
      if (rule === null) continue;
      const { list, index } = placeOf(sheet, add["index"]);
      const at = Math.min(index ?? list?.cssRules.length ?? 0, list?.cssRules.length ?? 0);
      quietly(() => list?.insertRule(this.builder.css(rule), at));
    }
    for (const removal of asObjects(data["removes"])) {
      const { list, index } = placeOf(sheet, removal["index"]);
      if (index !== null) quietly(() => list?.deleteRule(index));
    }
    const replacement = asText(data["replaceSync"]) ?? asText(data["replace"]);
    if (replacement !== null) quietly(() => sheet.replaceSync(this.builder.css(replacement)));
  }
}

type RuleList = CSSStyleSheet | CSSGroupingRule;

/** Which list an index means: a number is of the sheet itself, a list leads through nested rules. */
function placeOf(
  sheet: CSSStyleSheet,
  index: unknown,
): { list: RuleList | null; index: number | null } {
  if (!Array.isArray(index)) return { list: sheet, index: asNumber(index) };
  const outer = ruleAt(sheet, index.slice(0, -1));
  const list = index.length === 1 ? sheet : outer !== null && "cssRules" in outer ? outer : null;
  return { list: list as RuleList | null, index: asNumber(index.at(-1)) };
}

function ruleAt(sheet: CSSStyleSheet, path: readonly unknown[]): CSSRule | null {
  let rules: CSSRuleList | undefined = sheet.cssRules;
  let rule: CSSRule | undefined;
  for (const step of path) {
    rule = rules?.[asNumber(step) ?? -1];
    rules = rule !== undefined && "cssRules" in rule ? (rule.cssRules as CSSRuleList) : undefined;
  }
  return rule ?? null;
}

/** A rule that this browser does not take is left out, as it would be in a style sheet. */
function quietly(change: () => void): void {
  try {
    change();
  } catch (error) {
    if ((error as { name?: unknown }).name === "PageTooLarge") throw error;
  }
}
