import { warn } from "./console.ts";

/** Handlers of the page, called in the order in which they came; one that throws hurts nobody else. */
export class Events {
  readonly #handlers = new Map<string, Set<(...args: unknown[]) => void>>();

  /** `on(...events, cb)`. */
  on(args: readonly unknown[]): void {
    const handler = args.at(-1);
    const names = args.slice(0, -1);
    if (typeof handler !== "function" || names.length === 0) {
      warn("on: expected event names and a function");
      return;
    }
    for (const name of names) {
      const handlers = this.#handlers.get(String(name)) ?? new Set();
      handlers.add(handler as () => void);
      this.#handlers.set(String(name), handlers);
    }
  }

  /** `off(...events, cb)`; without a function all handlers of the events go. */
  off(args: readonly unknown[]): void {
    const handler = args.at(-1);
    for (const name of args) {
      if (typeof handler === "function")
        this.#handlers.get(String(name))?.delete(handler as () => void);
      else this.#handlers.delete(String(name));
    }
  }

  emit(name: string, ...args: unknown[]): void {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) guarded(handler, ...args);
  }
}

/** Call a function of the page: what it throws is shown in the console and goes no further. */
export function guarded(call: (...args: unknown[]) => void, ...args: unknown[]): void {
  try {
    call(...args);
  } catch (error) {
    console.error(error);
  }
}
