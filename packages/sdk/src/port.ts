/** What the loader and the session module know of each other: the module is loaded when a session begins. */

import type {
  Resume,
  SdkLimits,
  SdkSettings,
  ServerToVisitor,
  VisitorToServer,
} from "@userview/protocol";
import type { InitOptions } from "./loader/options.ts";

/** Messages that are the session module's business. */
export type SessionMessage = Extract<
  ServerToVisitor,
  { type: `session.${string}` | `capture.${string}` | "ack" | "pointer" | "input" }
>;

/** What the loader offers the session module. */
export interface Host {
  /** Public address of the server, without a slash at its end. */
  readonly server: string;
  readonly settings: SdkSettings;
  readonly limits: SdkLimits;
  readonly options: InitOptions;
  /** Send a message; false when there is no connection. */
  send(message: VisitorToServer): boolean;
  /** Send one frame of content; false when there is no connection. */
  sendFrame(frame: Uint8Array<ArrayBuffer>): boolean;
  /** Tell the page's handlers. */
  emit(event: string, ...args: unknown[]): void;
  /** Call a function of the page: what it throws goes no further. */
  guarded(call: (...args: unknown[]) => void, ...args: unknown[]): void;
  /** What a script gave a style sheet, as text or rule by rule; null when it is not known. */
  sheetSource(sheet: CSSStyleSheet): string | string[] | null;
  warn(text: string): void;
}

/** What the session module offers the loader. */
export interface Session {
  /** Whether there is a session, or a request for one: then the connection does not rest. */
  readonly busy: boolean;
  receive(message: SessionMessage): void;
  /** The connection is there again; what the server says next is the present state. */
  opened(): void;
  /** The connection was lost. */
  closed(): void;
  /** Where the stream stands, for `hello`. */
  resume(): Resume | null;
  /** The visitor stops sharing: at once, before anything is said (rule S7). */
  stop(): void;
  /** This browser becomes somebody else: a session of before is over. */
  abandon(): void;
  /** The page goes away: another page may go on with the session. */
  leave(): void;
}

/** The module itself. */
export interface SessionModule {
  createSession(host: Host): Session;
}
