import {
  type AgentAvailability,
  type AgentToServer,
  CloseCode,
  type ErrorMessage,
  PROTOCOL_MAX,
  PROTOCOL_MIN,
  type ServerToAgent,
} from "@userview/protocol";
import { DeskFeed } from "./desk-feed.ts";
import { Heartbeat } from "./heartbeat.ts";
import { type LinkEvent, type LinkState, step } from "./link.ts";
import { readServerMessage } from "./messages.ts";
import { WaitingQueue } from "./queue.ts";
import { SessionLink, TICKET_REF } from "./session-link.ts";
import { Store } from "./store.ts";

/** No welcome after this long counts as a lost network. */
const GREETING_TIMEOUT_MS = 10_000;

/** A close that never came over the wire: network lost (rule K1, "any other close, or none"). */
const LOST = 1006;

export interface LiveOptions {
  /** Absolute `ws:` or `wss:` address of `/ws/agent`. */
  url: string;
  /** Called when the server does not know this agent (any more): sign in, then `start()` again. */
  onSignedOut: () => void;
  openSocket?: (url: string) => WebSocket;
  random?: () => number;
  /** Monotonic milliseconds. */
  now?: () => number;
}

/**
 * The one live connection of this page to `/ws/agent`: opens, greets, comes back by the advice of
 * the close code, and takes up desk and sessions again each time (protocol/SPEC.md, H, V, K).
 */
export class LiveConnection {
  readonly state = new Store<LinkState>({ at: "idle" });
  /** Round trip to the server in milliseconds, null until measured on this connection. */
  readonly roundTrip = new Store<number | null>(null);
  /** What the agent says of themselves, as it is in all their pages; null until told. */
  readonly availability = new Store<AgentAvailability["availability"] | null>(null);
  readonly desk = new DeskFeed();
  readonly queue = new WaitingQueue();
  private readonly sessions = new Map<string, SessionLink>();
  private deskWanted = 0;
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly heartbeat: Heartbeat;
  private readonly openSocket: (url: string) => WebSocket;
  private readonly random: () => number;
  private readonly now: () => number;

  constructor(private readonly options: LiveOptions) {
    this.openSocket = options.openSocket ?? ((url) => new WebSocket(url));
    this.random = options.random ?? Math.random;
    this.now = options.now ?? (() => performance.now());
    this.heartbeat = new Heartbeat(
      (id) => this.send({ type: "ping", id }),
      (ms) => this.roundTrip.set(ms),
      () => this.lost(),
      this.now,
    );
  }

  /** Open the connection and keep it; a no-op while it is open or being opened. */
  start(): void {
    this.dispatch({ type: "start" });
  }

  /** Close the connection and forget desk and sessions. */
  stop(): void {
    this.sessions.clear();
    this.desk.clear();
    this.queue.clear();
    this.availability.set(null);
    this.dispatch({ type: "stop" });
  }

  /** The browser says that the network is back, or the person asks for it: do not wait longer. */
  retryNow(): void {
    this.dispatch({ type: "retry" });
  }

