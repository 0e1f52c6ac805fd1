/**
 * UserView in the lab: the built SDK in the page, the built viewer in another, and between them a server that relays as the
 * real one does: the last whole snapshot and what came since are kept for whoever joins (protocol/SPEC.md, rule B1).
 */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import {
  FrameFlag,
  FrameType,
  HEADER_BYTES,
  readHeader,
  type ServerToVisitor,
  type VisitorToServer,
} from "@userview/protocol";
import { type WebSocket, WebSocketServer } from "ws";
import { KEY } from "../src/lone-page.ts";
import { type LabConnection, type ReplayLab, SESSION } from "../src/replay-lab.ts";
import { Viewer } from "../src/replay-page.ts";
import { TEAM_DEFAULTS } from "../src/team-settings.ts";
import type { Engine } from "./engine.ts";

const DIST = fileURLToPath(new URL("../../packages/sdk/dist", import.meta.url));
const WINDOW_BYTES = 16 * 1024 * 1024;
const ANY_ORIGIN = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "*",
  "Access-Control-Allow-Methods": "*",
};
/** Not a byte of it is drawn: what the SDK shows the visitor is left out of pictures. */
const AGENT = { id: "p1", name: "Ada", color: 0 };

export class Ours implements Engine {
  readonly name = "UserView";
  /** Bytes of page content that left the page, envelopes not counted. */
  contentBytes = 0;
  /** Those of snapshots. */
  snapshotBytes = 0;
  /** Frames since the last complete snapshot. */
  #kept: Buffer[] = [];
  #incoming: Buffer[] = [];
  #followers: LabConnection[] = [];
  #socket: WebSocket | null = null;
  #page = 0;
  readonly #lab: ReplayLab;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #files: { session: string; companion: string };
  #snapshot: () => void = () => undefined;
  #connected: () => void = () => undefined;
  readonly #welcomed = new Promise<void>((resolve) => {
    this.#connected = resolve;
  });

  private constructor(lab: ReplayLab) {
    this.#lab = lab;
    this.#files = JSON.parse(readFileSync(`${DIST}/manifest.json`, "utf8"));
    this.#http = createServer((request, response) => this.#answer(request, response));
    this.#http.on("upgrade", (request, socket, head) => {
      this.#sockets.handleUpgrade(request, socket, head, (client) => this.#accept(client));
    });
  }

  static async start(lab: ReplayLab): Promise<Ours> {
    const ours = new Ours(lab);
    await new Promise<void>((resolve) => ours.#http.listen(0, "127.0.0.1", resolve));
    return ours;
  }

  get head(): string {
    return `<script src="${this.#origin}/${KEY}.js"></script>`;
  }

  async prepare(): Promise<void> {
    // The tag in the head is all there is.
  }

  /** The page's SDK has been welcomed; resolves at once when it was before. */
  connected(): Promise<void> {
    return this.#welcomed;
  }

  /** Starts a session, as after a visitor's yes; resolves when the first snapshot is whole. */
  async begin(): Promise<void> {
    await this.#welcomed;
    const whole = this.#whole();
    this.#tell({
      type: "session.start",
      session: SESSION,
      continued: false,
      agents: [AGENT],
      control: null,
    });
    this.#page += 1;
    const run = { session: SESSION, page: this.#page, epoch: this.#page };
    const assets_url = `${this.#origin}/assets/`;
    const assets = { assets_url, assets_token: "token" };
    this.#tell({ type: "capture.start", ...run, ...assets, hide_private_details: false });
    await whole;
  }

  /** Asks for the whole page again; resolves when it is there. */
  async snapshot(): Promise<void> {
    const whole = this.#whole();
    this.#tell({ type: "capture.snapshot", session: SESSION });
    await whole;
  }

  #whole(): Promise<void> {
    return new Promise<void>((resolve) => {
      this.#snapshot = resolve;
    });
  }

  /** Lets a page become an agent's: it gets what is kept, then what comes. */
  async join(page: Page): Promise<void> {
    await page.goto(this.#lab.holderUrl);
    const viewer = new Viewer(page, this.#lab);
    await page.waitForFunction(() => (window as unknown as { told: unknown[] }).told.length > 0);
    await viewer.tell({ type: "fit", mode: "page_only" });
    await viewer.connect();
    const { connection } = viewer;
    const first = this.#kept[0];
    if (first === undefined) throw new Error("expected a snapshot before anybody joins");
    const { page: run, epoch, sequence } = readHeader(first);
    connection.start({ page: run, epoch, sequence });
    for (const frame of this.#kept) connection.client.send(frame);
    this.#followers.push(connection);
    await viewer.expectStatus("live");
  }

  async close(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  get #origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = new URL(request.url ?? "/", this.#origin).pathname;
    const script = { ...ANY_ORIGIN, "Content-Type": "text/javascript" };
    if (path === `/${KEY}.js`) {
      const loader = readFileSync(`${DIST}/loader.js`, "utf8")
        .replaceAll("__USERVIEW_KEY__", KEY)
        .replaceAll("__USERVIEW_SERVER__", this.#origin);
      response.writeHead(200, script).end(loader);
    } else if (path.startsWith("/sdk/")) {
      response.writeHead(200, script).end(readFileSync(`${DIST}/${path.slice(5)}`));
    } else if (path.startsWith("/assets/") && request.method === "PUT") {
      this.#asset(path.slice("/assets/".length), request, response);
    } else {
      response.writeHead(200, ANY_ORIGIN).end();
    }
  }

  #asset(id: string, request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const type = request.headers["content-type"] ?? "";
      const body = Buffer.concat(parts);
      if (body.length > 0) this.#lab.addAsset(id, { type, body });
      response.writeHead(body.length > 0 ? 201 : 204, ANY_ORIGIN).end();
    });
  }

  #accept(client: WebSocket): void {
    this.#socket = client;
    client.on("message", (data: Buffer, isBinary) => {
      if (isBinary) this.#frame(data);
      else this.#heard(JSON.parse(String(data)) as VisitorToServer);
    });
  }

  #tell(message: ServerToVisitor): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #heard(message: VisitorToServer): void {
    if (message.type !== "hello") return;
    const secret = message.visitor === null ? "s".repeat(43) : null;
    this.#tell({
      type: "welcome",
      version: 1,
      connection: "c1",
      visitor: { short_id: "ABCDEFGHIJKLMNOP12", secret, watch_link: `${this.#origin}/w` },
      settings: TEAM_DEFAULTS,
      limits: {
        window_bytes: WINDOW_BYTES,
        max_frame_bytes: 65536,
        capture_url: `${this.#origin}/sdk/${this.#files.session}`,
        companion_url: `${this.#origin}/sdk/${this.#files.companion}`,
      },
    });
    this.#connected();
  }

  #frame(frame: Buffer): void {
    const { type, flags, epoch, sequence } = readHeader(frame);
    this.contentBytes += frame.length - HEADER_BYTES;
    this.#tell({ type: "ack", epoch, sequence });
    if (type === FrameType.snapshot) {
      this.snapshotBytes += frame.length - HEADER_BYTES;
      if ((flags & FrameFlag.first) !== 0) this.#incoming = [];
      this.#incoming.push(frame);
      if ((flags & FrameFlag.last) !== 0) {
        this.#kept = this.#incoming;
        this.#snapshot();
      }
    } else {
      this.#kept.push(frame);
    }
    for (const follower of this.#followers) follower.client.send(frame);
  }
}
