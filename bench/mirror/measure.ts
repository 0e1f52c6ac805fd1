/** The benches' tools: a page under one engine, and what its main thread did meanwhile. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Browser, CDPSession, Page } from "@playwright/test";
import type { Engine } from "../../e2e/fidelity/engine.ts";
import { Ours } from "../../e2e/fidelity/ours.ts";
import { peerScript, RECORDER } from "../../e2e/fidelity/peer.ts";
import { ReplayLab } from "../../e2e/src/replay-lab.ts";
import { Served } from "./served.ts";

const REPORT = fileURLToPath(new URL("../../reports/mirror", import.meta.url));

/** Keeps a bench's figures for the command that prints them. */
export function note(name: string, figures: object): void {
  mkdirSync(REPORT, { recursive: true });
  writeFileSync(join(REPORT, `${name}.json`), `${JSON.stringify(figures, null, 1)}\n`);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Nothing mirrors, our SDK with a session, or the peer. */
export const KINDS = ["none", "ours", "peer"] as const;
export type Kind = (typeof KINDS)[number];

/** A page in a browser profile of its own, under one engine. */
export class Subject {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly #kind: Kind;
  readonly #ours: Ours | null;
  readonly #closing: (() => Promise<unknown>)[];

  private constructor(
    page: Page,
    cdp: CDPSession,
    kind: Kind,
    ours: Ours | null,
    closing: (() => Promise<unknown>)[],
  ) {
    this.page = page;
    this.cdp = cdp;
    this.#kind = kind;
    this.#ours = ours;
    this.#closing = closing;
  }

  /** Opens a page of this html; it is not mirrored yet. */
  static async open(browser: Browser, kind: Kind, html: string): Promise<Subject> {
    const closing: (() => Promise<unknown>)[] = [];
    let ours: Ours | null = null;
    if (kind === "ours") {
      const lab = await ReplayLab.start();
      ours = await Ours.start(lab);
      const engine: Engine = ours;
      closing.push(
        () => engine.close(),
        () => lab.close(),
      );
    }
    const site = await Served.start(html.replace("<head>", () => `<head>${ours?.head ?? ""}`));
    const context = await browser.newContext({ viewport: { width: 1024, height: 700 } });
    closing.unshift(
      () => context.close(),
      () => site.close(),
    );
    const page = await context.newPage();
    await page.goto(site.url, { waitUntil: "load" });
    const cdp = await context.newCDPSession(page);
    await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
    if (ours !== null) await ours.connected();
    await pause(1_000);
    return new Subject(page, cdp, kind, ours, closing);
  }

  /** Begins to mirror; resolves when the first snapshot is out, deflated as it would be sent. */
  async begin(): Promise<void> {
    if (this.#ours !== null) await this.#ours.begin();
    else if (this.#kind === "peer") await this.#beginPeer();
  }

  /** The whole page again; resolves when it is out. */
  async snapshot(): Promise<void> {
    if (this.#ours !== null) await this.#ours.snapshot();
    else if (this.#kind === "peer")
      await this.page.evaluate(() =>
        (window as unknown as { peerSnapshot(): Promise<void> }).peerSnapshot(),
      );
  }

  /** Bytes of content that left the page so far. */
  async bytes(): Promise<Bytes> {
    if (this.#ours !== null) {
      const { contentBytes, snapshotBytes } = this.#ours;
      return { all: contentBytes, snapshot: snapshotBytes };
    }
    return this.page.evaluate(() => {
      const { peerBytes } = window as unknown as { peerBytes: Bytes };
      return peerBytes;
    });
  }

  /** What the main thread has done so far, milliseconds of its tasks. */
  async worked(): Promise<number> {
    const { metrics } = await this.cdp.send("Performance.getMetrics");
    const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
    return seconds * 1000;
  }

  /** Waits until the main thread has next to nothing to do. */
  async rest(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      const before = await this.worked();
      await pause(250);
      quiet = (await this.worked()) - before < 8 ? quiet + 1 : 0;
    }
  }

  async close(): Promise<void> {
    for (const close of this.#closing) await close();
  }

  /**
   * The peer's recorder as a product would run it: its script is loaded when a session begins, as ours is; its events of one drawn frame are one message, JSON, deflated
   * off the main thread from the same size on as ours.
   */
  async #beginPeer(): Promise<void> {
    await this.page.addScriptTag({ content: await peerScript(RECORDER) });
    await this.page.evaluate(async () => {
      const page = window as unknown as {
        rrwebRecord: { (options: object): void; takeFullSnapshot(): void };
        peerBytes: Bytes;
        peerSnapshot(): Promise<void>;
      };
      const DEFLATE_FROM_BYTES = 1024;
      page.peerBytes = { all: 0, snapshot: 0 };
      let queue: { type: number }[] = [];
      let told: () => void = () => undefined;
      const whole = (): Promise<void> =>
        new Promise<void>((resolve) => {
          told = resolve;
        });
      page.peerSnapshot = async () => {
        const again = whole();
        await new Promise((resolve) => setTimeout(resolve));
        page.rrwebRecord.takeFullSnapshot();
        await again;
      };
      const first = whole();
      const send = async (events: { type: number }[]): Promise<void> => {
        const bytes = new TextEncoder().encode(JSON.stringify(events));
        let size = bytes.byteLength;
        if (size > DEFLATE_FROM_BYTES) {
          const deflate = new CompressionStream("deflate-raw");
          const deflated = new Blob([bytes]).stream().pipeThrough(deflate);
          size = (await new Response(deflated).arrayBuffer()).byteLength;
        }
        page.peerBytes.all += size;
        if (events.some(({ type }) => type === 2)) {
          page.peerBytes.snapshot += size;
          told();
        }
      };
      const flush = (): void => {
        const events = queue;
        queue = [];
        void send(events);
      };
      await new Promise((resolve) => setTimeout(resolve));
      page.rrwebRecord({
        emit: (event: { type: number }) => {
          if (queue.length === 0) requestAnimationFrame(flush);
          queue.push(event);
        },
        maskTextSelector: "[data-mask]",
        maskInputOptions: { password: true },
      });
      await first;
    });
  }
}

export interface Bytes {
  all: number;
  snapshot: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  args?: { name?: string };
}

export interface Tasks {
  /** Milliseconds of all tasks of the page's main thread. */
  total: number;
  longest: number;
}

/** What tasks a page's main thread ran while something was done. */
export async function tasksDuring(
  browser: Browser,
  page: Page,
  work: () => Promise<unknown>,
): Promise<Tasks> {
  await browser.startTracing(page, {
    categories: ["disabled-by-default-devtools.timeline", "devtools.timeline"],
  });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const mains = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid}.${tid}`),
  );
  const sums = new Map<string, Tasks>();
  for (const { name, ph, pid, tid, dur } of trace.traceEvents) {
    const thread = `${pid}.${tid}`;
    if (name !== "RunTask" || ph !== "X" || dur === undefined || !mains.has(thread)) continue;
    const sum = sums.get(thread) ?? { total: 0, longest: 0 };
    sum.total += dur / 1000;
    sum.longest = Math.max(sum.longest, dur / 1000);
    sums.set(thread, sum);
  }
  // The page's own thread is the one that did most.
  const busiest = [...sums.values()].sort((a, b) => b.total - a.total)[0];
  if (busiest === undefined) throw new Error("expected tasks of a page in the trace, got none");
  return busiest;
}
