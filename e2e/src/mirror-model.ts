/**
 * A mirror without a browser: page content (format 2) applied to plain objects, as strictly as can be. What a viewer may
 * forgive is an error here: unknown ids, nodes that are not closed, siblings that stand elsewhere.
 */
import { digest, Op, ReadStrings, TokenReader } from "../../packages/protocol/src/content/index.ts";

export interface ModelNode {
  readonly id: number;
  readonly kind: "document" | "element" | "text" | "doctype" | "shadow";
  readonly name: string;
  readonly attributes: Map<string, string>;
  text: string;
  parent: ModelNode | null;
  readonly children: ModelNode[];
  shadow: ModelNode | null;
  shown: ModelNode | null;
  /** What was said of it that is no node: the op's name with what followed. */
  readonly state: Map<string, readonly unknown[]>;
}

/** An op that changes no node: its name, and what it says. */
export interface ModelEvent {
  readonly op: string;
  readonly says: readonly unknown[];
}

type Field = "id" | "int" | "number" | "text" | "nothing";

/** What ops take that only say something; those that build or change the tree are read by hand. */
const SAYING: Readonly<Record<string, { fields: readonly Field[]; repeats?: readonly Field[] }>> = {
  sheet: { fields: ["int", "text", "text"] },
  insertRule: { fields: ["int", "int", "text"] },
  deleteRule: { fields: ["int", "int"] },
  replaceRule: { fields: ["int", "int", "text"] },
  disableSheet: { fields: ["int", "int"] },
  adopt: { fields: ["id"], repeats: ["int"] },
  font: { fields: ["int", "int", "text", "text"], repeats: ["text", "text"] },
  removeFont: { fields: ["int"] },
  forgetSheet: { fields: ["int"] },
  control: { fields: ["id", "int", "text"] },
  choose: { fields: ["id"], repeats: ["int"] },
  scroll: { fields: ["id", "number", "number"] },
  media: { fields: ["id", "int", "number", "number"] },
  picture: { fields: ["id", "number", "number", "number", "number", "text"] },
  layer: { fields: ["id", "int"] },
  states: { fields: ["id"], repeats: ["text"] },
  userInvalid: { fields: ["id", "int"] },
  hold: { fields: ["id", "number", "number"] },
  foreign: { fields: ["id", "text"] },
  inset: { fields: ["id", "int"] },
  insetText: { fields: ["int", "text"] },
  insetMessage: { fields: ["int", "int"] },
  insetEnd: { fields: ["int"] },
  animate: { fields: ["int", "id", "text", "text", "text", "int", "number", "number"] },
  animation: { fields: ["int", "int", "number", "number"] },
  pointer: { fields: ["int", "number", "number", "int"] },
  press: { fields: ["id", "number", "number", "int"] },
  focus: { fields: ["int", "int"] },
  selection: { fields: [], repeats: ["id", "int", "id", "int"] },
  highlight: { fields: ["text", "number"], repeats: ["id", "int", "id", "int"] },
  target: { fields: ["int"] },
  viewport: { fields: ["number", "number", "number", "number", "number"] },
  mediaFeatures: { fields: ["int"] },
  url: { fields: ["text"] },
  title: { fields: ["text"] },
  define: { fields: ["text"] },
};

const NAMES = new Map<number, string>(Object.entries(Op).map(([name, code]) => [code, name]));

export class MirrorModel {
  readonly nodes = new Map<number, ModelNode>();
  /** What was said of no node, in order. */
  readonly events: ModelEvent[] = [];
  root: ModelNode | null = null;
  digests = 0;
  /** How often a digest said something of the page's first node. */
  digestsOfFirst = 0;
  readonly #strings = new ReadStrings();
  #next = 1;
  #open: ModelNode[] = [];
  /** Where the next fragment goes. */
  #place: { parent: ModelNode; next: ModelNode | null } | null = null;
  readonly #detached = new Set<ModelNode>();

