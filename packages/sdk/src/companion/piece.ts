import type { EventKind, ServerToVisitor } from "@userview/protocol";
import type { CompanionHost } from "../port.ts";
import type { Wanted } from "./wanted.ts";

/** A function of `UserView(name, ...args)`; `at` is when the page called it, on `performance.now()`'s clock. */
export type Call = (args: readonly unknown[], at: number) => unknown;

/** One thing that the companion does. What a piece throws is told to the console and hurts nobody else. */
export interface Piece {
  /** Functions that it carries out while it runs. */
  readonly calls?: Readonly<Record<string, Call>>;
  /** Settings, options or the page's address may be others than before. */
  changed?(): void;
  /** The connection is there again. */
  opened?(): void;
  /** A message of the server; most are for others. */
  received?(message: ServerToVisitor): void;
  /** Another piece saw something that belongs in the visitor's history. */
  note?(kind: EventKind, title: string): void;
  /** The page goes, or the connection is closed on purpose. It may come back. */
  leave?(): void;
  /** It is not wanted any more: listeners and timers go. */
  stop(): void;
}

/** What pieces work with. */
export interface PieceHost extends CompanionHost {
  /** Something happened that belongs in the visitor's history; nothing comes of it where that is not collected. */
  note(kind: EventKind, title: string): void;
}

/** How a piece comes to be. */
export interface PieceKind {
  /** Asked at the start and at every change: it runs while this is true. */
  readonly wanted: Wanted;
  /** Begin; the connection is there. */
  start(host: PieceHost): Piece;
}
