/**
 * What the loader and its modules know of each other. The session module is loaded when a session begins, the
 * companion when the page is at rest and something that is kept outside of sessions is wanted.
 */

import type { Memory } from "@userview/capture";
import type {
  DisconnectExpected,
  InsetJoined,
  PageInfo,
  Resume,
  SdkLimits,
  SdkSettings,
  ServerToVisitor,
  VisitorToServer,
  VisitorWelcome,
} from "@userview/protocol";
import type { CustomMessage } from "@userview/protocol/custom";
import type { GivenOptions } from "./loader/options.ts";

/** Messages that are the session module's business. */
export type SessionMessage = Extract<
  ServerToVisitor,
  {
    type:
      | `session.${string}`
      | `capture.${string}`
      | `console.${string}`
      | "ack"
      | "pointer"
      | "input"
      | "inset.opened";
  }
>;

/** The page as it is told outside of its content. */
export interface PagePresence {
  /** As it is now, its address scrubbed. */
  info(): PageInfo;
  /** What masks say of it is hidden by this before it is told; whoever knows masks puts it there. */
  hide: (page: PageInfo) => PageInfo;
}

/** What the loader offers each of its modules. Settings, limits and options are those of now, at each reading. */
interface BaseHost {
  /** Public address of the server, without a slash at its end. */
  readonly server: string;
  /** The team's settings; another object when they were changed. */
  readonly settings: SdkSettings;
  readonly limits: SdkLimits;
  /** What the page gave to `init`, all of it; another object when it gave more. */
  readonly options: GivenOptions;
  /** Send a message; false when there is no connection. */
  send(message: VisitorToServer): boolean;
  readonly presence: PagePresence;
  /** Tell the page's handlers. */
  emit(event: string, ...args: unknown[]): void;
  /** Call a function of the page: what it throws goes no further. */
  guarded(call: (...args: unknown[]) => void, ...args: unknown[]): void;
  warn(text: string): void;
}

/** What the loader kept of the page's calls since it stands first in it; nothing where it does not. */
export interface Kept {
  /** Texts of style sheets, as a whole or by rule ("" where not all is known), internals of elements, sources of fonts. */
  readonly given: WeakMap<object, string | string[] | ElementInternals | BufferSource>;
  /** What was hidden in this page so far; whichever module comes first puts it there. */
  memory?: Memory;
  /** A session, or the question for one, is in this page: for modules that come after it began. The session module says it. */
  busy?: boolean;
  /** Shadow roots that were attached, by their hosts. */
  readonly roots: WeakMap<Element, ShadowRoot>;
  /** While a session is live: tell agents something of the page's own, false when that did not go out. Put there by the session module. */
  tellAgents?: ((message: CustomMessage) => boolean) | undefined;
  /** Tells the agents of the live session that a page without the SDK comes; true when it went out. */
  expectDisconnect?:
    | ((expected: Omit<DisconnectExpected, "type" | "session">) => boolean)
    | undefined;
}

/** What the loader offers the session module. */
export interface Host extends BaseHost {
  /** Send one frame of content; false when there is no connection. */
  sendFrame(frame: Uint8Array<ArrayBuffer>): boolean;
  readonly kept: Kept;
}

/** What the session module offers the loader. */
export interface Session {
  /** Whether there is a session, or a request for one: then the connection does not rest. */
  readonly busy: boolean;
  receive(message: SessionMessage): void;
  /** The team's settings or the page's options are others: they hold at once (rule P6). */
  configured(): void;
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

/** What the companion knows of the page around this one, when that one shows it to agents. */
export interface Framing {
  readonly start: InsetJoined;
  /** Where content goes. */
  readonly port: MessagePort;
  /** The page around does not show it any more. */
  gone(): void;
}

/** This page as a page around it shows it (rules N1-N4). */
export interface Inset {
  receive(message: ServerToVisitor): void;
  /** The team's settings or the page's options are others: they hold at once (rule P6). */
  configured(): void;
  /** Stop, synchronously: nothing more is said. */
  stop(): void;
}

/** The module itself. */
export interface FramedModule {
  createInset(host: CompanionHost, framing: Framing): Inset;
}

/** What the loader offers the companion. */
export interface CompanionHost extends BaseHost {
  /** Who this browser is to the server. */
  readonly visitor: VisitorWelcome["visitor"];
  readonly kept: Kept;
}

/**
 * What the companion offers the loader: everything outside of sessions that a page need not have to connect.
 * None of its functions throws.
 */
export interface Companion {
  /** Settings, options or the page's address may be others than before. */
  changed(): void;
  /** The connection is there again. */
  opened(): void;
  /** A message of the server, after the loader has read it. */
  received(message: ServerToVisitor): void;
  /**
   * Carry out a function of `UserView(name, ...args)`.
   *
   * @param at when the page called it, on `performance.now()`'s clock.
   */
  call(name: string, args: readonly unknown[], at: number): unknown;
  /** The page goes, the connection is closed on purpose, or the visitor may become somebody else: say it now or never. */
  leave(): void;
}

/** The module itself. */
export interface CompanionModule {
  createCompanion(host: CompanionHost): Companion;
}
