/**
 * A visitor's page with the built SDK and a server that the test speaks for: it sees every message, frame
 * and upload, and sends what it likes. Nothing listens on a port; Playwright answers in the browser's place.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";
import { expect, type Page, type WebSocketRoute } from "@playwright/test";
import {
  type Action,
  FrameFlag,
  type FrameHeader,
  FrameType,
  HEADER_BYTES,
  readHeader,
  type ServerToVisitor,
  type VisitorHello,
  type VisitorToServer,
  type VisitorWelcome,
} from "../../packages/protocol/src/index.ts";
import { MirrorModel } from "./mirror-model.ts";
import { TEAM_DEFAULTS } from "./team-settings.ts";

const DIST = fileURLToPath(new URL("../../packages/sdk/dist", import.meta.url));
export const KEY = "pk_abcdefghijklmnopqrstuvwx";
export const SERVER = "http://userview.test";
export const SITE = "http://shop.test";
export const SESSION = "0123456789abcdef";
const AGENT = { id: "p1", name: "Ada", color: 0 };

/** An asset as the page names it. */
export interface NamedAsset {
  id: string;
  url: string;
  bytes?: number;
}

type Modules = Readonly<Record<"session" | "drawings" | "companion", string>>;

export interface LonePageOptions {
  /** The page's html; the script tag goes into its head. */
  html: string;
  /** Further files of the site by path. */
  files?: Readonly<Record<string, { type: string; body: string | Buffer }>>;
  /** Headers of the page. */
  headers?: Readonly<Record<string, string>>;
  /** What stands in the head instead of the script tag. */
  head?: string;
  settings?: Partial<VisitorWelcome["settings"]>;
  windowBytes?: number;
  /** Answer each hello by oneself (default), or leave it to the test to `welcome`. */
  welcomes?: boolean;
  /** Whether the server has fetched an asset that the page names by URL; without it, it fetches nothing (rule F4). */
  fetches?: (asset: NamedAsset) => boolean;
  /** Answer acknowledgements by oneself (default), or leave it to the test. */
  acknowledges?: boolean;
}

export class LonePage {
  readonly page: Page;
  readonly received: VisitorToServer[] = [];
  readonly headers: FrameHeader[] = [];
  readonly messages: { type: number; text: string }[] = [];
  readonly uploads: { id: string; type: string; authorization: string; bytes: number }[] = [];
  /** Assets that the page named for the server to fetch. */
  readonly named: NamedAsset[] = [];
  /** Ids of assets of which the page said that the browser cannot give them (rule F2). */
  readonly missing: string[] = [];
  readonly console: string[] = [];
  readonly #options: LonePageOptions;
  /** Files of the built modules, by name. */
  readonly #modules: Modules;
  #socket: WebSocketRoute | null = null;
  #pieces: Buffer[] = [];
  readonly #model = new MirrorModel();
  /** What of the content could not be. */
  #broken: unknown = null;
  #connections = 0;
  #page = 0;
  #input = 0;

  private constructor(page: Page, options: LonePageOptions) {
    this.page = page;
    this.#options = options;
    const manifest = readFileSync(`${DIST}/manifest.json`, "utf8");
    this.#modules = JSON.parse(manifest) as Modules;
  }

  /** Open the page. */
  static async open(page: Page, options: LonePageOptions): Promise<LonePage> {
    const lone = new LonePage(page, options);
    page.on("console", (message) => lone.console.push(message.text()));
    page.on("pageerror", (error) => lone.console.push(`uncaught: ${error.message}`));
    await lone.#serve();
    await page.goto(`${SITE}/`);
    return lone;
  }

  /** Wait until the SDK has said hello, and been welcomed. */
  async welcomed(): Promise<VisitorHello> {
    return this.until("hello");
  }

