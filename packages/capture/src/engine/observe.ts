import {
  connected,
  firstOf,
  holderOf,
  NodeType,
  nextOf,
  parentOf,
  queryAll,
  rootOf,
  typeOf,
} from "./dom.ts";
import type { Root } from "./feature.ts";
import { type Ids, Kept } from "./ids.ts";

const OBSERVED: MutationObserverInit = {
  attributes: true,
  characterData: true,
  childList: true,
  subtree: true,
};

const PREFIXES: Readonly<Record<string, string>> = {
  "http://www.w3.org/1999/xlink": "xlink:",
  "http://www.w3.org/XML/1998/namespace": "xml:",
  "http://www.w3.org/2000/xmlns/": "xmlns:",
};

/** Names that the attributes of those namespaces can have; of others it need not be asked. */
const PREFIXED = new Set(
  "actuate arcrole base href id lang role show space title type xmlns xlink".split(" "),
);

/**
 * What the page did to its trees since it was last written, as state: which nodes are not where the mirror has them, which attributes and
 * texts are to be read anew. However often something changes, it is one entry.
 *
 * A node that left the page is forgotten in the microtask behind that change: only so long the browser tells
 * what goes on inside of it.
 */
export class Changes {
  /** Nodes that were put somewhere; those that the mirror has already are no concern unless they are in `moved` too. */
  readonly added = new Set<Node>();
  /** Nodes in the page that are not where the mirror has them, with what they stand in there; null for those that are detached there. */
  readonly moved = new Map<Node, Node | null>();
  /** Ids of what the mirror has still, and the page has not. */
  gone: number[] = [];
  /** Ids of those of them that had moved before: they are to be detached where the mirror has them, before anything is removed. */
  loosened: number[] = [];
  readonly attributes = new Map<Element, string | Set<string>>();
  readonly texts = new Set<CharacterData>();
  /** `style` elements whose text changed. */
  readonly sheets = new Set<Element>();
  /** Documents whose children changed: they may have been opened anew. */
  readonly documents = new Set<Document>();
  /** A walk is on hold: it knows by `moved` which of the nodes that it has before it are elsewhere by now. */
  walking = false;
  readonly #ids: Ids;
  readonly #observer: MutationObserver;
  readonly #leave: (root: Root) => void;
  readonly #frames: Map<Element, Document>;
  readonly #shadowOf: (element: Element) => ShadowRoot | null;
  readonly #replaced: (removed: Iterable<Node>, added: Iterable<Node>) => void;

