/** A page of which capture's features write what they see, and the ops of it. */
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { Op, ReadStrings, TokenReader } from "@userview/protocol/content";
import { build } from "esbuild";

const ENTRY = fileURLToPath(
  new URL("../../packages/capture/tests/chromium/feature-page.ts", import.meta.url),
);
const SITE = "http://site.test";

/** What ops take, as `ops.ts` says: i whole number, n number, t text, x text or nothing, [..] as often as the count before it. */
const SHAPES: Readonly<Record<string, string>> = {
  define: "t",
  sheet: "itt",
  insertRule: "iit",
  deleteRule: "ii",
  replaceRule: "iit",
  disableSheet: "ii",
  adopt: "i[i]",
  font: "iitt[tt]",
  removeFont: "i",
  forgetSheet: "i",
  media: "iinn",
  picture: "innnnt",
  layer: "ii",
  states: "i[t]",
  userInvalid: "ii",
  hold: "inn",
  foreign: "it",
  animate: "iitttinn",
  animation: "iinn",
  highlight: "ti[iiii]",
  target: "i",
};
const NAMES = new Map(Object.entries(Op).map(([name, code]) => [code as number, name]));

/** An op by its name, with what it takes. */
export type WrittenOp = readonly (string | number | null)[];

export interface PageFeatures {
  start(): string;
  snapshot(): string;
  changes(): string;
  stop(): void;
  wanted(): boolean;
  assets(): { id: string; url: string; use: string }[];
  id(node: Node | null): number;
}

declare global {
  interface Window {
    features: PageFeatures;
  }
}

let bundled: Promise<string> | undefined;

function script(): Promise<string> {
  bundled ??= build({
    entryPoints: [ENTRY],
    bundle: true,
    format: "iife",
    target: "es2022",
    conditions: ["userview-source"],
    write: false,
    logLevel: "warning",
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? "");
  return bundled;
}

export class FeaturePage {
  readonly page: Page;
  #strings = new ReadStrings();

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens a page; nothing is captured yet. `files` are answered by path. */
  static async open(
    page: Page,
    html: string,
    files: Readonly<Record<string, { type: string; body: string | Buffer }>> = {},
  ): Promise<FeaturePage> {
    await page.route(`${SITE}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      const file = pathname === "/" ? { type: "text/html", body: html } : files[pathname];
      if (file === undefined) return route.fulfill({ status: 404 });
      return route.fulfill({ contentType: file.type, body: file.body });
    });
    await page.goto(`${SITE}/`);
    return new FeaturePage(page);
  }

  /** Begin to capture: the state behind a snapshot. */
  async start(): Promise<WrittenOp[]> {
    await this.page.evaluate(await script());
    return this.#read(await this.page.evaluate(() => window.features.start()));
  }

  /** Somebody joins: the state again. */
  async snapshot(): Promise<WrittenOp[]> {
    this.#strings = new ReadStrings();
    return this.#read(await this.page.evaluate(() => window.features.snapshot()));
  }

  /** What became different since. */
  async changes(): Promise<WrittenOp[]> {
    return this.#read(await this.page.evaluate(() => window.features.changes()));
  }

  /** Carries something out in the page, and what became different then. */
  async after(act: () => unknown): Promise<WrittenOp[]> {
    await this.page.evaluate(act);
    return this.changes();
  }

  /** Waits for an op of this name, and what it takes; others of before are passed over. */
  async told(name: string, fits: (op: WrittenOp) => boolean = () => true): Promise<WrittenOp> {
    for (;;) {
      const found = (await this.changes()).find((op) => op[0] === name && fits(op));
      if (found !== undefined) return found;
      await this.page.waitForFunction(() => window.features.wanted());
    }
  }

  /** The id of the first element that matches. */
  id(selector: string): Promise<number> {
    return this.page.evaluate(
      (given) => window.features.id(document.querySelector(given)),
      selector,
    );
  }

  #read(line: string): WrittenOp[] {
    const reader = new TokenReader(line, this.#strings);
    const ops: WrittenOp[] = [];
    for (let code = reader.op(); code !== null; code = reader.op()) {
      const name = NAMES.get(code) ?? "";
      const shape = SHAPES[name];
      if (shape === undefined) throw new Error(`expected an op of a feature, got ${code} ${name}`);
      ops.push([name, ...take(reader, shape)]);
    }
    return ops;
  }
}

function take(reader: TokenReader, shape: string): (string | number | null)[] {
  const taken: (string | number | null)[] = [];
  const [plain = "", repeated = ""] = shape.split(/[[\]]/);
  const one = (kind: string): void => {
    if (kind === "i") taken.push(reader.int());
    else if (kind === "n") taken.push(reader.number());
    else taken.push(kind === "t" ? reader.text() : reader.textOrNothing());
  };
  for (const kind of plain) one(kind);
  if (repeated === "") return taken;
  for (let count = reader.count(100_000); count > 0; count--)
    for (const kind of repeated) one(kind);
  return taken;
}
