/** `rrweb`, the peer: recorder in the visitor's page, its player in live mode in another, with all that it can do switched on. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { build } from "esbuild";
import type { Engine } from "./engine.ts";
import { SOURCES } from "./site.ts";

interface PeerEvent {
  type: number;
  timestamp: number;
}

const FULL_SNAPSHOT = 2;
const META = 4;
/** Pictures of canvases a second; the way that also works for WebGL and for canvases that are older than the recording. */
const CANVAS_FPS = 10;

const scripts = new Map<string, Promise<string>>();

/** A script that makes what it imports of rrweb known as globals. */
export function peerScript(contents: string): Promise<string> {
  const found =
    scripts.get(contents) ??
    build({
      stdin: { contents, resolveDir: SOURCES },
      bundle: true,
      format: "iife",
      target: "es2022",
      minify: true,
      write: false,
      logLevel: "error",
    }).then(({ outputFiles }) => outputFiles[0]?.text ?? "");
  scripts.set(contents, found);
  return found;
}

export const RECORDER = 'import { record } from "rrweb"; window.rrwebRecord = record;';
const PLAYER = 'import { Replayer } from "rrweb"; window.RrwebReplayer = Replayer;';

export class Peer implements Engine {
  readonly name = "rrweb";
  readonly head = "";
  #events: PeerEvent[] = [];
  readonly #followers: Page[] = [];
  /** What is sent to the mirrors goes one after the other. */
  #sent: Promise<unknown> = Promise.resolve();
  #snapshot: () => void = () => undefined;
  readonly #http: Server;

  private constructor() {
    this.#http = createServer((_request, response) => {
      response
        .writeHead(200, { "Content-Type": "text/html" })
        .end("<!doctype html><title>Mirror</title><body></body>");
    });
  }

  static async start(): Promise<Peer> {
    const peer = new Peer();
    await new Promise<void>((resolve) => peer.#http.listen(0, "127.0.0.1", resolve));
    return peer;
  }

  async prepare(visitor: Page): Promise<void> {
    await visitor.exposeFunction("__event", (event: PeerEvent) => this.#take(event));
    await visitor.addInitScript(await peerScript(RECORDER));
  }

  async begin(visitor: Page): Promise<void> {
    const whole = new Promise<void>((resolve) => {
      this.#snapshot = resolve;
    });
    await visitor.evaluate((canvas) => {
      const page = window as unknown as {
        rrwebRecord(options: object): void;
        __event(event: object): void;
      };
      page.rrwebRecord({
        emit: (event: object) => page.__event(event),
        inlineImages: true,
        inlineStylesheet: true,
        collectFonts: true,
        recordCanvas: true,
        sampling: { canvas },
        dataURLOptions: { type: "image/png" },
      });
    }, CANVAS_FPS);
    await whole;
  }

  async join(page: Page): Promise<void> {
    await page.goto(`http://localhost:${(this.#http.address() as AddressInfo).port}/`);
    await page.addStyleTag({ path: join(SOURCES, "node_modules/rrweb/dist/style.css") });
    await page.addStyleTag({
      content:
        "body{margin:0}.replayer-wrapper{position:static}.replayer-mouse{display:none}iframe{display:block;border:0}",
    });
    await page.addScriptTag({ content: await peerScript(PLAYER) });
    await page.evaluate(() => {
      const place = window as unknown as {
        RrwebReplayer: new (
          events: object[],
          options: object,
        ) => { startLive(baseline: number): void; addEvent(event: object): void };
        replayer: unknown;
      };
      const replayer = new place.RrwebReplayer([], {
        root: document.body,
        liveMode: true,
        mouseTail: false,
        pauseAnimation: false,
        UNSAFE_replayCanvas: true,
        // In live mode nothing flushes what is only built virtually.
        useVirtualDom: false,
        showWarning: false,
      });
      replayer.startLive(Date.now());
      place.replayer = replayer;
    });
    await this.#send(page, [...this.#events]);
    this.#followers.push(page);
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #take(event: PeerEvent): void {
    if (event.type === META) this.#events = [];
    this.#events.push(event);
    for (const follower of this.#followers) this.#send(follower, [event]).catch(() => undefined);
    if (event.type === FULL_SNAPSHOT) this.#snapshot();
  }

  #send(page: Page, events: readonly PeerEvent[]): Promise<void> {
    const sent = this.#sent
      .catch(() => undefined)
      .then(() =>
        page.evaluate((given) => {
          const { replayer } = window as unknown as {
            replayer: { addEvent(event: object): void };
          };
          for (const event of given) replayer.addEvent(event);
        }, events),
      );
    this.#sent = sent;
    return sent;
  }
}
