/** Ops that build: nodes go into what is open, the outermost goes into the page when it is closed. */
import { BadTokens, ShadowFlag, type TokenReader } from "@userview/protocol/content";
import { buildDoctype } from "./document.ts";
import type { Documents } from "./documents.ts";
import * as dom from "./dom.ts";
import { MAX_DEPTH, PageTooLarge } from "./limits.ts";
import type { Maker } from "./maker.ts";
import type { NodeRegistry } from "./nodes.ts";
import { depthIn, placeInDocument, placeNode } from "./tree.ts";
import { homeOf, placeFor } from "./withheld.ts";

/** More attributes than an element has. */
const MAX_ATTRIBUTES = 10_000;

/** What the builder tells of, for others to do what only they know. */
export interface BuildListener {
  /** An element was made, of this name in the page; its children follow. */
  made(element: Element, name: string): void;
}

/** Where the fragment that is built goes. */
interface Target {
  parent: Node;
  next: Node | null;
}

export class Builder {
  private nextId = 1;
  /** The open nodes, outermost first, and beside each where its children go and how deep it stands. */
  private readonly open: Node[] = [];
  private readonly homes: Node[] = [];
  private readonly depths: number[] = [];
  private target: Target | null = null;
  /** Whether what is built is known: what goes into an unknown parent is not. */
  private known = true;
  private readonly attributes: string[] = [];

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly maker: Maker,
    private readonly documents: Documents,
    private readonly inert: Document,
    private readonly listener: BuildListener,
  ) {}

  /** @throws BadTokens when something was left open. */
  finishMessage(): void {
    if (this.open.length > 0 || this.target !== null)
      throw new BadTokens(`expected all to be closed, got ${this.open.length} open nodes`);
  }

  id(reader: TokenReader): void {
    const id = reader.int();
    if (id <= 0) throw new BadTokens(`expected an id above 0, got ${id}`);
    this.nextId = id;
  }

  at(reader: TokenReader): void {
    const parent = this.nodes.get(reader.int());
    const next = this.nodes.get(reader.int()) ?? null;
    if (this.open.length > 0 || this.target !== null)
      throw new BadTokens("expected a fragment to be closed before another begins");
    this.known = parent !== undefined;
    this.target = { parent: parent ?? placeFor(null, this.inert), next };
  }

  document(reader: TokenReader): void {
    const host = reader.int();
    const mode = reader.int();
    const id = this.nextId++;
    const place = this.documents.begin(id, host, mode);
    if (this.open.length === 0) this.known = place !== null;
    const outer = place === null ? null : this.nodes.outer(place);
    this.push(place ?? placeFor(null, this.inert), outer === null ? 0 : depthIn(this.nodes, outer));
  }

  element(reader: TokenReader): void {
    const namespace = reader.int();
    const name = reader.text();
    const { attributes } = this;
    attributes.length = 0;
    for (let left = 2 * reader.count(MAX_ATTRIBUTES); left > 0; left--)
      attributes.push(reader.text());
    const element = this.maker.element(this.ownerDocument(), namespace, name, attributes);
    const depth = this.put(element);
    this.push(element, depth);
    this.listener.made(element, name);
  }

  text(reader: TokenReader): void {
    const text = reader.text();
    this.putLeaf(dom.createText(this.ownerDocument(), text));
  }

  doctype(reader: TokenReader): void {
    const name = reader.text();
    const publicId = reader.text();
    const systemId = reader.text();
    this.putLeaf(buildDoctype(this.ownerDocument(), name, publicId, systemId));
  }

  shadow(reader: TokenReader): void {
    const flags = reader.int();
    const alone = this.open.length === 0;
    const host = alone ? this.target?.parent : this.open[this.open.length - 1];
    if (host === undefined) throw new BadTokens("expected a shadow root in an element, got none");
    const root = this.openShadow(host, flags);
    const depth = alone ? depthIn(this.nodes, host) : this.depth() + 1;
    this.register(root);
    if (alone) this.target = null;
    this.push(root, depth);
  }

  up(reader: TokenReader): void {
    for (let count = reader.count(this.open.length); count > 0; count--) this.close();
  }

  /** Opens a node that was made. */
  private push(node: Node, depth: number): void {
    this.open.push(node);
    this.homes.push(homeOf(node));
    this.depths.push(depth);
  }

  private close(): void {
    const node = this.open.pop();
    this.homes.pop();
    this.depths.pop();
    if (node === undefined) return;
    const home = this.homes[this.homes.length - 1];
    if (home === undefined) this.place(node);
    else if (dom.isDocument(home) && dom.isElement(node))
      placeInDocument(this.nodes, home, node, null);
  }

  /**
   * Puts a new node into what is open, if anything is, and makes it known.
   * @returns how deep it stands.
   * @throws PageTooLarge
   */
  private put(node: Node): number {
    const home = this.homes[this.homes.length - 1];
    if (home === undefined && this.target === null)
      throw new BadTokens("expected a place for a node, got none");
    const depth =
      home === undefined ? depthIn(this.nodes, this.target?.parent ?? node) : this.depth() + 1;
    if (depth > MAX_DEPTH)
      throw new PageTooLarge(`The page is nested deeper than ${MAX_DEPTH} elements`);
    this.register(node);
    if (home === undefined) return depth;
    // An element of a document is put there when all is in it: that is much faster.
    if (!dom.isDocument(home)) dom.append(home, node);
    else if (!dom.isElement(node)) placeInDocument(this.nodes, home, node, null);
    return depth;
  }

  private register(node: Node): void {
    const id = this.nextId++;
    if (!this.known) return;
    const old = this.nodes.get(id);
    if (old !== undefined && !dom.isDocument(old)) {
      this.nodes.forget(old);
      dom.detach(old);
    }
    this.nodes.add(id, node);
  }

  /** A node that nothing goes into. */
  private putLeaf(node: Node): void {
    this.put(node);
    if (this.open.length === 0) this.place(node);
  }

  /** Puts the outermost node of a fragment into the page. */
  private place(node: Node): void {
    const { target } = this;
    this.target = null;
    if (target !== null && this.known) placeNode(this.nodes, node, target.parent, target.next);
  }

  private depth(): number {
    return this.depths[this.depths.length - 1] ?? 0;
  }

  private ownerDocument(): Document {
    const home = this.homes[this.homes.length - 1] ?? this.target?.parent;
    if (home === undefined) return this.inert;
    const place = homeOf(home);
    return dom.isDocument(place) ? place : (dom.documentOf(place) ?? this.inert);
  }

  /** An element's shadow root, open to us whatever it is to the page; a place out of view where there can be none. */
  private openShadow(host: Node, flags: number): Node {
    if (!dom.isElement(host)) return placeFor(host, this.inert);
    const old = dom.shadowRootOf(host);
    if (old !== null) {
      this.nodes.forget(old);
      dom.removeChildren(old);
      return old;
    }
    try {
      const slotAssignment = (flags & ShadowFlag.manualSlots) !== 0 ? "manual" : "named";
      return Element.prototype.attachShadow.call(host, { mode: "open", slotAssignment });
    } catch {
      return placeFor(host, this.inert);
    }
  }
}