  /** @throws Error when something is said that cannot be. */
  apply(payload: string, isSnapshot: boolean): void {
    if (isSnapshot) {
      this.#strings.reset();
      this.nodes.clear();
      this.root = null;
      this.#next = 1;
    }
    const reader = new TokenReader(payload, this.#strings);
    for (let op = reader.op(); op !== null; op = reader.op()) this.#one(op, reader);
    if (this.#open.length > 0)
      throw new Error(`expected all to be closed, ${this.#open.length} are open`);
    if (this.#place !== null) throw new Error("expected a fragment behind a place, there is none");
    if (this.#detached.size > 0) throw new Error("expected what was detached to be put back");
  }

  /** The node of this id. */
  node(id: number): ModelNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`expected a known node, got ${id}`);
    return node;
  }

  #one(op: number, reader: TokenReader): void {
    switch (op) {
      case Op.document: {
        const host = reader.int();
        reader.int();
        const node = this.#make("document", "");
        if (host === 0) this.root = node;
        else {
          const frame = this.node(host);
          if (frame.shown !== null) this.#forget(frame.shown);
          frame.shown = node;
          node.parent = frame;
        }
        this.#open.push(node);
        return;
      }
      case Op.element: {
        reader.int();
        const node = this.#make("element", reader.text());
        this.#put(node);
        for (let left = reader.count(100_000); left > 0; left--)
          node.attributes.set(reader.text(), reader.text());
        this.#open.push(node);
        return;
      }
      case Op.text: {
        const node = this.#make("text", "#text");
        node.text = reader.text();
        this.#put(node);
        return;
      }
      case Op.doctype: {
        const node = this.#make("doctype", reader.text());
        reader.text();
        reader.text();
        this.#put(node);
        return;
      }
      case Op.shadow: {
        reader.int();
        const node = this.#make("shadow", "#shadow");
        const host = this.#place?.parent ?? this.#open.at(-1);
        this.#place = null;
        if (host === undefined || host.shadow !== null)
          throw new Error("expected a host for a shadow root");
        host.shadow = node;
        node.parent = host;
        this.#open.push(node);
        return;
      }
      case Op.up:
        for (let left = reader.int(); left > 0; left--)
          if (this.#open.pop() === undefined) throw new Error("expected an open node to close");
        return;
      case Op.id:
        this.#next = reader.int();
        return;
      case Op.at: {
        const parent = this.node(reader.int());
        const next = reader.int();
        this.#place = { parent, next: next === 0 ? null : this.#child(parent, next) };
        return;
      }
      case Op.detach: {
        const node = this.node(reader.int());
        this.#takeOut(node);
        this.#detached.add(node);
        return;
      }
      case Op.move: {
        const node = this.node(reader.int());
        const parent = this.node(reader.int());
        const next = reader.int();
        if (!this.#detached.delete(node))
          throw new Error(`expected ${node.id} to be detached before it moves`);
        for (let at: ModelNode | null = parent; at !== null; at = at.parent)
          if (at === node) throw new Error(`expected ${node.id} not to move into itself`);
        this.#insert(node, parent, next === 0 ? null : this.#child(parent, next));
        return;
      }
      case Op.remove: {
        const node = this.node(reader.int());
        if (!this.#detached.delete(node)) this.#takeOut(node);
        this.#forget(node);
        return;
      }
      case Op.attributes: {
        const node = this.node(reader.int());
        for (let left = reader.count(100_000); left > 0; left--) {
          const name = reader.text();
          const value = reader.textOrNothing();
          if (value === null) node.attributes.delete(name);
          else node.attributes.set(name, value);
        }
        return;
      }
      case Op.setText:
        this.node(reader.int()).text = reader.text();
        return;
      case Op.spliceText: {
        const node = this.node(reader.int());
        const start = reader.int();
        const removed = reader.int();
        const text = reader.text();
        node.text = node.text.slice(0, start) + text + node.text.slice(start + removed);
        return;
      }
      case Op.digest:
        this.#digest(reader.int(), reader.int(), reader.int());
        return;
      default:
        this.#say(op, reader);
    }
  }

  #say(op: number, reader: TokenReader): void {
    const name = NAMES.get(op);
    const saying = name === undefined ? undefined : SAYING[name];
    if (name === undefined || saying === undefined) throw new Error(`expected an op, got ${op}`);
    const says: unknown[] = [];
    for (const field of saying.fields) says.push(this.#field(field, reader));
    if (saying.repeats !== undefined)
      for (let left = reader.count(100_000); left > 0; left--)
        for (const field of saying.repeats) says.push(this.#field(field, reader));
    this.events.push({ op: name, says });
    if (saying.fields[0] === "id") this.node(says[0] as number).state.set(name, says.slice(1));
    else if (name === "sheet") this.nodes.get(says[0] as number)?.state.set(name, says.slice(1));
  }

  #field(field: Field, reader: TokenReader): unknown {
    switch (field) {
      case "id": {
        const id = reader.int();
        this.node(id);
        return id;
      }
      case "int":
        return reader.int();
      case "number":
        return reader.number();
      case "text":
        return reader.text();
      case "nothing":
        return reader.textOrNothing();
    }
  }

  #make(kind: ModelNode["kind"], name: string): ModelNode {
    const id = this.#next;
    this.#next += 1;
    const before = this.nodes.get(id);
    if (before !== undefined) {
      this.#takeOut(before);
      this.#forget(before);
    }
    const node: ModelNode = {
      id,
      kind,
      name,
      attributes: new Map(),
      text: "",
      parent: null,
      children: [],
      shadow: null,
      shown: null,
      state: new Map(),
    };
    this.nodes.set(id, node);
    return node;
  }

  #put(node: ModelNode): void {
    const place = this.#place;
    this.#place = null;
    const parent = place?.parent ?? this.#open.at(-1);
    if (parent === undefined) throw new Error(`expected a place for ${node.name}`);
    if (place !== null && this.#open.length > 0)
      throw new Error("expected all to be closed before a fragment");
    this.#insert(node, parent, place?.next ?? null);
  }

  #insert(node: ModelNode, parent: ModelNode, next: ModelNode | null): void {
    const at = next === null ? parent.children.length : parent.children.indexOf(next);
    parent.children.splice(at, 0, node);
    node.parent = parent;
  }

  #child(parent: ModelNode, id: number): ModelNode {
    const child = this.node(id);
    if (child.parent !== parent || !parent.children.includes(child))
      throw new Error(`expected ${id} in ${parent.id}`);
    return child;
  }

  #takeOut(node: ModelNode): void {
    const { parent } = node;
    if (parent === null) throw new Error(`expected ${node.id} to stand somewhere`);
    const at = parent.children.indexOf(node);
    if (at >= 0) parent.children.splice(at, 1);
    node.parent = null;
  }

