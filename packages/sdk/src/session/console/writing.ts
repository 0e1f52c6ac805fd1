import type { ConsoleEntry } from "@userview/protocol";

/** `console`'s functions that are listened to. */
const LEVELS = ["debug", "log", "info", "warn", "error"] as const;

type Write = (...args: unknown[]) => void;
type Heard = (level: ConsoleEntry["level"], args: readonly unknown[]) => void;

/**
 * Hear what the page writes to its console, and errors that nobody caught. The page's own calls come first and are passed
 * on as they are. Returns what ends it: the page's functions are then as before, unless others have put theirs around ours.
 */
export function hearWriting(heard: Heard): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let busy = false;
  const hear: Heard = (level, args) => {
    // What a trap of the page writes while it is looked at would never end.
    if (busy || signal.aborted) return;
    busy = true;
    try {
      heard(level, args);
    } finally {
      busy = false;
    }
  };
  const wrapped = LEVELS.map((level) => wrap(level, hear));
  addEventListener("error", (event) => hear("uncaught", [event.error ?? event.message]), {
    signal,
  });
  addEventListener("unhandledrejection", ({ reason }) => hear("uncaught", [reason]), { signal });
  return () => {
    ended.abort();
    for (const unwrap of wrapped) unwrap();
  };
}

function wrap(level: (typeof LEVELS)[number], hear: Heard): () => void {
  const own = Object.getOwnPropertyDescriptor(console, level);
  const original = own?.value as Write | undefined;
  // A page that made it a getter, or fixed it, keeps it.
  if (typeof original !== "function" || own?.configurable !== true) return () => {};
  const write = {
    [level](this: unknown, ...args: unknown[]): void {
      Reflect.apply(original, this, args);
      hear(level, args);
    },
  }[level] as Write;
  Object.defineProperty(console, level, { ...own, value: write });
  return () => {
    if (Object.getOwnPropertyDescriptor(console, level)?.value === write)
      Object.defineProperty(console, level, own);
  };
}
