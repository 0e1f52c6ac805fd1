import type { SheetWatch } from "../css/watch.ts";
import type { AttributeChange, EngineMutation, EngineNode } from "../engine/format1.ts";
import { maskText } from "../privacy/characters.ts";
import { isOwn, type Masks } from "../privacy/masks.ts";
import type { Value } from "./attributes.ts";
import type { NodeGate } from "./nodes.ts";
import type { LivePage } from "./page.ts";

/** Attributes whose change makes an element show another picture, sheet or drawing. */
const RELEVANT: Readonly<Record<string, readonly string[]>> = {
  img: ["src", "srcset", "sizes"],
  canvas: ["width", "height"],
  link: ["_cssText"],
  style: ["_cssText"],
};
/** Attributes by which a mask begins or ends, or a field is known as secret. */
const MASKING =
  /^(?:class|id|type|name|for|autocomplete|placeholder|aria-label|aria-labelledby|data-testid|data-userview-mask)$/;
const RELOADING = ["href", "rel", "media", "disabled"];

/** Passes changes of the tree on, node by node, with the live nodes as judges. */
export class MutationGate {
  readonly #page: LivePage;
  readonly #masks: Masks;
  readonly #nodes: NodeGate;
  readonly #sheets: SheetWatch;
  #touchesMasks = false;

  constructor(page: LivePage, masks: Masks, nodes: NodeGate, sheets: SheetWatch) {
    this.#page = page;
    this.#masks = masks;
    this.#nodes = nodes;
    this.#sheets = sheets;
  }

  /** Whether a change since the last time may have begun or ended a mask of what was there before. */
  takeTouched(): boolean {
    const touched = this.#touchesMasks;
    this.#touchesMasks = false;
    return touched;
  }

  /** The change as it may leave; null when nothing of it does. */
  pass(change: EngineMutation): EngineMutation | null {
    this.#nodes.startChange();
    this.#touchesMasks ||= this.#mayMask(change);
    const adds: EngineMutation["adds"] = [];
    for (const add of change.adds) {
      const node: EngineNode | null = this.#nodes.pass(add.node);
      if (node !== null) adds.push({ ...add, node });
    }
    const removes = change.removes.filter(({ id }) => !this.#nodes.hidden.has(id));
    const texts: EngineMutation["texts"] = [];
    for (const { id, value } of change.texts) {
      const text = this.#text(id, value);
      if (text !== undefined) texts.push({ id, value: text });
    }
    const attributes: EngineMutation["attributes"] = [];
    for (const { id, attributes: given } of change.attributes) {
      const passed = this.#attributes(id, given);
      if (passed !== null) attributes.push({ id, attributes: passed });
    }
    if (adds.length + removes.length + texts.length + attributes.length === 0) return null;
    return { ...change, adds, removes, texts, attributes };
  }

  /** Selectors of the team's or the page's own can hang on anything; ours on a few attributes and on labels. */
  #mayMask(change: EngineMutation): boolean {
    if (this.#masks.isCustom) return true;
    if (
      change.attributes.some(({ attributes }) =>
        Object.keys(attributes).some((name) => MASKING.test(name)),
      )
    ) {
      return true;
    }
    const labels = ({ node }: { node: EngineNode }): boolean =>
      "tagName" in node && node.tagName === "label";
    return change.adds.some(labels) || change.texts.some(({ id }) => this.#isInLabel(id));
  }

  #isInLabel(id: number): boolean {
    return this.#page.node(id)?.parentElement?.closest("label") != null;
  }

  #text(id: number, value: string | null): string | null | undefined {
    const live = this.#page.node(id);
    if (live === null || this.#nodes.hidden.has(id) || isOwn(live)) return undefined;
    if (value === null) return null;
    const text = this.#nodes.text(live, value, null);
    const inStyle = live.parentNode?.nodeName.toLowerCase() === "style";
    if (inStyle) return text;
    return this.#masks.isMasked(live) ? maskText(text) : this.#masks.readable(live, text);
  }

  #attributes(id: number, given: AttributeChange): AttributeChange | null {
    const live = this.#page.node(id) as Element | null;
    if (live === null || live.nodeType !== 1 || this.#nodes.hidden.has(id) || isOwn(live))
      return null;
    if (live.localName === "script") return null;
    const masked = this.#masks.isMasked(live);
    const out: Record<string, Value> = {};
    for (const [name, told] of Object.entries(given)) {
      const value = told !== null && typeof told === "object" ? "" : (told as Value);
      out[name] = value === null ? null : this.#nodes.attribute(live, name, value, masked);
    }
    const names = Object.keys(given);
    if (names.some((name) => RELEVANT[live.localName]?.includes(name))) {
      this.#nodes.complete(live, out, masked);
    }
    if (live.localName === "link" && names.some((name) => RELOADING.includes(name))) {
      this.#sheets.reload(live as HTMLLinkElement);
    }
    return out as AttributeChange;
  }
}