  /**
   * @param replaced told of nodes that took the place of others.
   * @param request told that there is something to write.
   * @param frames the documents that the mirror has, by the frame elements that show them.
   * @param leave told of each tree that is gone.
   */
  constructor(
    ids: Ids,
    frames: Map<Element, Document>,
    shadowOf: (element: Element) => ShadowRoot | null,
    replaced: (removed: Iterable<Node>, added: Iterable<Node>) => void,
    leave: (root: Root) => void,
    request: () => void,
    failed: (error: unknown) => void,
  ) {
    this.#ids = ids;
    this.#frames = frames;
    this.#shadowOf = shadowOf;
    this.#replaced = replaced;
    this.#leave = leave;
    this.#observer = new MutationObserver((records) => {
      try {
        this.#mark(records);
        if (!this.empty) request();
      } catch (error) {
        failed(error);
      }
    });
  }

  get empty(): boolean {
    return (
      this.added.size === 0 &&
      this.moved.size === 0 &&
      this.gone.length === 0 &&
      this.attributes.size === 0 &&
      this.texts.size === 0 &&
      this.sheets.size === 0 &&
      this.documents.size === 0
    );
  }

  /** Whether something of the trees is another, not only of their attributes. */
  get isOfTrees(): boolean {
    return (
      this.added.size > 0 ||
      this.moved.size > 0 ||
      this.gone.length > 0 ||
      this.texts.size > 0 ||
      this.documents.size > 0
    );
  }

  observe(root: Root): void {
    this.#observer.observe(root, OBSERVED);
  }

  /** All that happened up to this moment is known when this returns. */
  take(): void {
    const records = this.#observer.takeRecords();
    if (records.length > 0) this.#mark(records);
  }

  /** The node has just been written as it is. */
  written(node: Node): void {
    if (this.added.size > 0) this.added.delete(node);
    if (this.moved.size > 0) this.moved.delete(node);
    if (this.attributes.size > 0) this.attributes.delete(node as Element);
    if (this.texts.size > 0) this.texts.delete(node as CharacterData);
  }

  /** A snapshot begins: whatever happened is part of it. */
  clear(): void {
    this.#observer.takeRecords();
    this.added.clear();
    this.moved.clear();
    this.gone = [];
    this.loosened = [];
    this.attributes.clear();
    this.texts.clear();
    this.sheets.clear();
    this.documents.clear();
    this.walking = false;
  }

  stop(): void {
    this.#observer.disconnect();
    this.clear();
  }

  /** An attribute is to be read anew wherever it stands in a tree. */
  reread(root: Root, name: string): void {
    // Not by `CSS.escape`: pages have variables of that name.
    const escaped = name.replace(/[^a-z_]/giu, (one) => `\\${one.codePointAt(0)?.toString(16)} `);
    for (const element of queryAll(root, `[${escaped}]`)) this.#note(element, name);
  }

  /** The element is in its place, but what is in it is to be written anew. */
  again(element: Element): void {
    this.gone.push(this.#ids.id(element));
    this.forget(element);
    this.added.add(element);
  }

  /** The mirror does not have a node and all in it any more. */
  forget(top: Node): void {
    const stack: Node[] = [top];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const id = this.#ids.id(node);
      // In what was never written there may be what moved into it.
      if (id === 0 && this.moved.size === 0) continue;
      // It moved into what is gone: the mirror has it elsewhere.
      if (id !== 0 && this.moved.has(node)) this.#loosen(node, id);
      this.#ids.forget(node);
      const type = typeOf(node);
      if (type === NodeType.text) continue;
      if (type === NodeType.document || type === NodeType.fragment) this.#leave(node as Root);
      else if (type === NodeType.element) {
        const root = this.#shadowOf(node as Element);
        if (root !== null) stack.push(root);
        const shown = this.#frames.get(node as Element);
        if (shown !== undefined) {
          this.#frames.delete(node as Element);
          stack.push(shown);
        }
      }
      for (let child = firstOf(node); child !== null; child = nextOf(child)) stack.push(child);
    }
  }

  #mark(records: readonly MutationRecord[]): void {
    const left: Node[] = [];
    const fresh = new Set<Node>();
    const strays = new Set<Node>();
    for (const record of records) {
      // Of each record no more is read than is needed: pages change things by the thousand.
      const { target } = record;
      if (this.texts.has(target as CharacterData)) continue;
      const { attributeName } = record;
      if (attributeName !== null) {
        this.#attribute(target as Element, attributeName, record);
        continue;
      }
      const isText = record.type === "characterData";
      const id = this.#ids.id(target);
      if (id === 0) {
        if (isText) this.#sheetText(target);
        // What moved into something that was never written, and leaves the page with it or out of it.
        else if (this.moved.size > 0) left.push(...record.removedNodes);
      } else if (isText) this.texts.add(target as CharacterData);
      else this.#children(target, this.#ids.kept(id), record, left, fresh, strays);
    }
    if (left.length > 0) this.#sort(left, fresh);
    // In what came and went before it was written there may be what moved into it.
    if (this.moved.size > 0)
      for (const node of strays) if (!this.#isMirrored(node)) this.forget(node);
  }

  #attribute(element: Element, local: string, record: MutationRecord): void {
    let name = local;
    if (PREFIXED.has(name)) {
      const namespace = record.attributeNamespace;
      if (namespace !== null) name = (PREFIXES[namespace] ?? "") + name;
    }
    this.#note(element, name);
  }

  #note(element: Element, name: string): void {
    const known = this.attributes.get(element);
    if (known === name) return;
    if (known === undefined) {
      if (this.#ids.id(element) !== 0) this.attributes.set(element, name);
    } else if (typeof known === "object") known.add(name);
    else this.attributes.set(element, new Set([known, name]));
  }

  #children(
    target: Node,
    kept: Kept | undefined,
    record: MutationRecord,
    left: Node[],
    fresh: Set<Node>,
    strays: Set<Node>,
  ): void {
    if (kept !== undefined) {
      if (kept === Kept.sheet) this.sheets.add(target as Element);
      if (this.moved.size > 0) left.push(...record.removedNodes);
      return;
    }
    const { addedNodes, removedNodes } = record;
    if (removedNodes.length > 0 && addedNodes.length > 0) this.#replaced(removedNodes, addedNodes);
    for (let i = 0; i < removedNodes.length; i++) {
      const node = removedNodes[i] as Node;
      // It came and was never written: where it is put next, if anywhere, another record says.
      if (!this.walking && this.added.has(node) && !this.moved.has(node)) {
        this.added.delete(node);
        strays.add(node);
        continue;
      }
      if (!this.moved.has(node)) {
        this.moved.set(node, target);
        fresh.add(node);
      }
      left.push(node);
    }
    for (let i = 0; i < addedNodes.length; i++) this.added.add(addedNodes[i] as Node);
    if (typeOf(target) === NodeType.document) this.documents.add(target as Document);
  }

  /** A text that is no node of the mirror: its `style` element's sheet is another. */
  #sheetText(text: Node): void {
    const parent = parentOf(text);
    if (parent !== null && this.#ids.kept(this.#ids.id(parent)) === Kept.sheet)
      this.sheets.add(parent as Element);
  }

  /**
   * Of nodes that were taken out somewhere, forget those that have not come back.
   * @param fresh those that were where the mirror has them until now.
   */
  #sort(left: readonly Node[], fresh: ReadonlySet<Node>): void {
    const gone = new Set<Node>();
    for (const node of left) if (!this.#isMirrored(node)) gone.add(node);
    const explicit: number[] = [];
    for (const node of gone) {
      const id = this.#ids.id(node);
      if (id !== 0 && fresh.has(node) && !this.#goesWithAnother(node, gone)) explicit.push(id);
    }
    // Before those that had moved: these may have been in them.
    for (const id of explicit) this.gone.push(id);
    for (const node of gone) {
      const id = this.#ids.id(node);
      if (id !== 0 && !fresh.has(node)) this.#loosen(node, id);
      this.moved.delete(node);
      this.added.delete(node);
    }
    for (const node of gone) this.forget(node);
  }

  /** Whether a node is in a tree of the mirror. In others nothing tells what goes on: what moved there is written anew with them. */
  #isMirrored(node: Node): boolean {
    return connected(node) && this.#ids.id(rootOf(node)) !== 0;
  }

  /** A node that had moved goes: wherever the mirror has it, it is on its own. */
  #loosen(node: Node, id: number): void {
    const parent = this.moved.get(node);
    if (parent === undefined) return;
    if (parent !== null) this.loosened.push(id);
    this.gone.push(id);
    this.moved.delete(node);
  }

  /** Whether the mirror has the node inside of another that is gone too. */
  #goesWithAnother(node: Node, gone: ReadonlySet<Node>): boolean {
    const parent = this.moved.get(node);
    if (parent == null || this.#ids.id(parent) === 0) return true;
    if (this.#isMirrored(parent)) return false;
    for (let at: Node | null = parent; at !== null; ) {
      if (gone.has(at)) return true;
      if (this.moved.has(at)) return false;
      at = holderOf(at);
    }
    return true;
  }
}
