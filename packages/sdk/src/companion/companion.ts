import type { EventKind, ServerToVisitor } from "@userview/protocol";
import type { Companion, CompanionHost } from "../port.ts";
import type { Piece, PieceHost, PieceKind } from "./piece.ts";

/** What pieces carry out, whether they run or not. */
const FUNCTIONS = [
  "getLookupCode",
  "trackEvent",
  "saveHistory",
  "requestAgent",
  "cancelRequestAgent",
];

/** Runs the pieces that are wanted, and keeps what they throw away from the page and from each other. */
export class PageCompanion implements Companion {
  readonly #host: PieceHost;
  readonly #kinds: readonly PieceKind[];
  readonly #running = new Map<PieceKind, Piece>();
  /** Pieces that could not be started: they are not tried again in this page. */
  readonly #broken = new Set<PieceKind>();

  constructor(host: CompanionHost, kinds: readonly PieceKind[]) {
    const note = (kind: EventKind, title: string): void =>
      this.#each((piece) => piece.note?.(kind, title));
    // Settings and options of the host are those of now, at each reading: they are inherited, not copied.
    this.#host = Object.assign(Object.create(host) as CompanionHost, { note });
    this.#kinds = kinds;
    this.#startAndStop();
  }

  changed(): void {
    this.#startAndStop();
    this.#each((piece) => piece.changed?.());
  }

  opened(): void {
    this.#each((piece) => piece.opened?.());
  }

  received(message: ServerToVisitor): void {
    this.#each((piece) => piece.received?.(message));
  }

  call(name: string, args: readonly unknown[], at: number): unknown {
    for (const { calls } of this.#running.values()) {
      if (calls !== undefined && Object.hasOwn(calls, name))
        return this.#kept(() => calls[name]?.(args, at));
    }
    if (!FUNCTIONS.includes(name)) this.#host.warn(`there is no function "${name}"`);
    return undefined;
  }

  leave(): void {
    this.#each((piece) => piece.leave?.());
  }

  #startAndStop(): void {
    const { settings, options } = this.#host;
    for (const kind of this.#kinds) {
      const piece = this.#running.get(kind);
      const wanted = kind.wanted(settings, options);
      if (wanted && piece === undefined) this.#start(kind);
      else if (!wanted && piece !== undefined) {
        this.#running.delete(kind);
        this.#kept(() => piece.stop());
      }
    }
  }

  #start(kind: PieceKind): void {
    if (this.#broken.has(kind)) return;
    const piece = this.#kept(() => kind.start(this.#host));
    if (piece === undefined) this.#broken.add(kind);
    else this.#running.set(kind, piece);
  }

  #each(task: (piece: Piece) => void): void {
    for (const piece of [...this.#running.values()]) this.#kept(() => task(piece));
  }

  #kept<T>(task: () => T): T | undefined {
    try {
      return task();
    } catch (error) {
      this.#host.warn(`a defect of the SDK, the page is not touched by it: ${String(error)}`);
      return undefined;
    }
  }
}