  /** Answer a hello as the server does. */
  welcome(hello: VisitorHello): void {
    this.send({
      type: "welcome",
      version: 1,
      connection: `c${this.#connections}`,
      visitor: {
        short_id: "ABCDEFGHIJKLMNOP12",
        secret: hello.visitor === null ? "s".repeat(43) : null,
        watch_link: `${SERVER}/w`,
      },
      settings: {
        ...TEAM_DEFAULTS,
        ...this.#options.settings,
      },
      limits: {
        window_bytes: this.#options.windowBytes ?? 1024 * 1024,
        max_frame_bytes: 65536,
        capture_url: `${SERVER}/sdk/${this.#modules.session}`,
        companion_url: `${SERVER}/sdk/${this.#modules.companion}`,
      },
    });
  }

  /** Say something to the SDK. */
  send(message: ServerToVisitor): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** Ask for a session, as an agent does. */
  ask(agentName = "Ada", session = SESSION): void {
    this.send({ type: "session.request", session, agent_name: agentName });
  }

  /** Make the session live and have the page captured; resolves when the first snapshot is there. */
  async share(control: string | null = null): Promise<void> {
    this.send({
      type: "session.start",
      session: SESSION,
      continued: false,
      agents: [AGENT],
      control,
    });
    this.capture();
    await expect.poll(() => this.snapshots()).toBeGreaterThan(0);
  }

