/** Listening in on what a page's scripts call, while a session captures and not a moment longer. */
import { documentOf, viewOf } from "./dom.ts";

/** A window as an object of its own classes: each frame has its own. */
export type Realm = Window & typeof globalThis;

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Told = (self: object, args: readonly unknown[], result: unknown) => void;

/**
 * Hooks that stand on the classes of windows. The page's own calls are carried out first, with what they return and
 * throw; what goes wrong in a hook stays there. Where somebody has put a hook of their own over ours by the time of
 * `stop`, ours stays under it and only passes on.
 */
export class Hooks {
  /** By what the hooks stand on. Frames come and go with all their classes: none of them is kept for the hooks' sake. */
  readonly #undo = new WeakMap<object, (() => void)[]>();
  #owners: WeakRef<object>[] = [];
  readonly #realms = new WeakSet<Realm>();
  #live = true;

  /** Whether the window is new to these hooks; it is known from then on. */
  enters(realm: Realm | null): realm is Realm {
    if (realm === null || this.#realms.has(realm)) return false;
    this.#realms.add(realm);
    this.#owners = this.#owners.filter((owner) => owner.deref() !== undefined);
    return true;
  }

  /** Tells of each call that succeeded of these methods, with `this`, its arguments and what it returns. */
  methods(owner: object | undefined, names: readonly string[], told: Told): void {
    for (const name of names) {
      this.#replace(owner, name, "value", (original) => {
        const call = this.#guarded(told);
        return function (this: unknown, ...args: unknown[]) {
          const result = Reflect.apply(original, this, args);
          call(this as object, args, result);
          return result;
        };
      });
    }
  }

  /** Tells of each setting of these properties that succeeded. */
  setters(owner: object | undefined, names: readonly string[], told: Told): void {
    for (const name of names) {
      this.#replace(owner, name, "set", (original) => {
        const call = this.#guarded(told);
        return function (this: unknown, ...args: unknown[]) {
          Reflect.apply(original, this, args);
          call(this as object, args, undefined);
          return undefined;
        };
      });
    }
  }

  /** Tells of each reading of these properties, with what was read. */
  getters(owner: object | undefined, names: readonly string[], told: Told): void {
    for (const name of names) {
      this.#replace(owner, name, "get", (original) => {
        const call = this.#guarded(told);
        return function (this: unknown) {
          const result = Reflect.apply(original, this, []);
          call(this as object, [], result);
          return result;
        };
      });
    }
  }

  /** Tells of each object that a class makes, with the arguments it was made of. */
  constructions(
    realm: Realm,
    name: string,
    told: (made: object, args: readonly unknown[]) => void,
  ) {
    this.#replace(realm, name, "value", (original) => {
      const call = this.#guarded((made, args) => told(made, args));
      return new Proxy(original, {
        construct(target, args, newTarget) {
          const made = Reflect.construct(target, args, newTarget) as object;
          call(made, args, undefined);
          return made;
        },
      });
    });
  }

  /** Takes them all out, synchronously. */
  stop(): void {
    this.#live = false;
    for (const owner of this.#owners.splice(0)) {
      const held = owner.deref();
      if (held !== undefined) for (const undo of this.#undo.get(held)?.reverse() ?? []) undo();
    }
  }

  #guarded(told: Told): Told {
    return (self, args, result) => {
      if (!this.#live) return;
      try {
        told(self, args, result);
      } catch {
        // The page called; what we made of it is none of its business.
      }
    };
  }

  #replace(
    owner: object | undefined,
    name: string,
    part: "value" | "get" | "set",
    wrap: (original: Method) => Method,
  ): void {
    if (owner === undefined) return;
    const before = Object.getOwnPropertyDescriptor(owner, name);
    const original: unknown = before?.[part];
    if (!before?.configurable || typeof original !== "function") return;
    const wrapped = wrap(original as Method);
    // Scripts look at names and lengths to find out what a browser can do.
    if (part !== "value" || wrapped.name !== original.name) {
      Object.defineProperty(wrapped, "name", { value: original.name, configurable: true });
      Object.defineProperty(wrapped, "length", { value: original.length, configurable: true });
    }
    Object.defineProperty(owner, name, { ...before, [part]: wrapped });
    const undo = (): void => {
      const now = Object.getOwnPropertyDescriptor(owner, name);
      if (now?.[part] === wrapped) Object.defineProperty(owner, name, { ...now, [part]: original });
    };
    const known = this.#undo.get(owner);
    if (known !== undefined) known.push(undo);
    else {
      this.#undo.set(owner, [undo]);
      this.#owners.push(new WeakRef(owner));
    }
  }
}

/** The window that a tree belongs to; null when it has none (any more). */
export function realmOf(root: Document | ShadowRoot): Realm | null {
  return viewOf(documentOf(root));
}
