import type { SheetWatch } from "../css/watch.ts";
import {
  type EngineAttributes,
  type EngineElement,
  type EngineNode,
  NodeKind,
} from "../engine/format1.ts";
import { maskText } from "../privacy/characters.ts";
import { isOwn, type Masks, OWN_SELECTOR } from "../privacy/masks.ts";
import type { AttributeGate, Value } from "./attributes.ts";
import type { Canvases } from "./canvases.ts";
import { type FieldWatch, isIndeterminate } from "./fields.ts";
import type { LivePage, Root, Roots } from "./page.ts";

/** Attributes that the engine adds from the live state; all others are read from the element itself. */
const FROM_ENGINE = /^(?:rr_|_cssText$|value$|checked$|selected$)/;
/** Elements whose text content is code or text that the page does not show. */
const SILENT = new Set(["script", "noscript", "template"]);
/** Masked elements that keep their size although what gave it to them is gone. */
const SIZED = new Set(["img", "video", "canvas", "object", "embed"]);

/** Passes serialized nodes on: what may not leave is taken out, with the live nodes as judges. */
export class NodeGate {
  readonly #page: LivePage;
  readonly #masks: Masks;
  readonly #attributes: AttributeGate;
  readonly #sheets: SheetWatch;
  readonly #hidden = new Set<number>();
  readonly #captured = new Set<number>();
  readonly #bornMasked = new WeakSet<Element>();
  readonly #canvases: Canvases;
  readonly #fields: FieldWatch;
  readonly #roots: Roots;

  constructor(
    page: LivePage,
    masks: Masks,
    attributes: AttributeGate,
    sheets: SheetWatch,
    canvases: Canvases,
    fields: FieldWatch,
    roots: Roots,
  ) {
    this.#page = page;
    this.#canvases = canvases;
    this.#fields = fields;
    this.#roots = roots;
    this.#masks = masks;
    this.#attributes = attributes;
    this.#sheets = sheets;
  }

  /** Ids of nodes of the SDK's own interface that the engine told of: no change of theirs is passed on. */
  get hidden(): ReadonlySet<number> {
    return this.#hidden;
  }

  /** Elements that a mask began at when they were told: the mirror has never seen what is in them. */
  get bornMasked(): WeakSet<Element> {
    return this.#bornMasked;
  }

  /** Forget which style elements were read: the next nodes belong to another change. */
  startChange(): void {
    this.#captured.clear();
  }

  /** A node with all that is below it; null when it must not be known at all. */
  pass(node: EngineNode): EngineNode | null {
    const live = this.#page.node(node.id);
    if (live !== null && isOwn(live) && !isOwnRoot(live)) {
      this.#hide(node);
      return null;
    }
    return this.#node(node, live === null || this.#masks.isMasked(live));
  }

  /** All attributes of an element. */
  attributes(element: Element, given: EngineAttributes, masked: boolean): EngineAttributes {
    const out: Record<string, Value> = {};
    for (const [name, told] of Object.entries(given)) {
      const value = this.attribute(element, name, told as Value, masked);
      if (value !== null) out[name] = value;
    }
    this.complete(element, out, masked);
    return out as EngineAttributes;
  }

  /** One attribute; null when it is gone or may not leave. */
  attribute(element: Element, name: string, told: Value, masked: boolean): Value {
    const value = FROM_ENGINE.test(name) ? told : element.getAttribute(name);
    return value === null ? null : this.#attributes.value(element, name, value, masked);
  }