  /** Have the page captured anew. */
  capture(): void {
    this.#page += 1;
    const assets_url = `${SERVER}/sdk/assets/${SESSION}/${this.#page}/`;
    const run = { session: SESSION, page: this.#page, epoch: this.#page };
    const assets = { assets_url, assets_token: "token" };
    this.send({ type: "capture.start", ...run, ...assets, hide_private_details: false });
  }

  /** Close the connection as a server does. */
  async drop(code = 1001): Promise<void> {
    const socket = this.#socket;
    this.#socket = null;
    await socket?.close({ code });
  }

  /** Act in the page as the agent; the refusal, or null when it was carried out. */
  async act(action: Action, stale = false): Promise<string | null> {
    this.#input += 1;
    const id = this.#input;
    const run = { page: this.#page, epoch: stale ? 99 : this.#page };
    this.send({ type: "input", session: SESSION, agent: AGENT.id, id, ...run, action });
    const result = await this.until("input.result", (message) => message.id === id);
    return result.reason;
  }

  /** The first message of a type that fits, once it is there. */
  async until<Type extends VisitorToServer["type"]>(
    type: Type,
    fits: (message: Extract<VisitorToServer, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<VisitorToServer, { type: Type }>> {
    type Wanted = Extract<VisitorToServer, { type: Type }>;
    const find = (): Wanted | undefined =>
      this.received.find((one): one is Wanted => one.type === type && fits(one as Wanted));
    await expect.poll(() => find() !== undefined, { message: `a message "${type}"` }).toBe(true);
    return find() as Wanted;
  }

  /** How many messages of a type came. */
  count(type: VisitorToServer["type"]): number {
    return this.received.filter((one) => one.type === type).length;
  }

  /** How often the whole page was told. */
  snapshots(): number {
    return this.messages.filter(({ type }) => type === 1).length;
  }

  /** The page as its content says that it is. */
  get model(): MirrorModel {
    if (this.#broken !== null) throw this.#broken;
    return this.#model;
  }

  /** All content so far, as text. */
  content(): string {
    if (this.#broken !== null) throw this.#broken;
    return this.messages.map(({ text }) => text).join("\n");
  }

  /** Wait until the content holds a text: what comes before it has come too. */
  async told(text: string): Promise<void> {
    await expect.poll(() => this.content(), { message: `content with "${text}"` }).toContain(text);
  }

  /** The id of an element, found by one of its attributes. */
  idOf(attribute: string, value: string): number {
    for (const { id, attributes } of this.model.nodes.values())
      if (attributes.get(attribute) === value) return id;
    throw new Error(`expected a node with ${attribute}="${value}" in the content, there is none`);
  }

  async #serve(): Promise<void> {
    const loader = readFileSync(`${DIST}/loader.js`, "utf8")
      .replaceAll("__USERVIEW_KEY__", KEY)
      .replaceAll("__USERVIEW_SERVER__", SERVER);
    const anyOrigin = {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Headers": "*",
      "Access-Control-Allow-Methods": "*",
    };
    const script = { contentType: "text/javascript", headers: anyOrigin };
    await this.page.route(`${SERVER}/**`, async (route) => {
      const request = route.request();
      const path = new URL(request.url()).pathname;
      if (path === `/${KEY}.js`) return route.fulfill({ ...script, body: loader });
      for (const file of Object.values(this.#modules)) {
        if (path === `/sdk/${file}`) return route.fulfill({ ...script, path: `${DIST}/${file}` });
      }
      if (path.startsWith("/sdk/assets/") && request.method() === "POST")
        return route.fulfill({ headers: anyOrigin, ...this.#fetch(request.postDataJSON()) });
      if (path.startsWith("/sdk/assets/") && request.method() === "PUT") {
        const { authorization = "", "content-type": type = "" } = request.headers();
        const bytes = request.postDataBuffer()?.byteLength ?? 0;
        const id = path.split("/").at(-1) ?? "";
        if (type === "application/octet-stream") this.missing.push(id);
        else this.uploads.push({ id, type, authorization, bytes });
      }
      return route.fulfill({ status: 200, headers: anyOrigin, body: "" });
    });
    await this.page.route(`${SITE}/**`, (route) =>
      this.#answer(new URL(route.request().url()).pathname, route),
    );
    await this.page.routeWebSocket(`${SERVER.replace("http", "ws")}/ws/visitor`, (socket) => {
      this.#socket = socket;
      this.#connections += 1;
      socket.onMessage((data) => {
        if (typeof data === "string") this.#heard(JSON.parse(data) as VisitorToServer);
        else this.#frame(data);
      });
    });
  }

  #fetch({ assets }: { assets: NamedAsset[] }): { status: number; body: string } {
    const { fetches } = this.#options;
    if (fetches === undefined) return { status: 204, body: "" };
    this.named.push(...assets);
    const lines = assets.map((asset) => JSON.stringify({ id: asset.id, kept: fetches(asset) }));
    return { status: 200, body: `${lines.join("\n")}\n` };
  }

  async #answer(path: string, route: Parameters<Parameters<Page["route"]>[1]>[0]): Promise<void> {
    const { html, files = {}, headers = {}, head } = this.#options;
    const found = files[path];
    if (found !== undefined) return route.fulfill({ contentType: found.type, body: found.body });
    if (path.includes(".")) return route.fulfill({ status: 404 });
    const install = head ?? `<script src="${SERVER}/${KEY}.js"></script>`;
    const body = html.replace("<head>", () => `<head>${install}`);
    return route.fulfill({
      contentType: "text/html; charset=utf-8",
      headers: { ...headers },
      body,
    });
  }

  #heard(message: VisitorToServer): void {
    this.received.push(message);
    if (message.type === "hello" && this.#options.welcomes !== false) this.welcome(message);
  }

  #frame(frame: Buffer): void {
    const header = readHeader(frame);
    this.headers.push(header);
    if ((header.flags & FrameFlag.first) !== 0) this.#pieces = [];
    this.#pieces.push(frame.subarray(HEADER_BYTES));
    if ((header.flags & FrameFlag.last) !== 0) {
      const joined = Buffer.concat(this.#pieces);
      const text = (
        (header.flags & FrameFlag.deflated) !== 0 ? inflateRawSync(joined) : joined
      ).toString("utf8");
      this.messages.push({ type: header.type, text });
      try {
        this.#model.apply(text, header.type === FrameType.snapshot);
      } catch (error) {
        this.#broken ??= error;
      }
    }
    if (this.#options.acknowledges !== false) {
      this.send({ type: "ack", epoch: header.epoch, sequence: header.sequence });
    }
  }
}
