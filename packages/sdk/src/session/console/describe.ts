/**
 * Values of the page as text. Nothing of the page is called for it: no getter, no `toString`, no `toJSON`. (The traps of a
 * Proxy cannot be told from plain properties by any script; what they throw is caught.)
 */
import { attributeOf, NodeType, nameOf, typeOf } from "@userview/capture/dom";

/** Objects within objects that are written out. */
const DEPTH = 3;
/** Properties, or entries of a list, that are written out of each. */
const ENTRIES = 30;
/** Characters of all arguments together, as the protocol has them. */
export const LONGEST = 4096;

const getPrototypeOf = Object.getPrototypeOf;
const descriptorOf = Object.getOwnPropertyDescriptor;
const ownKeys = Reflect.ownKeys;
const isArray = Array.isArray;
const sizes: readonly [prefix: string, size: ((this: unknown) => number) | undefined][] = [
  ["Map", descriptorOf(Map.prototype, "size")?.get],
  ["Set", descriptorOf(Set.prototype, "size")?.get],
];
const timeOf = Date.prototype.getTime;
const sourceOf = descriptorOf(RegExp.prototype, "source")?.get as (this: unknown) => string;

const readStack = (descriptorOf(new Error(), "stack") ?? descriptorOf(Error.prototype, "stack"))
  ?.get;

/** Says whether a node may be named by more than what it is. */
export type Nameable = (node: Node) => boolean;

/** What a call of the console says, its placeholders (`%s`, `%d`, `%o`, `%c`, …) filled in. */
export function describeCall(args: readonly unknown[], nameable: Nameable): string {
  const [first, ...rest] = args;
  const words: string[] = [];
  if (typeof first === "string" && first.includes("%")) {
    words.push(
      first.replace(/%([sdifoOc%])/g, (whole, kind: string) => {
        if (kind === "%") return "%";
        if (rest.length === 0) return whole;
        const value = rest.shift();
        return kind === "c" ? "" : describe(value, nameable, kind === "s");
      }),
    );
  } else if (args.length > 0) rest.unshift(first);
  for (const value of rest) {
    words.push(describe(value, nameable, true));
    if (words.join(" ").length > LONGEST) break;
  }
  return cut(words.join(" "));
}

/** @param plain a text stands as it is, not in quotes. */
export function describe(value: unknown, nameable: Nameable, plain = false): string {
  if (plain && typeof value === "string") return cut(value);
  return cut(new Writer(nameable).write(value, DEPTH));
}

export function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

class Writer {
  readonly #nameable: Nameable;
  /** What is being written, from the outside in: it would be written for ever. */
  readonly #around: object[] = [];
  #length = 0;

  constructor(nameable: Nameable) {
    this.#nameable = nameable;
  }

  write(value: unknown, depth: number): string {
    const text = this.#text(value, depth);
    this.#length += text.length;
    return text;
  }

