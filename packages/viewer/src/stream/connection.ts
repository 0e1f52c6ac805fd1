/** The viewer's own connection: hello, welcome, and coming back as the close codes advise (rules H1, V1, K1). */
import {
  CLOSE_ADVICE,
  closeAdvice,
  type ErrorMessage,
  PROTOCOL_MAX,
  PROTOCOL_MIN,
  readMessage,
  reconnectDelay,
  type ServerToViewer,
  type StreamRestart,
  type ViewerHello,
  type ViewerResume,
  type ViewerWelcome,
} from "@userview/protocol";

/** A server that says nothing for so long after the upgrade is as good as none. */
const WELCOME_WITHIN_MS = 10_000;
/** The dashboard may itself be without a connection when a ticket is asked for: it is asked again. */
const ASK_AGAIN_MS = 10_000;

export type StreamMessage = Exclude<ServerToViewer, ViewerWelcome | ErrorMessage>;

export interface ConnectionListener {
  /** Where to go on, null to begin anew; asked when `hello` is sent. */
  resumeAt(): ViewerResume | null;
  welcome(message: ViewerWelcome): void;
  control(message: StreamMessage): void;
  frame(data: ArrayBuffer): void;
  /** The connection is gone and will be tried again. */
  lost(): void;
  /** A ticket is needed to come back. */
  needTicket(): void;
  /** The connection is gone for good, and why. */
  closed(code: number, reason: string): void;
}

export class Connection {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0;
  private welcomed = false;
  private refusal = "";

  constructor(private readonly listener: ConnectionListener) {}

  /**
   * Connects with a ticket, instead of what was connected before.
   * @param endpoint address of `/ws/view` on this page's own host.
   */
  open(endpoint: string, ticket: string): void {
    this.close();
    const problem = refuseEndpoint(endpoint);
    if (problem !== null) {
      this.listener.closed(0, problem);
      return;
    }
    const socket = new WebSocket(endpoint);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    this.welcomed = false;
    this.refusal = "";
    socket.onopen = () => {
      const resume = this.listener.resumeAt();
      const protocol = { min: PROTOCOL_MIN, max: PROTOCOL_MAX };
      const hello: ViewerHello = { type: "hello", protocol, ticket, resume };
      socket.send(JSON.stringify(hello));
    };
    socket.onmessage = ({ data }) => this.receive(data);
    socket.onclose = ({ code, reason }) => {
      if (this.socket === socket) this.ended(code, reason);
    };
    this.timer = setTimeout(() => {
      this.drop();
      this.comeBack();
    }, WELCOME_WITHIN_MS);
  }

  /** Asks the server for a fresh start (rule R6). */
  restart(): void {
    const message: StreamRestart = { type: "stream.restart" };
    if (this.welcomed) this.socket?.send(JSON.stringify(message));
  }

  /** Disconnects and does not come back. */
  close(): void {
    clearTimeout(this.timer);
    this.drop();
  }

  private receive(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      this.attempt = 0;
      if (this.welcomed) this.listener.frame(data);
      return;
    }
    const message = readMessage<ServerToViewer>(String(data));
    if (message === null) return;
    if (message.type === "welcome") {
      clearTimeout(this.timer);
      this.welcomed = true;
      this.listener.welcome(message);
    } else if (message.type === "error") {
      this.refusal = message.message;
    } else if (this.welcomed) {
      this.attempt = 0;
      this.listener.control(message);
    }
  }

  private ended(code: number, reason: string): void {
    clearTimeout(this.timer);
    this.drop();
    if (closeAdvice(code) === "never") {
      this.listener.closed(code, this.refusal || reason || CLOSE_ADVICE[code]?.meaning || "");
    } else {
      this.comeBack();
    }
  }

  private comeBack(): void {
    this.listener.lost();
    this.timer = setTimeout(() => this.askForTicket(), reconnectDelay(this.attempt++));
  }

  private askForTicket(): void {
    this.listener.needTicket();
    this.timer = setTimeout(() => this.askForTicket(), ASK_AGAIN_MS);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }
}

/** The policy of this page allows connections to its own host alone; say so instead of failing without a word. */
function refuseEndpoint(endpoint: string): string | null {
  const url = URL.parse(endpoint);
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  if (url !== null && url.protocol === scheme && url.host === location.host) return null;
  return `Expected an address on ${scheme}//${location.host}, got ${endpoint.slice(0, 200)}`;
}
