import { readMessage, reconnectDelay, type ServerToVisitor } from "@userview/protocol";
import { debug, warn } from "./console.ts";

/**
 * Close codes after which a client does not come back: those whose advice is `never` (rule K1). Kept here
 * without their meanings, because every page loads this; a test holds it to the protocol's table.
 */
export const FINAL_CODES: readonly number[] = [1000, 1009, 4400, 4403, 4404, 4409, 4410, 4426];

/** `WebSocket.OPEN`, shorter. */
const OPEN = 1;

/** What becomes of a connection is told to one listener. */
export interface Listener {
  /** The socket is open: the text to say first (rule H1). */
  hello(): string;
  message(message: ServerToVisitor): void;
  /** The connection is gone; it comes back by itself unless `finally`. */
  closed(finally_: boolean): void;
}

/** One socket to the server that comes back by itself, as the close codes advise (rule K1). */
export class Connection {
  readonly #address: string;
  readonly #listener: Listener;
  #socket: WebSocket | null = null;
  #wanted = false;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(address: string, listener: Listener) {
    this.#address = address;
    this.#listener = listener;
  }

  /** Connect, and stay connected. */
  open(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#attempt = 0;
    this.#connect();
  }

  /** Close, and stay closed until `open`. */
  close(): void {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#drop();
  }

  /** Send a message or a frame; false when there is no open connection. */
  send(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (this.#socket?.readyState !== OPEN) return false;
    this.#socket.send(data);
    return true;
  }

  /** The server has accepted the connection: the next loss begins with short waits again. */
  accepted(): void {
    this.#attempt = 0;
  }

  #connect(): void {
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.#address);
    } catch (error) {
      this.#wanted = false;
      warn(`cannot connect to ${this.#address}: ${error}`);
      this.#listener.closed(true);
      return;
    }
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.onopen = () => socket.send(this.#listener.hello());
    socket.onmessage = ({ data }) => {
      const message = typeof data === "string" ? readMessage<ServerToVisitor>(data) : null;
      if (message && socket === this.#socket) this.#listener.message(message);
    };
    socket.onclose = ({ code, reason }) => {
      if (socket !== this.#socket) return;
      this.#socket = null;
      debug("closed", code, reason);
      if (!this.#wanted) return;
      this.#wanted = !FINAL_CODES.includes(code);
      if (this.#wanted)
        this.#timer = setTimeout(() => this.#connect(), reconnectDelay(this.#attempt++));
      this.#listener.closed(!this.#wanted);
    };
  }

  #drop(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = null;
    socket.close(1000);
    this.#listener.closed(true);
  }
}
