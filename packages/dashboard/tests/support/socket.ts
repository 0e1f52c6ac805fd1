import type { AgentToServer, ServerToAgent } from "@userview/protocol";

/** The browser's end of a WebSocket whose server is the test. */
export class FakeSocket {
  static made: FakeSocket[] = [];

  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readyState: number = WebSocket.CONNECTING;
  readonly sent: AgentToServer[] = [];
  closedWith: number | null = null;

  constructor(readonly url: string) {
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as AgentToServer);
  }

  close(code: number): void {
    this.readyState = WebSocket.CLOSED;
    this.closedWith = code;
  }

  /** The server accepted the connection. */
  accept(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }

  /** The server says something. */
  says(message: ServerToAgent | string): void {
    this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) });
  }

  /** The connection ends, by the server or the network. */
  ends(code: number): void {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code });
  }

  /** Accept, and answer `hello`. */
  welcome(): void {
    this.accept();
    this.says({ type: "welcome", version: 1, connection: "c", agent: null });
  }

  sentOf<Type extends AgentToServer["type"]>(type: Type): Extract<AgentToServer, { type: Type }>[] {
    return this.sent.filter((message) => message.type === type) as never;
  }
}