  #forget(node: ModelNode): void {
    if (!this.nodes.delete(node.id)) throw new Error(`expected to know ${node.id}`);
    for (const child of node.children) this.#forget(child);
    if (node.shadow !== null) this.#forget(node.shadow);
    if (node.shown !== null) this.#forget(node.shown);
  }

  #digest(first: number, count: number, hash: number): void {
    if (first <= (this.root?.id ?? 0)) this.digestsOfFirst += 1;
    const ids = [...this.nodes.keys()]
      .sort((a, b) => a - b)
      .filter((id) => id >= first)
      .slice(0, count);
    const found = digest(ids, {
      parent: (id) => this.node(id).parent?.id ?? 0,
      next: (id) => {
        const { parent } = this.node(id);
        const siblings = parent?.children ?? [];
        const at = siblings.indexOf(this.node(id));
        return at < 0 ? 0 : (siblings[at + 1]?.id ?? 0);
      },
      length: (id) => this.node(id).text.length,
    });
    if (found !== hash) throw new Error(`expected a digest ${hash} from ${first}, got ${found}`);
    this.digests += 1;
  }
}

/** A tree as text that can be compared. */
export function outline(node: ModelNode | null, depth = 0): string {
  if (node === null) return "";
  const pad = " ".repeat(depth);
  const attributes = [...node.attributes].map(
    ([name, value]) => ` ${name}=${JSON.stringify(value)}`,
  );
  const line = `${pad}${node.name}${attributes.sort().join("")}${node.kind === "text" ? JSON.stringify(node.text) : ""}\n`;
  const inner = [node.shadow, node.shown, ...node.children].map((one) => outline(one, depth + 1));
  return line + inner.join("");
}
