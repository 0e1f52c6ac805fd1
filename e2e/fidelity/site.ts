/** Serves one page of the lab: an example out of an npm package as it is, or a small page that mounts a package's parts. */
import { mkdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { PAGES as BUILT } from "../pages/build.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Sources of small pages; beside them, the packages that only the lab installs. */
export const SOURCES = join(HERE, "pages");
const FEATURES = join(HERE, "../pages/src/features");
const BUNDLES = join(HERE, "dist");
const WIDGETS = join(HERE, "../widgets/pages");
const WIDGET_BUNDLES = join(HERE, "../widgets/dist");

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".wav": "audio/wav",
  ".webm": "video/webm",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** Packages that a page uses are bundled where `<script data-bundle>` stands. */
const BUNDLED = /<script data-bundle>([\s\S]*?)<\/script>/;

/** Where a page's files are. */
export type Place =
  /** A folder of an npm package is the root of the site. */
  | { readonly npm: string; readonly path: string }
  /** A page of `fidelity/pages`. */
  | { readonly source: string }
  /** A site that the end-to-end tests build (`e2e/pages`). */
  | { readonly site: string; readonly path: string }
  /** A page of `widgets/pages`. */
  | { readonly widget: string }
  /** A page of `e2e/pages/src/features`. */
  | { readonly feature: string };

export class LabSite {
  readonly #place: Place;
  readonly #head: string;
  readonly #http: HttpServer;

  private constructor(place: Place, head: string) {
    this.#place = place;
    this.#head = head;
    this.#http = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) =>
        response.writeHead(500).end(String(error)),
      );
    });
  }

  /** @param head stands first in every page's head. */
  static async start(place: Place, head: string): Promise<LabSite> {
    const site = new LabSite(place, head);
    await new Promise<void>((resolve) => site.#http.listen(0, "127.0.0.1", resolve));
    // Bundling a large package takes longer than a page may take to load.
    if ("source" in place || "widget" in place) await (await fetch(site.url)).text();
    return site;
  }

  get origin(): string {
    return `http://localhost:${(this.#http.address() as AddressInfo).port}`;
  }

  /** Address of the page. */
  get url(): string {
    const place = this.#place;
    if ("npm" in place || "site" in place) return new URL(place.path, this.origin).href;
    const name =
      "source" in place ? place.source : "widget" in place ? place.widget : place.feature;
    return `${this.origin}/${name}.html`;
  }

  /** Where small pages are, and what is made of them. */
  get #folders(): { sources: string; bundles: string } {
    if ("widget" in this.#place) return { sources: WIDGETS, bundles: WIDGET_BUNDLES };
    return { sources: "feature" in this.#place ? FEATURES : SOURCES, bundles: BUNDLES };
  }

  /** Where packages are looked for, in order. */
  get #modules(): string[] {
    const own = "widget" in this.#place ? WIDGETS : SOURCES;
    return [join(own, "node_modules"), join(ROOT, "node_modules")];
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = decodeURIComponent(new URL(request.url ?? "/", this.origin).pathname);
    const path = normalize(asked.endsWith("/") ? `${asked}index.html` : asked);
    const content = await this.#content(path);
    if (content === undefined) {
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
      return;
    }
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    const headers = { "Content-Type": type, "Content-Length": 0, "Accept-Ranges": "bytes" };
    const isPage = type.startsWith("text/html");
    const whole = isPage ? Buffer.from(await this.#page(path, content.toString())) : content;
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    const first = range === null ? 0 : Number(range[1]);
    const last =
      range === null || range[2] === ""
        ? whole.length - 1
        : Math.min(Number(range[2]), whole.length - 1);
    const body = whole.subarray(first, last + 1);
    headers["Content-Length"] = body.length;
    if (range === null) response.writeHead(200, headers).end(body);
    else
      response
        .writeHead(206, { ...headers, "Content-Range": `bytes ${first}-${last}/${whole.length}` })
        .end(body);
  }

  async #content(path: string): Promise<Buffer | undefined> {
    for (const file of this.#candidates(path)) {
      try {
        return await readFile(file);
      } catch {
        // Not there: the next place.
      }
    }
    return undefined;
  }

  #candidates(path: string): string[] {
    const place = this.#place;
    if (path.startsWith("/npm/")) return this.#modules.map((folder) => join(folder, path.slice(5)));
    if (path.startsWith("/built/")) return [join(this.#folders.bundles, path.slice(7))];
    if ("npm" in place) return this.#modules.map((folder) => join(folder, place.npm, path));
    if ("site" in place) return [join(BUILT, place.site, path)];
    return [join(this.#folders.sources, path)];
  }

  async #page(path: string, html: string): Promise<string> {
    const bundled = BUNDLED.exec(html);
    let page = html;
    if (bundled !== null) {
      const name = path.slice(1, -".html".length);
      const hasStyle = await bundle(name, bundled[1] ?? "", this.#folders);
      const style = hasStyle ? `<link rel="stylesheet" href="/built/${name}/page.css">` : "";
      const script = `<script type="module" src="/built/${name}/page.js"></script>`;
      page = page.replace(BUNDLED, () => script).replace(/<\/title>/, () => `</title>${style}`);
    }
    return page.replace(/<head[^>]*>/, (tag) => `${tag}${this.#head}`);
  }
}

/** Some packages name a file of theirs with `?url`; the lab serves all packages anyway. */
const urls: Plugin = {
  name: "urls",
  setup({ onResolve }) {
    onResolve({ filter: /^\/npm\// }, ({ path }) => ({ path, external: true }));
  },
};

interface Folders {
  readonly sources: string;
  readonly bundles: string;
}

const bundles = new Map<string, Promise<boolean>>();

/** Bundles a page's script once a run; says whether there are styles, too. */
function bundle(name: string, contents: string, folders: Folders): Promise<boolean> {
  const file = join(folders.bundles, name);
  const found = bundles.get(file) ?? makeBundle(name, contents, folders);
  bundles.set(file, found);
  return found;
}

async function makeBundle(name: string, contents: string, folders: Folders): Promise<boolean> {
  const outdir = join(folders.bundles, name);
  mkdirSync(outdir, { recursive: true });
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folders.sources, sourcefile: `${name}.jsx`, loader: "jsx" },
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    jsx: "automatic",
    outdir,
    entryNames: "page",
    publicPath: `/built/${name}/`,
    define: { "process.env.NODE_ENV": '"production"' },
    external: ["node:*", "canvas", "jsdom"],
    loader: {
      ".woff": "file",
      ".woff2": "file",
      ".ttf": "file",
      ".eot": "file",
      ".svg": "file",
      ".png": "file",
      ".gif": "file",
      ".jpg": "file",
    },
    plugins: [urls],
    logLevel: "error",
    write: false,
  });
  for (const file of outputFiles) await writeFile(file.path, file.contents);
  return outputFiles.some((file) => file.path.endsWith("page.css"));
}