  /** Hear of the team's visitors until the returned function is called (rule D1). */
  openDesk(): () => void {
    this.deskWanted += 1;
    if (this.deskWanted === 1 && this.state.get().at === "open") this.joinDesk();
    this.start();
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      this.deskWanted -= 1;
      if (this.deskWanted === 0) this.send({ type: "desk.close" });
    };
  }

  /** Take part in a session until the returned `leave` is called. */
  joinSession(session: string, seat: string | null): { link: SessionLink; leave: () => void } {
    const link = new SessionLink(session, seat, (message) => this.send(message), this.now);
    this.sessions.set(session, link);
    if (this.state.get().at === "open") link.join();
    this.start();
    const leave = () => {
      if (this.sessions.get(session) !== link) return;
      this.sessions.delete(session);
      if (link.wanted) this.send({ type: "session.leave", session });
    };
    return { link, leave };
  }

  private joinDesk(): void {
    this.send({ type: "desk.open" });
    this.desk.opened();
  }

  /** False when the message was dropped because nothing is connected. */
  private send(message: AgentToServer): boolean {
    if (this.state.get().at !== "open" || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  private dispatch(event: LinkEvent): void {
    const [state, effects] = step(this.state.get(), event, this.random);
    this.state.set(state);
    for (const effect of effects) {
      switch (effect.type) {
        case "open":
          this.connect();
          break;
        case "hello":
          this.socket?.send(
            JSON.stringify({ type: "hello", protocol: { min: PROTOCOL_MIN, max: PROTOCOL_MAX } }),
          );
          break;
        case "rejoin":
          clearTimeout(this.timer);
          this.heartbeat.start();
          if (this.deskWanted > 0) this.joinDesk();
          for (const link of this.sessions.values()) link.join();
          break;
        case "wait":
          this.timer = setTimeout(() => this.dispatch({ type: "retry" }), effect.ms);
          break;
        case "close":
          this.drop(CloseCode.NORMAL);
          break;
        case "signedOut":
          this.options.onSignedOut();
          break;
      }
    }
    if (state.at === "stopped") this.refuseSessions(state.fault?.code, state.fault?.message);
  }

  private connect(): void {
    clearTimeout(this.timer);
    const socket = this.openSocket(this.options.url);
    this.socket = socket;
    this.timer = setTimeout(() => this.lost(), GREETING_TIMEOUT_MS);
    socket.onopen = () => this.dispatch({ type: "opened" });
    socket.onmessage = (event) => this.read(event.data);
    socket.onclose = (event) => {
      this.drop(null);
      this.dispatch({ type: "closed", code: event.code });
    };
  }

  private lost(): void {
    this.drop(CloseCode.NORMAL);
    this.dispatch({ type: "closed", code: LOST });
  }

  /** Let go of the socket; nothing that it still says is heard. */
  private drop(code: number | null): void {
    clearTimeout(this.timer);
    this.heartbeat.stop();
    this.roundTrip.set(null);
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    if (code !== null) socket.close(code);
  }

  private read(data: unknown): void {
    if (typeof data !== "string") return;
    const reading = readServerMessage(data);
    if (reading.kind === "bad") console.warn(`UserView: dropped a message: ${reading.fault}`);
    if (reading.kind === "message") this.handle(reading.message);
  }

  private handle(message: ServerToAgent): void {
    switch (message.type) {
      case "welcome":
        this.dispatch({ type: "welcome", connection: message.connection, agent: message.agent });
        break;
      case "desk.visitor":
        if (!this.desk.visitor(message.visitor)) {
          console.warn("UserView: dropped a desk.visitor that is no visitor");
        }
        break;
      case "desk.gone":
        this.desk.gone(message.short_id);
        break;
      case "desk.history":
        this.desk.history(message.short_id);
        break;
      case "desk.online":
        this.desk.count(message.online);
        break;
      case "desk.queue":
        this.queue.whole(message.waiting);
        break;
      case "desk.waiting":
        this.queue.put(message.waiting);
        break;
      case "desk.waited":
        this.queue.take(message.short_id, message.answered_by);
        break;
      case "agent.availability":
        this.availability.set(message.availability);
        break;
      case "session.joined":
        this.sessions.get(message.session.id)?.joined(message);
        break;
      case "session.state":
        this.sessions.get(message.session.id)?.updated(message.session);
        break;
      case "viewer.ticket":
        this.sessions.get(message.session)?.ticketed(message);
        break;
      case "pointer":
        this.sessions.get(message.session)?.pointed(message);
        break;
      case "draw":
        this.sessions.get(message.session)?.drew(message);
        break;
      case "input.result":
        this.sessions.get(message.session)?.answered(message);
        break;
      case "session.message":
        this.sessions.get(message.session)?.heard(message.message);
        break;
      case "console.entries":
        this.sessions.get(message.session)?.console.told(message);
        break;
      case "console.result":
        this.sessions.get(message.session)?.console.answered(message);
        break;
      case "pong":
        this.heartbeat.pong(message.id);
        break;
      case "error":
        this.failed(message);
        break;
    }
  }

  /** An error goes to the session whose message it answers, else to every session of this page. */
  private failed(error: ErrorMessage): void {
    this.dispatch({ type: "fault", fault: { code: error.code, message: error.message } });
    if (error.ref?.startsWith(TICKET_REF)) return;
    if (error.code === "not_authenticated" && error.ref === null && this.deskWanted > 0) {
      this.options.onSignedOut();
      return;
    }
    const named = error.ref === null ? undefined : this.sessions.get(error.ref);
    const links = named === undefined ? [...this.sessions.values()] : [named];
    for (const link of links) link.failed(error);
  }

  private refuseSessions(code = "closed", message = "The server closed the connection."): void {
    for (const link of this.sessions.values()) link.refused(code, message);
  }
}
