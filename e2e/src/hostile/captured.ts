/** Hostile pages as a visitor's browser captures them: they may do there what they like, and nothing of it is reachable. */
import type { Browser } from "@playwright/test";
import { FrameFlag, type FrameHeader, FrameType } from "@userview/protocol";
import { type FrameSink, installCapture, startCapturing } from "../recorded-page.ts";
import type { ReplayLab } from "../replay-lab.ts";
import type { HostilePage } from "./pages.ts";

const SITE = "http://hostile.test/";
const CAPTURED_WITHIN_MS = 15_000;
/** How long a page is left to change itself once it is captured. */
const CHANGES_MS = 100;

export interface CapturedFrame {
  header: Partial<FrameHeader>;
  payload: Uint8Array;
}

class Kept implements FrameSink {
  readonly frames: CapturedFrame[] = [];
  #whole: () => void = () => undefined;
  readonly whole = new Promise<void>((resolve) => {
    this.#whole = resolve;
  });

  start(): void {
    // One page, from its beginning.
  }

  frame({ type, flags }: Partial<FrameHeader>, payload: Uint8Array): void {
    this.frames.push({ header: { type, flags } as Partial<FrameHeader>, payload });
    if (type === FrameType.snapshot && ((flags ?? 0) & FrameFlag.last) !== 0) this.#whole();
  }
}

/** The frames of each page, in the order of the pages. */
export async function capturePages(
  browser: Browser,
  lab: ReplayLab,
  pages: readonly HostilePage[],
): Promise<CapturedFrame[][]> {
  const context = await browser.newContext({ viewport: { width: 800, height: 600 } });
  let body = "";
  await context.route("**/*", (route) => {
    if (route.request().url() !== SITE) return route.abort();
    return route.fulfill({ contentType: "text/html; charset=utf-8", body });
  });
  const visitor = await context.newPage();
  visitor.on("dialog", (dialog) => void dialog.dismiss());
  await installCapture(visitor, lab);
  const captured: CapturedFrame[][] = [];
  for (const { name, html } of pages) {
    body = html.startsWith("<html") ? `<!doctype html>${html}` : `<!doctype html><body>${html}`;
    await visitor.goto(SITE, { waitUntil: "domcontentloaded" });
    const kept = new Kept();
    await startCapturing(visitor, kept);
    await within(kept.whole, name);
    await new Promise((resolve) => setTimeout(resolve, CHANGES_MS));
    if (kept.frames.length === 0) throw new Error(`expected frames of "${name}", got none`);
    captured.push(kept.frames);
  }
  await context.close();
  return captured;
}

function within(whole: Promise<void>, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`expected a snapshot of "${name}", got none`));
    const timer = setTimeout(fail, CAPTURED_WITHIN_MS);
    void whole.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
