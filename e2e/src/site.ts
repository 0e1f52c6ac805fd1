/** Other people's sites: static files on a port of their own, with UserView installed in every page's head. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { PAGES } from "../pages/build.ts";

const SHOP = fileURLToPath(new URL("../../examples/shop/dist", import.meta.url));
const SNIPPET = fileURLToPath(new URL("../../packages/sdk/snippet.txt", import.meta.url));
const SHOP_MARKER = '<script src="__USERVIEW_SCRIPT__"></script>';

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

export type SiteName = "admin" | "todo" | "gallery" | "editor" | "plain" | "shop";

export interface SiteOptions {
  /** Which built site. */
  name: SiteName;
  /** What stands first in every page's head; `scriptTag` and `snippet` make it. */
  head?: string;
  /** Sent with every page (not with its files), for instance a Content-Security-Policy. */
  headers?: Readonly<Record<string, string>>;
  /** Any name of the loopback; another name is another site to the browser. */
  hostname?: string;
  /** Further pages by path, "/odd.html" to its html. */
  pages?: Readonly<Record<string, string>>;
}

/** The tag of the full-fidelity way to install. */
export function scriptTag(server: { base_url: string; public_key: string }): string {
  return `<script src="${scriptUrl(server)}"></script>`;
}

/** Address of the loader of one team. */
export function scriptUrl(server: { base_url: string; public_key: string }): string {
  return new URL(`/${server.public_key}.js`, server.base_url).href;
}

/** The asynchronous way to install, as the product hands it out; `options` go to `init`. */
export function snippet(
  server: { base_url: string; public_key: string },
  options: object = {},
): string {
  return readFileSync(SNIPPET, "utf8")
    .replace("__SCRIPT__", scriptUrl(server))
    .replace('UserView("init")', () => `UserView("init", ${JSON.stringify(options)})`);
}

/** One site, served until it is closed. */
export class Site {
  readonly #options: SiteOptions;
  readonly #folder: string;
  readonly #http: HttpServer;

  private constructor(options: SiteOptions) {
    this.#options = options;
    this.#folder = options.name === "shop" ? SHOP : join(PAGES, options.name);
    this.#http = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.writeHead(500).end());
    });
  }

  /** Serve a site on a free port of 127.0.0.1. */
  static async start(options: SiteOptions): Promise<Site> {
    const site = new Site(options);
    await new Promise<void>((resolve, reject) => {
      site.#http.once("error", reject);
      site.#http.listen(0, "127.0.0.1", resolve);
    });
    return site;
  }

  /** Scheme, host and port. */
  get origin(): string {
    const { port } = this.#http.address() as AddressInfo;
    return `http://${this.#options.hostname ?? "localhost"}:${port}`;
  }

  /** Address of a page. */
  url(path = "/"): string {
    return new URL(path, this.origin).href;
  }

  /** Stop at once, open connections too. */
  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = decodeURIComponent(new URL(request.url ?? "/", this.origin).pathname);
    const path = normalize(asked === "/" ? "/index.html" : asked);
    if (path === "/favicon.ico") {
      response.writeHead(204).end(); // Browsers ask by themselves; a 404 would be a line in their console.
      return;
    }
    const content = await this.#content(path);
    if (content === undefined) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end(`There is no ${path} here.`);
      return;
    }
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    if (!type.startsWith("text/html")) {
      response.writeHead(200, { "Content-Type": type }).end(content);
      return;
    }
    response
      .writeHead(200, { "Content-Type": type, ...this.#options.headers })
      .end(this.#install(content.toString()));
  }

  async #content(path: string): Promise<Buffer | string | undefined> {
    const own = this.#options.pages?.[path];
    if (own !== undefined) return own;
    try {
      return await readFile(join(this.#folder, path));
    } catch {
      return undefined;
    }
  }

  #install(page: string): string {
    const head = this.#options.head ?? "";
    if (page.includes(SHOP_MARKER)) return page.replace(SHOP_MARKER, () => head);
    return page.replace(/<head[^>]*>/, (tag) => `${tag}\n${head}`);
  }
}