  #text(value: unknown, depth: number): string {
    switch (typeof value) {
      case "string":
        return JSON.stringify(cut(value));
      case "bigint":
        return `${value}n`;
      case "symbol":
        return Symbol.prototype.toString.call(value);
      case "function":
        return `ƒ ${this.#nameOf(value) || "anonymous"}()`;
      case "object":
        return value === null ? "null" : this.#object(value, depth);
      default:
        return Object.is(value, -0) ? "-0" : `${value as number | boolean | undefined}`;
    }
  }

  #object(value: object, depth: number): string {
    try {
      return this.#node(value) ?? this.#known(value) ?? this.#plain(value, depth);
    } catch {
      return "{…}";
    }
  }

  /** A node by what it is; null for anything else. */
  #node(value: object): string | null {
    const node = value as Node;
    const type = answered(() => typeOf(node));
    if (type === undefined) return null;
    if (type === NodeType.text) return "#text";
    if (type !== NodeType.element) return type === 9 ? "#document" : "#node";
    const element = node as Element;
    const name = nameOf(element);
    if (!this.#nameable(element)) return `<${name}>`;
    const id = attributeOf(element, "id");
    const classes = (attributeOf(element, "class") ?? "").trim().split(/\s+/, 3).filter(Boolean);
    return `<${name}${id ? `#${id}` : ""}${classes.map((one) => `.${one}`).join("")}>`;
  }

  /** What has more to it than properties. */
  #known(value: object): string | null {
    if (value instanceof Error) return this.#error(value);
    for (const [name, size] of sizes) {
      const count = answered(() => size?.call(value));
      if (count !== undefined) return `${name}(${count})`;
    }
    const time = answered(() => timeOf.call(value));
    if (time !== undefined)
      return Number.isNaN(time) ? "Invalid Date" : new Date(time).toISOString();
    const source = answered(() => sourceOf.call(value));
    return source !== undefined && value !== RegExp.prototype ? `/${source}/` : null;
  }

  #error(error: Error): string {
    const message = this.#data(error, "message");
    const name = this.#inherited(error, "name");
    const head = `${typeof name === "string" ? name : "Error"}: ${typeof message === "string" ? message : ""}`;
    const stack = stackOf(error);
    if (stack === undefined) return head;
    // Chromium writes name and message at the head of the stack, Firefox does not.
    return typeof message === "string" && !stack.includes(message) ? `${head}\n${stack}` : stack;
  }

  #plain(value: object, depth: number): string {
    if (this.#around.includes(value)) return "[circular]";
    const list = isArray(value);
    const kind = list ? "" : this.#kindOf(value);
    if (depth === 0 || this.#length > LONGEST) return list ? "[…]" : `${kind}{…}`;
    this.#around.push(value);
    const parts: string[] = [];
    const keys = ownKeys(value);
    for (const key of keys) {
      if (list && key === "length") continue;
      const descriptor = descriptorOf(value, key);
      if (descriptor === undefined || !(descriptor.enumerable ?? false)) continue;
      if (parts.length === ENTRIES || this.#length > LONGEST) {
        parts.push("…");
        break;
      }
      const text = "value" in descriptor ? this.write(descriptor.value, depth - 1) : "(getter)";
      parts.push(
        list && typeof key === "string" && /^\d+$/.test(key) ? text : `${String(key)}: ${text}`,
      );
    }
    this.#around.pop();
    if (list) return `[${parts.join(", ")}]`;
    return parts.length === 0 ? `${kind}{}` : `${kind}{ ${parts.join(", ")} }`;
  }

  /** The name of an object's class, "" for plain ones. */
  #kindOf(value: object): string {
    const prototype: object | null = getPrototypeOf(value);
    if (prototype === null || prototype === Object.prototype) return "";
    const made = this.#data(prototype, "constructor");
    const name = typeof made === "function" ? this.#nameOf(made) : "";
    return name === "" || name === "Object" ? "" : `${name} `;
  }

  #nameOf(made: object): string {
    const name = this.#data(made, "name");
    return typeof name === "string" ? name.slice(0, 100) : "";
  }

  /** A property that is no getter. */
  #data(value: object, key: string): unknown {
    return descriptorOf(value, key)?.value;
  }

  #inherited(value: object, key: string): unknown {
    for (let at: object | null = value; at !== null; at = getPrototypeOf(at)) {
      const found = this.#data(at, key);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** The stack of an error: a property in some browsers, read by a function of the browser in others. */
function stackOf(error: Error): string | undefined {
  const own = descriptorOf(error, "stack");
  if (typeof own?.value === "string") return own.value;
  // A page may have V8 ask it how stacks are written.
  if (typeof (Error as { prepareStackTrace?: unknown }).prepareStackTrace === "function")
    return undefined;
  if (own !== undefined && own.get !== readStack) return undefined;
  const stack = answered(() => readStack?.call(error));
  return typeof stack === "string" ? stack : undefined;
}

/** What a function of the browser says of an object of its own class; of others it throws. */
function answered<Value>(ask: () => Value): Value | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
