/**
 * A viewer's surroundings without a server: a page that holds the replay frame, the frame's own host with its policy, and
 * a stream that a test writes as it likes. What it serves and says is what protocol/SPEC.md asks of the server.
 */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { FrameFlag, type FrameHeader, FrameType, packFrame } from "@userview/protocol";
import { FORMAT, TokenWriter, WrittenStrings } from "@userview/protocol/content";
import { type WebSocket, WebSocketServer } from "ws";
import type { Write } from "./replay-content.ts";

const DIST = fileURLToPath(new URL("../../packages/viewer/dist", import.meta.url));
export const SESSION = "00000000000000aa";
const ASSETS = `/assets/${SESSION}/signature/`;
const ASSET_WAIT_MS = 10_000;
const PIECE_BYTES = 28 * 1024;
const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".map": "application/json",
};

/** What the server sends with `/view`; `ws` is this host's WebSocket address. */
function policy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' data: blob:",
    `connect-src 'self' ws://${host}`,
    "frame-src 'self' about:",
  ].join("; ");
}

/** The page that holds the frame: hands over the port once, then keeps what the frame says in `told`. */
function holder(replay: string): string {
  return `<!doctype html><html><head><title>Holder</title></head>
<body style="margin:0;overflow:hidden"><iframe src="${replay}/view" style="display:block;border:0;width:100vw;height:100vh"></iframe>
<script>
  window.told = [];
  const frame = document.querySelector("iframe");
  window.addEventListener("message", (event) => {
    if (event.origin !== ${JSON.stringify(replay)} || event.source !== frame.contentWindow) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => window.told.push(data);
    window.tell = (message) => port1.postMessage(message);
    frame.contentWindow.postMessage({ userview: "port" }, ${JSON.stringify(replay)}, [port2]);
  });
</script></body></html>`;
}

export interface LabAsset {
  type: string;
  body: Buffer;
}

export class ReplayLab {
  readonly #assets = new Map<string, LabAsset>();
  readonly #awaited: { id: string; resolve: () => void }[] = [];
  /** Paths that were asked of the replay host, WebSockets not counted. */
  readonly asked: string[] = [];
  /** Connections of viewers, in order; each has said hello. */
  readonly connections: LabConnection[] = [];
  /** What a connection is answered at its hello, instead of the welcome. */
  answer: ((connection: LabConnection) => void) | null = null;
  /** Paths that were asked of a host that no mirror may ask; "" for a connection that asked nothing yet. */
  readonly leaked: string[] = [];
  readonly #http: Server;
  readonly #elsewhere: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });

