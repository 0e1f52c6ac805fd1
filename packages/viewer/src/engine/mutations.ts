/** Changes of the tree: nodes removed and added, texts and attributes changed, in this order. */
import { type Builder, isStyle, openShadow } from "./build.ts";
import { closeDialog } from "./controls.ts";
import * as dom from "./dom.ts";
import { NodeKind } from "./format.ts";
import { MAX_DEPTH } from "./limits.ts";
import type { NodeRegistry } from "./nodes.ts";
import { asFields, asId, asObjects, asText, type Fields } from "./read.ts";

export class Mutations {
  constructor(
    private readonly nodes: NodeRegistry,
    private readonly builder: Builder,
    /** A document arrived for a nested frame. */
    private readonly attachDocument: (frameId: number, page: Fields) => void,
    /** Attributes of these names changed, and state that is none: the format's `rr_…` entries, null for what ended. */
    private readonly changed: (element: Element, names: string[], state: Fields) => void,
  ) {}

  apply(data: Fields): void {
    for (const removal of asObjects(data["removes"])) {
      const node = this.nodes.get(asId(removal["id"]) ?? 0);
      if (node === undefined || dom.isDocument(node)) continue;
      this.nodes.forget(node);
      dom.detach(node);
    }
    this.addAll(asObjects(data["adds"]));
    for (const change of asObjects(data["texts"])) {
      const node = this.nodes.get(asId(change["id"]) ?? 0);
      if (node !== undefined) this.changeText(node, asText(change["value"]) ?? "");
    }
    for (const change of asObjects(data["attributes"])) {
      const node = this.nodes.get(asId(change["id"]) ?? 0);
      const attributes = asFields(change["attributes"]);
      if (dom.isElement(node) && attributes !== null) this.changeAttributes(node, attributes);
    }
  }

  /** Parents and next siblings may come later in the list than what needs them. */
  private addAll(adds: Fields[]): void {
    const waiting = new Map<number, Fields[]>();
    const place = (first: Fields) => {
      const ready = [first];
      for (let add = ready.pop(); add !== undefined; add = ready.pop()) {
        const missing = this.missing(add);
        if (missing !== null) {
          const others = waiting.get(missing);
          if (others === undefined) waiting.set(missing, [add]);
          else others.push(add);
          continue;
        }
        this.add(add);
        const id = asId(asFields(add["node"])?.["id"]) ?? 0;
        ready.push(...(waiting.get(id) ?? []));
        waiting.delete(id);
      }
    };
    for (const add of adds) place(add);
    // A next sibling that never came: the end of the parent is the best place that is left.
    for (const add of [...waiting.values()].flat()) place({ ...add, nextId: null });
  }

  /** The id of a node that must be there before this one. */
  private missing(add: Fields): number | null {
    const parentId = asId(add["parentId"]);
    const nextId = asId(add["nextId"]);
    if (asFields(add["node"])?.["type"] === NodeKind.document) return null;
    if (parentId !== null && this.nodes.get(parentId) === undefined) return parentId;
    return nextId !== null && this.nodes.get(nextId) === undefined ? nextId : null;
  }

  private add(add: Fields): void {
    const data = asFields(add["node"]);
    const parentId = asId(add["parentId"]);
    if (data === null || parentId === null) return;
    if (data["type"] === NodeKind.document) {
      this.attachDocument(parentId, data);
      return;
    }
    const parent = this.nodes.get(parentId);
    if (parent === undefined) return;
    const doc = dom.isDocument(parent) ? parent : dom.documentOf(parent);
    if (doc === null) return;
    const known = this.nodes.get(asId(data["id"]) ?? 0);
    if (known !== undefined) {
      if (dom.contains(known, parent)) return;
      this.nodes.forget(known);
      dom.detach(known);
    }
    const home = data["isShadow"] === true && dom.isElement(parent) ? openShadow(parent) : parent;
    if (home === null) return;
    const node = this.builder.build(data, doc, parent, depthOf(parent) + 1);
    if (node !== null) this.insert(home, node, this.nodes.get(asId(add["nextId"]) ?? 0));
  }

  private insert(home: Node, node: Node, next: Node | undefined): void {
    const before = next !== undefined && dom.parentOf(next) === home ? next : null;
    if (dom.isDocument(home)) {
      this.builder.placeInDocument(home, node, before);
      return;
    }
    if (isStyle(home) && node.nodeType === Node.TEXT_NODE) this.adoptStyleText(home, node as Text);
    dom.insertBefore(home, node, before);
  }

  /** Text of a style sheet came with its element, as a node without an id; the node with one takes it over. */
  private adoptStyleText(style: Node, text: Text): void {
    const only = dom.firstChildOf(style);
    if (only === null || dom.nextSiblingOf(only) !== null || this.nodes.idOf(only) !== null) return;
    if (text.data === "") text.data = only.nodeValue ?? "";
    dom.detach(only);
  }

  private changeText(node: Node, value: string): void {
    if (node.nodeType !== Node.TEXT_NODE && node.nodeType !== Node.COMMENT_NODE) return;
    const parent = dom.parentOf(node);
    node.nodeValue = parent !== null && isStyle(parent) ? this.builder.css(value) : value;
  }

  private changeAttributes(element: Element, attributes: Fields): void {
    const state: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("rr_")) {
        state[name] = value;
      } else if (value === null) {
        this.builder.removeAttribute(element, name);
        if (name === "open") closeDialog(element);
      } else if (typeof value !== "string") {
        if (name === "style") this.changeStyle(element, asFields(value) ?? {});
      } else if (name === "_cssText") {
        if (isStyle(element)) this.builder.setStyleText(element, value);
      } else if (name === "value" && dom.isHtml(element, "textarea")) {
        element.defaultValue = value;
      } else {
        this.builder.setAttribute(element, name, value);
      }
    }
    this.changed(element, Object.keys(attributes), state);
  }

  /** Single declarations of the style attribute: a value, value and priority, or false for none. */
  private changeStyle(element: Element, declarations: Fields): void {
    const style = dom.styleOf(element);
    if (style === null) return;
    for (const [property, value] of Object.entries(declarations)) {
      if (value === false) style.removeProperty(property);
      else if (typeof value === "string") style.setProperty(property, this.builder.css(value));
      else if (Array.isArray(value)) {
        style.setProperty(
          property,
          this.builder.css(asText(value[0]) ?? ""),
          asText(value[1]) ?? "",
        );
      }
    }
  }
}

/** How deep a node stands, shadow hosts counted, up to one more than is allowed. */
function depthOf(node: Node): number {
  let depth = 0;
  for (let up = dom.composedParentOf(node); up !== null && depth <= MAX_DEPTH; depth++) {
    up = dom.composedParentOf(up);
  }
  return depth;
}
