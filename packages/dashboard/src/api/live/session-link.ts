import type {
  AgentDrew,
  AgentPointer,
  AgentToServer,
  ErrorMessage,
  InputOutcome,
  InputSent,
  Participant,
  SessionJoined,
  SessionView,
  ViewerTicket,
} from "@userview/protocol";
import type { CustomMessage } from "@userview/protocol/custom";
import { ConsoleLog } from "./console-log.ts";
import { Store } from "./store.ts";

/** How refs of ticket requests begin: a refused one is no news, the next join brings a ticket anyway. */
export const TICKET_REF = "ticket-";

/** What errors about the console name. */
const CONSOLE_REF = "console";

/** So many messages of the visitor's page are kept; each has at most 16 KiB. */
const MESSAGES_KEPT = 50;

/** What the visitor's page said of its own; `serial` tells two alike apart. */
export interface ReceivedMessage {
  serial: number;
  at: Date;
  message: CustomMessage;
}

export type SessionSnapshot =
  | { phase: "joining" }
  | { phase: "joined"; view: SessionView; me: Participant; liveSeconds: number }
  | { phase: "refused"; code: string; message: string };

/** What the watch page wants to hear at once, beside the state of the session. */
export interface SessionListener {
  ticket(ticket: ViewerTicket): void;
  pointer(pointer: AgentPointer): void;
  drew(drawing: AgentDrew): void;
  outcome(outcome: InputOutcome): void;
  /** The visitor's page says something of its own. */
  message(message: CustomMessage): void;
  error(error: ErrorMessage): void;
}

/** This page's part in one session; survives reconnects, for each of which it joins again. */
export class SessionLink {
  readonly store = new Store<SessionSnapshot>({ phase: "joining" });
  /** The newest messages of the visitor's page, oldest first. */
  readonly messages = new Store<readonly ReceivedMessage[]>([]);
  readonly console: ConsoleLog;
  private received = 0;
  private listeners = new Set<SessionListener>();
  private unusedTicket: ViewerTicket | null = null;
  /** When this page first saw the session live. */
  private liveSince: number | null = null;

  /** @param seat what redeeming a watch link gave; null for a signed-in agent. */
  constructor(
    readonly session: string,
    private readonly seat: string | null,
    private readonly transmit: (message: AgentToServer) => boolean,
    private readonly now: () => number,
  ) {
    this.console = new ConsoleLog(session, transmit);
  }

  /** Hear of tickets, pointers and results; a ticket that nobody has used yet is handed over at once. */
  listen(listener: SessionListener): () => void {
    this.listeners.add(listener);
    const ticket = this.unusedTicket;
    this.unusedTicket = null;
    if (ticket !== null) listener.ticket(ticket);
    return () => this.listeners.delete(listener);
  }

  /** A fresh connection is open: take part again. */
  join(): void {
    if (!this.wanted) return;
    this.transmit({
      type: "session.join",
      session: this.session,
      seat: this.seat,
      ref: this.session,
    });
  }

  /** False once the session has ended or will not have us: there is nothing to come back to. */
  get wanted(): boolean {
    const now = this.store.get();
    return now.phase === "joining" || (now.phase === "joined" && now.view.state !== "ended");
  }

  /** False when nothing is connected and the input was dropped. */
  input({ id, page, epoch, action, inset }: Omit<InputSent, "type" | "session">): boolean {
    const { session } = this;
    return this.transmit({ type: "input", session, id, page, epoch, action, inset: inset ?? null });
  }

  pointer(x: number, y: number, visible: boolean): void {
    this.transmit({ type: "pointer", session: this.session, x, y, visible });
  }

  requestTicket(): void {
    const ref = `${TICKET_REF}${this.session}`;
    this.transmit({ type: "viewer.ticket", session: this.session, ref });
  }

  takeControl(): void {
    this.transmit({ type: "control.take", session: this.session });
  }

  releaseControl(): void {
    this.transmit({ type: "control.release", session: this.session });
  }

  /** Tell the visitor's page something of the product's own; false when nothing is connected and it was dropped. */
  tellPage(message: CustomMessage): boolean {
    return this.transmit({ type: "session.message", session: this.session, message });
  }

  end(): void {
    this.transmit({ type: "session.end", session: this.session });
  }

  joined(message: SessionJoined): void {
    this.show(message.session, message.participant);
    this.console.rejoined(message.session.permissions.read_console === true);
    this.ticketed(message.viewer);
  }

  updated(view: SessionView): void {
    const before = this.store.get();
    if (before.phase === "joined") this.show(view, before.me);
  }

  ticketed(ticket: ViewerTicket): void {
    if (this.listeners.size === 0) this.unusedTicket = ticket;
    for (const listener of this.listeners) listener.ticket(ticket);
  }

  pointed(pointer: AgentPointer): void {
    for (const listener of this.listeners) listener.pointer(pointer);
  }

  drew(drawing: AgentDrew): void {
    for (const listener of this.listeners) listener.drew(drawing);
  }

  answered(outcome: InputOutcome): void {
    for (const listener of this.listeners) listener.outcome(outcome);
  }

  heard(message: CustomMessage): void {
    this.received += 1;
    const one = { serial: this.received, at: new Date(), message };
    this.messages.set([...this.messages.get().slice(1 - MESSAGES_KEPT), one]);
    for (const listener of this.listeners) listener.message(message);
  }

  /** `liveSeconds`: how long this page has seen the session live, fixed when it ends. */
  private show(view: SessionView, me: Participant): void {
    if (view.state === "active") this.liveSince ??= this.now();
    const liveSeconds = this.liveSince === null ? 0 : (this.now() - this.liveSince) / 1000;
    this.store.set({ phase: "joined", view, me, liveSeconds });
  }

  /** An `error` that names this session's join, or one that came while it is the only session. */
  failed(error: ErrorMessage): void {
    const joining = error.ref === this.session || this.store.get().phase === "joining";
    if (error.ref === CONSOLE_REF) {
      this.console.refuse(error.message);
    } else if (joining || endsTheMatter(error.code)) {
      this.refused(error.code, error.message);
    } else {
      for (const listener of this.listeners) listener.error(error);
    }
  }

  /** The session will not have us, or the connection was closed for good. */
  refused(code: string, message: string): void {
    const now = this.store.get();
    if (now.phase === "joined" && now.view.state === "ended") return;
    this.store.set({ phase: "refused", code, message });
  }
}

function endsTheMatter(code: string): boolean {
  return code === "no_such_session" || code === "session_ended" || code === "link_expired";
}
