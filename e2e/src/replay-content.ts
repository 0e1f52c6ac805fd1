/** Words to write page content for a viewer with, op by op (format 2). Each node keeps the id that it is made with. */
import {
  DocumentMode,
  MAX_INTERNED,
  Namespace,
  Op,
  ShadowFlag,
  TokenWriter,
  WrittenStrings,
} from "@userview/protocol/content";

/** Writes some ops of a message. */
export type Write = (writer: TokenWriter) => void;

/** A node, with an id of its own; `rest` takes what is no node and is told behind them. */
export interface LabNode {
  readonly id: number;
  write(writer: TokenWriter, rest: Write[]): void;
}

type Attributes = Readonly<Record<string, string>>;
type Child = LabNode | string;

let ids = 0;

/** An id that nothing has. */
export function newId(): number {
  return ++ids;
}

export function element(name: string, attributes: Attributes = {}, ...children: Child[]): LabNode {
  return make(Namespace.html, name, attributes, children);
}

export function svg(name: string, attributes: Attributes = {}, ...children: Child[]): LabNode {
  return make(Namespace.svg, name, attributes, children);
}

export function math(name: string, attributes: Attributes = {}, ...children: Child[]): LabNode {
  return make(Namespace.mathml, name, attributes, children);
}

/** Stands first among the children of its host. */
export function shadow(...children: Child[]): LabNode {
  const nodes = children.map(asNode);
  return numbered((writer, id, rest) => {
    writer.ints(Op.id, id, Op.shadow, ShadowFlag.closed);
    for (const node of nodes) node.write(writer, rest);
    writer.ints(Op.up, 1);
  });
}

export function text(said: string): LabNode {
  return numbered((writer, id) => {
    writer.ints(Op.id, id, Op.text).text(said);
  });
}

function make(
  namespace: number,
  name: string,
  attributes: Attributes,
  children: readonly Child[],
): LabNode {
  const nodes = children.map(asNode);
  return numbered((writer, id, rest) => {
    const given = Object.entries(attributes);
    writer.ints(Op.id, id, Op.element, namespace).text(name).int(given.length);
    for (const [attribute, value] of given) writer.text(attribute).text(value);
    for (const node of nodes) node.write(writer, rest);
    writer.ints(Op.up, 1);
    // What a style element says is its sheet, too.
    const said = children.filter((child) => typeof child === "string").join("");
    if (name.toLowerCase() === "style") rest.push(sheet(id, said));
  });
}

function numbered(write: (writer: TokenWriter, id: number, rest: Write[]) => void): LabNode {
  const id = newId();
  return { id, write: (writer, rest) => write(writer, id, rest) };
}

function asNode(child: Child): LabNode {
  return typeof child === "string" ? text(child) : child;
}

export interface DocumentOptions {
  id?: number;
  head?: LabNode[];
  quirks?: boolean;
}

/** A document with these elements in its body: the page's own, or that of a frame. */
export function documentOf(host: number, body: LabNode[], options: DocumentOptions = {}): Write {
  const { id = newId(), head = [], quirks = false } = options;
  const doctype = newId();
  const html = element(
    "html",
    {},
    element("head", {}, ...head),
    make(Namespace.html, "body", {}, body),
  );
  return (writer) => {
    const rest: Write[] = [];
    const mode = quirks ? DocumentMode.quirks : DocumentMode.standards;
    writer.ints(Op.id, id, Op.document, host, mode);
    if (!quirks) writer.ints(Op.id, doctype, Op.doctype).text("html").text("").text("");
    html.write(writer, rest);
    writer.ints(Op.up, 1);
    for (const write of rest) write(writer);
  };
}

export interface PageOptions extends DocumentOptions {
  width?: number;
  height?: number;
}

/** A whole page of these elements in the body, as a snapshot. */
export function page(body: LabNode[], options: PageOptions = {}): Write {
  const { width = 800, height = 600 } = options;
  const all = documentOf(0, body, options);
  return (writer) => {
    all(writer);
    viewport(width, height)(writer);
    writer.int(Op.url).text("https://shop.example/cart");
  };
}

/** A node and all in it goes into a parent, at the end or before `next`. */
export function add(parent: number, node: LabNode, next = 0): Write {
  return (writer) => {
    const rest: Write[] = [];
    writer.ints(Op.at, parent, next);
    node.write(writer, rest);
    for (const write of rest) write(writer);
  };
}

export function move(id: number, parent: number, next = 0): Write {
  return (writer) => writer.ints(Op.detach, id, Op.move, id, parent, next);
}

export function remove(id: number): Write {
  return (writer) => writer.ints(Op.remove, id);
}

/** Null takes an attribute away. */
export function attributes(id: number, changed: Readonly<Record<string, string | null>>): Write {
  return (writer) => {
    const all = Object.entries(changed);
    writer.ints(Op.attributes, id, all.length);
    for (const [name, value] of all) writer.text(name).textOrNothing(value);
  };
}

export function setText(id: number, said: string): Write {
  return (writer) => writer.ints(Op.setText, id).text(said);
}

export function sheet(id: number, css: string, media = ""): Write {
  return (writer) => writer.ints(Op.sheet, id).text(media).text(css);
}

export function viewport(width: number, height: number, visual = [0, 0, 1]): Write {
  return (writer) => {
    writer.int(Op.viewport);
    for (const number of [width, height, ...visual]) writer.number(number);
  };
}

/** A page of another site in a frame: what it says, as ops of the page around. */
export class InsetContent {
  readonly #strings = new WrittenStrings();
  readonly #writer = new TokenWriter(this.#strings);

  constructor(readonly number: number) {}

  /** It is shown in this frame from now on. */
  begins(frame: LabNode): Write {
    return op("inset", frame.id, this.number);
  }

  snapshot(...writes: readonly Write[]): Write {
    this.#strings.reset();
    return this.#message(writes, 1);
  }

  changes(...writes: readonly Write[]): Write {
    return this.#message(writes, 0);
  }

  #message(writes: readonly Write[], snapshot: number): Write {
    for (const write of writes) write(this.#writer);
    const said = this.#writer.line().padEnd(MAX_INTERNED + 2);
    // In two parts, as long ones come.
    const half = said.length >> 1;
    return (writer) => {
      for (const part of [said.slice(0, half), said.slice(half)])
        writer.ints(Op.insetText, this.number).text(part);
      writer.ints(Op.insetMessage, this.number, snapshot);
    };
  }
}

/** An op by its tokens: numbers as they are, texts as texts. */
export function op(name: keyof typeof Op, ...values: (number | string)[]): Write {
  return (writer) => {
    writer.int(Op[name]);
    for (const value of values) {
      if (typeof value === "string") writer.text(value);
      else writer.number(value);
    }
  };
}
