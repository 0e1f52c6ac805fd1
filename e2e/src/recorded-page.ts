/** A page that is captured as a visitor's is, its frames and assets handed to a replay lab instead of a server. */
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import type { FrameHeader } from "@userview/protocol";
import { build } from "esbuild";
import type { ReplayLab } from "./replay-lab.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** Takes a captured page's frames: a viewer's connection, or who keeps them. */
export interface FrameSink {
  start(): void;
  frame(header: Partial<FrameHeader>, payload: Uint8Array): void;
}

interface SentFrame {
  type: FrameHeader["type"];
  flags: number;
  capturedAt: number;
  payload: string;
}

let bundled: Promise<string> | undefined;

/** The capture module as one script, built once. */
function captureScript(): Promise<string> {
  bundled ??= build({
    stdin: {
      contents: `export * from "@userview/capture"; export { drawings } from "@userview/capture/drawings";`,
      resolveDir: HERE,
    },
    bundle: true,
    format: "iife",
    globalName: "capture",
    footer: { js: "window.capture = capture;" },
    target: "es2022",
    write: false,
    logLevel: "warning",
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? "");
  return bundled;
}

/** Installs capture in a page before it is opened; `startCapturing` begins. */
export async function installCapture(visitor: Page, lab: ReplayLab): Promise<void> {
  const state: { connection: FrameSink | null } = { connection: null };
  connections.set(visitor, state);
  await visitor.exposeFunction("__frame", ({ type, flags, capturedAt, payload }: SentFrame) => {
    state.connection?.frame({ type, flags, capturedAt }, Buffer.from(payload, "base64"));
  });
  await visitor.exposeFunction("__asset", (id: string, type: string, body: string) => {
    lab.addAsset(id, { type, body: Buffer.from(body, "base64") });
  });
  await visitor.addInitScript(await captureScript());
}

const connections = new WeakMap<Page, { connection: FrameSink | null }>();

/** Captures the page as it is, and its changes from now on, into a connection's stream. */
export async function startCapturing(visitor: Page, connection: FrameSink): Promise<void> {
  const state = connections.get(visitor);
  if (state === undefined) throw new Error("expected installCapture before, it was not called");
  state.connection = connection;
  connection.start();
  await visitor.evaluate(() => {
    interface Given {
      type: number;
      flags: number;
      capturedAt: number;
      payload: Uint8Array;
    }
    const page = window as unknown as {
      capture: {
        startCapture(options: object): unknown;
        nothingSeen: object;
        drawings: unknown;
        Memory: new () => object;
      };
      __frame(frame: object): Promise<void>;
      __asset(id: string, type: string, body: string): Promise<void>;
    };
    const base64 = (bytes: Uint8Array) => {
      let binary = "";
      for (const byte of bytes) binary += String.fromCharCode(byte);
      return btoa(binary);
    };
    let last: Promise<unknown> = Promise.resolve();
    page.capture.startCapture({
      onFrame: ({ type, flags, capturedAt, payload }: Given) => {
        const frame = { type, flags, capturedAt, payload: base64(payload) };
        last = last.then(() => page.__frame(frame));
      },
      onAsset: async ({ id, url }: { id: string; url: string }) => {
        const response = await fetch(url);
        const bytes = new Uint8Array(await response.arrayBuffer());
        await page.__asset(id, response.headers.get("Content-Type") ?? "", base64(bytes));
      },
      loadDrawings: async () => page.capture.drawings,
      fetchSheet: async () => null,
      seen: page.capture.nothingSeen,
      memory: new page.capture.Memory(),
      canvases: { shown: true, encoding: "webp" },
      changesDelay: 0,
      onWarning: (text: string) => console.warn(text),
      maskedElements: [],
      noRemoteElements: [],
      layers: [],
      hideDetails: false,
      cutUrls: false,
      urls: { parameters: [], paths: [] },
    });
  });
}