  private constructor() {
    this.#elsewhere = createServer((request, response) => {
      this.leaked.push(request.url ?? "");
      response.setHeader("Access-Control-Allow-Origin", "*");
      send(response, 200, "text/html", "<script>window.pwned = true</script>");
    });
    this.#elsewhere.on("connection", () => this.leaked.push(""));
    this.#http = createServer((request, response) => {
      this.#serve(request, response).catch((error) =>
        send(response, 500, "text/plain", `${error}`),
      );
    });
    this.#http.on("upgrade", (request, socket, head) => {
      this.#sockets.handleUpgrade(request, socket, head, (client) => this.#accept(client));
    });
  }

  static async start(): Promise<ReplayLab> {
    const lab = new ReplayLab();
    await Promise.all([listen(lab.#http), listen(lab.#elsewhere)]);
    return lab;
  }

  get #port(): number {
    return portOf(this.#http);
  }

  /** Address on another host, to see whether anything asks for it. */
  elsewhere(path: string): string {
    return `http://127.0.0.1:${portOf(this.#elsewhere)}/${path}`;
  }

  get replayOrigin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Another site to the browser than the frame's. */
  get holderUrl(): string {
    return `http://localhost:${this.#port}/`;
  }

  get endpoint(): string {
    return `ws://127.0.0.1:${this.#port}/ws/view`;
  }

  /** A picture or font has been uploaded. */
  addAsset(id: string, asset: LabAsset): void {
    this.#assets.set(id, asset);
    for (const waiting of this.#awaited) if (waiting.id === id) waiting.resolve();
  }

  /** Rule F3: what has not arrived yet is waited for. */
  async #asset(id: string): Promise<LabAsset | undefined> {
    if (!this.#assets.has(id)) {
      await new Promise<void>((resolve) => {
        this.#awaited.push({ id, resolve });
        setTimeout(resolve, ASSET_WAIT_MS);
      });
    }
    return this.#assets.get(id);
  }

  async close(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    for (const server of [this.#http, this.#elsewhere]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  #accept(client: WebSocket): void {
    client.once("message", (data) => {
      const connection = new LabConnection(client, JSON.parse(String(data)));
      this.connections.push(connection);
      if (this.answer !== null) this.answer(connection);
      else connection.welcome();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", this.replayOrigin);
    if (request.headers.host?.startsWith("localhost") === true) {
      send(response, 200, "text/html; charset=utf-8", holder(this.replayOrigin));
      return;
    }
    this.asked.push(request.url ?? "");
    if (pathname === "/view") {
      const html = await readFile(join(DIST, "index.html"), "utf8");
      response.setHeader("Content-Security-Policy", policy(new URL(this.replayOrigin).host));
      const named = html.replace("__USERVIEW_PUBLIC_ORIGIN__", new URL(this.holderUrl).origin);
      send(response, 200, "text/html; charset=utf-8", named);
    } else if (pathname.startsWith("/view/")) {
      const file = join(DIST, basename(pathname));
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      send(response, 200, type, await readFile(file));
    } else if (pathname.startsWith(ASSETS)) {
      const asset = await this.#asset(pathname.slice(ASSETS.length));
      if (asset === undefined) send(response, 404, "text/plain", "no such asset");
      else send(response, 200, asset.type, asset.body);
    } else {
      send(response, 404, "text/plain", "nothing here");
    }
  }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { "Content-Type": type, "X-Content-Type-Options": "nosniff" });
  response.end(body);
}

/** One connection of a viewer, from the server's side. */
export class LabConnection {
  /** What the viewer said after its hello. */
  readonly said: { type: string }[] = [];
  readonly #strings = new WrittenStrings();
  #sequence = 0;
  #place = { page: 0, epoch: 0 };

  constructor(
    readonly client: WebSocket,
    readonly hello: { ticket: string; resume: { epoch: number; sequence: number } | null },
  ) {
    client.on("message", (data) => this.said.push(JSON.parse(String(data))));
  }

  tell(message: object): void {
    this.client.send(JSON.stringify(message));
  }

  welcome(): void {
    this.tell({
      type: "welcome",
      version: 1,
      connection: "c1",
      session: SESSION,
      assets_url: ASSETS,
    });
  }

  /** `stream.start`; frames that follow are numbered from `sequence`. */
  start(options: { page?: number; epoch?: number; sequence?: number } = {}): void {
    const { page = 1, epoch = 1, sequence = 1 } = options;
    this.#place = { page, epoch };
    this.#sequence = sequence - 1;
    const viewport = { width: 800, height: 600 };
    const url = "https://shop.example/cart";
    this.tell({ type: "stream.start", session: SESSION, page, epoch, sequence, url, viewport });
  }

  /** Goes on where another connection stopped. */
  goOn(options: { page: number; epoch: number; sequence: number }): void {
    this.#place = options;
    this.#sequence = options.sequence - 1;
  }

  snapshot(...writes: readonly Write[]): void {
    this.content(FrameType.snapshot, this.snapshotText(...writes), true);
  }

  changes(...writes: readonly Write[]): void {
    this.content(FrameType.changes, this.changesText(...writes), false);
  }

  /** A snapshot's text, for tests that send it in their own way. */
  snapshotText(...writes: readonly Write[]): string {
    this.#strings.reset();
    return this.changesText(...writes);
  }

  changesText(...writes: readonly Write[]): string {
    const writer = new TokenWriter(this.#strings);
    for (const write of writes) write(writer);
    return writer.line();
  }

  /** A message in pieces. */
  content(type: FrameHeader["type"], text: string | Buffer, deflated: boolean): void {
    const plain = Buffer.isBuffer(text) ? text : Buffer.from(text);
    const bytes = deflated ? deflateRawSync(plain) : plain;
    for (let at = 0; at < bytes.length || at === 0; at += PIECE_BYTES) {
      const first = at === 0 ? FrameFlag.first : 0;
      const last = at + PIECE_BYTES >= bytes.length ? FrameFlag.last : 0;
      const flags = first | last | (deflated ? FrameFlag.deflated : 0);
      this.frame({ type, flags }, bytes.subarray(at, at + PIECE_BYTES));
    }
  }

  /** One frame, with the next number unless `header` says otherwise. */
  frame(header: Partial<FrameHeader>, payload: Uint8Array): void {
    this.#sequence++;
    const { page, epoch } = this.#place;
    const full = {
      type: FrameType.changes,
      flags: FrameFlag.first | FrameFlag.last,
      format: FORMAT,
      session: SESSION,
      page,
      epoch,
      sequence: this.#sequence,
      capturedAt: performance.now(),
      receivedAt: Date.now(),
      ...header,
    };
    this.client.send(packFrame(full, payload));
  }
}
