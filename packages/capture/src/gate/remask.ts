import { type AttributeChange, type EngineMutation, Source } from "../engine/format1.ts";
import { maskText } from "../privacy/characters.ts";
import { isField } from "../privacy/fields.ts";
import { isOwn, type Masks } from "../privacy/masks.ts";
import type { Value } from "./attributes.ts";
import type { NodeGate } from "./nodes.ts";
import type { LivePage, Roots } from "./page.ts";

/**
 * Notices masks that come and go while the page is mirrored: what was shown is masked again in the
 * mirror as soon as the page says so, and shown again when the page takes the mask away.
 */
export class Remask {
  readonly #page: LivePage;
  readonly #masks: Masks;
  readonly #nodes: NodeGate;
  readonly #roots: Roots;
  #masked: ReadonlySet<Element> = new Set();

  constructor(page: LivePage, masks: Masks, nodes: NodeGate, roots: Roots) {
    this.#page = page;
    this.#masks = masks;
    this.#nodes = nodes;
    this.#roots = roots;
  }

  /** A snapshot was taken: all that is masked now is masked in the mirror too. */
  reset(): void {
    this.#masked = this.#find();
  }

  /** The change that brings the mirror up to date with masks that came or went; null when none did. */
  check(): EngineMutation | null {
    const now = this.#find();
    const before = this.#masked;
    this.#masked = now;
    const changed: Element[] = [];
    for (const element of now) {
      if (!before.has(element) && !this.#nodes.bornMasked.has(element)) changed.push(element);
    }
    for (const element of before) {
      if (now.has(element)) continue;
      this.#nodes.bornMasked.delete(element);
      if (element.isConnected) changed.push(element);
    }
    if (changed.length === 0) return null;
    const change: EngineMutation = {
      source: Source.mutation as EngineMutation["source"],
      texts: [],
      attributes: [],
      removes: [],
      adds: [],
    };
    for (const element of changed) if (!isOwn(element)) this.#again(element, change);
    return change.texts.length + change.attributes.length === 0 ? null : change;
  }

  #find(): Set<Element> {
    const found = new Set<Element>();
    for (const root of this.#roots) {
      for (const element of root.querySelectorAll(this.#masks.selector)) found.add(element);
      if (this.#masks.exempt !== null)
        for (const element of root.querySelectorAll(this.#masks.exempt)) found.add(element);
      for (const field of root.querySelectorAll("input,textarea,select")) {
        if (this.#masks.startsMask(field)) found.add(field);
      }
    }
    return found;
  }

  /** Tell a whole subtree once more, as it may be seen now. */
  #again(node: Node, change: EngineMutation): void {
    const id = this.#page.id(node);
    if (node.nodeType === 3 && id > 0) {
      const text = this.#nodes.text(node, node.textContent ?? "", null);
      const masked = this.#masks.isMasked(node);
      change.texts.push({ id, value: masked ? maskText(text) : this.#masks.readable(node, text) });
      return;
    }
    if (node.nodeType === 1) {
      const element = node as Element;
      if (element.localName === "style") return;
      if (id > 0) change.attributes.push({ id, attributes: this.#attributes(element) });
      if (element.shadowRoot !== null)
        for (const child of element.shadowRoot.childNodes) this.#again(child, change);
      const frame = frameDocument(element);
      if (frame !== null) this.#again(frame, change);
    }
    for (const child of node.childNodes) this.#again(child, change);
  }

  #attributes(element: Element): AttributeChange {
    const masked = this.#masks.isMasked(element);
    const out: Record<string, Value> = {};
    for (const name of element.getAttributeNames()) {
      out[name] = this.#nodes.attribute(element, name, element.getAttribute(name), masked);
    }
    if (isField(element))
      out["value"] = this.#nodes.attribute(element, "value", element.value, masked);
    this.#nodes.complete(element, out, masked);
    return out as AttributeChange;
  }
}

function frameDocument(element: Element): Document | null {
  if (element.localName !== "iframe") return null;
  try {
    return (element as HTMLIFrameElement).contentDocument;
  } catch {
    return null;
  }
}