  /** The text of a text node, as it may leave. */
  text(node: Node | null, value: string, parent: EngineElement | null): string {
    const holder = node?.parentNode ?? null;
    const tag = holder?.nodeType === 1 ? (holder as Element).localName : "";
    if (SILENT.has(tag)) return "";
    if (tag === "style") {
      if (parent !== null && this.#captured.has(parent.id)) return "";
      return this.#attributes.css(node?.textContent ?? "", (holder as Element).baseURI);
    }
    return value;
  }

  #node(node: EngineNode, masked: boolean): EngineNode {
    const live = this.#page.node(node.id);
    switch (node.type) {
      case NodeKind.document:
        if (live !== null) this.#roots.add(live as Root);
        return {
          ...node,
          childNodes: node.childNodes.map((child) => this.#child(child, masked, null, live)),
        };
      case NodeKind.element:
        return this.#element(node as EngineElement, live as Element | null, masked);
      case NodeKind.text: {
        const parent = live?.parentNode ?? null;
        const holder = parent === null ? null : { id: this.#page.id(parent) };
        const text = this.text(live, node.textContent, holder as EngineElement | null);
        if (isCode(parent)) return { ...node, textContent: text };
        const shown = masked || live === null ? maskText(text) : this.#masks.readable(live, text);
        return { ...node, textContent: shown };
      }
      case NodeKind.comment:
        return { ...node, textContent: "" };
      default:
        return node;
    }
  }

  #child(
    child: EngineNode,
    parentMasked: boolean,
    parent: Element | null,
    liveParent: Node | null,
  ): EngineNode {
    const live = this.#page.node(child.id);
    if (live === null) return this.#node(child, true);
    if (child.isShadow && live.parentNode !== null) this.#roots.add(live.parentNode as Root);
    const slotted = parent?.shadowRoot !== null && liveParent !== null;
    const masked = parentMasked || (slotted ? this.#masks.isMasked(live) : this.#starts(live));
    return this.#node(child, masked);
  }

  #starts(live: Node): boolean {
    return live.nodeType === 1 && this.#masks.startsMask(live as Element);
  }

  #element(node: EngineElement, live: Element | null, masked: boolean): EngineNode {
    if (live === null) {
      const childNodes = node.childNodes.map((child) => this.#node(child, true));
      return { ...node, attributes: {}, childNodes };
    }
    const rest = node.rootId === undefined ? {} : { rootId: node.rootId };
    if (live.matches(OWN_SELECTOR) || live.localName === "script") {
      for (const child of node.childNodes) this.#hide(child);
      return { type: NodeKind.comment, id: node.id, textContent: "", ...rest } as EngineNode;
    }
    if (masked && this.#masks.startsMask(live)) this.#bornMasked.add(live);
    this.#fields.told(live);
    const attributes = this.attributes(live, node.attributes, masked);
    if (live.localName === "style" && "_cssText" in attributes) this.#captured.add(node.id);
    const children = SILENT.has(live.localName) ? [] : node.childNodes;
    const childNodes = children.map((child) => this.#child(child, masked, live, live));
    return { ...node, attributes, childNodes };
  }

  /** What is not in the attributes themselves: pictures, style sheets, drawings, sizes. */
  complete(element: Element, out: Record<string, Value>, masked: boolean): void {
    const tag = element.localName;
    if (tag === "link" || tag === "style") {
      const css = this.#sheets.textOf(element as HTMLLinkElement | HTMLStyleElement);
      if (css === null) delete out["_cssText"];
      else out["_cssText"] = css;
      return;
    }
    if (masked && SIZED.has(tag)) {
      const { width, height } = element.getBoundingClientRect();
      if (width > 0 && height > 0) {
        out["rr_width"] = `${width}px`;
        out["rr_height"] = `${height}px`;
      }
      return;
    }
    if (masked) return;
    if (isIndeterminate(element)) out["rr_indeterminate"] = "true";
    if (tag === "img") Object.assign(out, this.#attributes.picture(element as HTMLImageElement));
    if (tag === "canvas") {
      const picture = this.#canvases.picture(element as HTMLCanvasElement);
      if (picture !== null) out["rr_dataURL"] = picture;
    }
  }

  #hide(node: EngineNode): void {
    this.#hidden.add(node.id);
    if ("childNodes" in node) for (const child of node.childNodes) this.#hide(child);
  }
}

function isOwnRoot(node: Node): boolean {
  return node.nodeType === 1 && (node as Element).matches(OWN_SELECTOR);
}

/** Whether text in this element is a style sheet: that is passed by its own rules. */
function isCode(node: Node | null): boolean {
  return node?.nodeType === 1 && (node as Element).localName === "style";
}
