/** An agent's browser that plays a recording: the replay host's own frame, in a page of the public host. */
import { expect, type Page } from "@playwright/test";
import { write } from "./recorded.ts";
import type { Told } from "./replay-page.ts";
import type { TakenStream } from "./taken-stream.ts";

/** Pages that are after the agent's time take theirs. */
const STANDS_WITHIN_MS = 40_000;

export class PlaybackPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /**
   * @param holder address of a page that may hold the frame.
   * @param replay the replay host's origin.
   */
  static async open(page: Page, holder: string, replay: string): Promise<PlaybackPage> {
    await page.goto(holder);
    await page.evaluate(async (origin) => {
      const place = window as unknown as { told: unknown[]; tell(message: object): void };
      place.told = [];
      const frame = document.createElement("iframe");
      frame.style.cssText = "position:fixed;inset:0;width:100vw;height:100vh;border:0;z-index:9";
      const ready = new Promise<void>((resolve) => {
        addEventListener("message", ({ origin: from, source }) => {
          if (from !== origin || source !== frame.contentWindow) return;
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data }) => {
            place.told.push(data);
            if (data.type === "ready") resolve();
          };
          place.tell = (message) => port1.postMessage(message);
          frame.contentWindow?.postMessage({ userview: "port" }, origin, [port2]);
        });
      });
      frame.src = `${origin}/view`;
      document.body.replaceChildren(frame);
      await ready;
    }, replay);
    const playback = new PlaybackPage(page);
    await playback.tell({ type: "fit", mode: "page_only" });
    return playback;
  }

  tell(message: object): Promise<void> {
    return this.page.evaluate((given) => {
      (window as unknown as { tell(message: object): void }).tell(given);
    }, message);
  }

  /** Hands the frame a whole recording, whose chunks the test serves. */
  async load(stream: TakenStream): Promise<void> {
    const { chunks, index } = write(stream);
    await this.page.route("**/recorded/test/*", (route) => {
      const body = chunks[Number(route.request().url().split("/").at(-1))];
      return body === undefined
        ? route.fulfill({ status: 404 })
        : route.fulfill({ body, contentType: "application/octet-stream" });
    });
    const { assets } = stream;
    await this.tell({ type: "recording", chunks: "/recorded/test/", assets, index });
    await expect.poll(async () => (await this.state())?.duration ?? 0).toBeGreaterThan(0);
  }

  /** What the frame last said of the recording. */
  state(): Promise<PlaybackState | undefined> {
    return this.page.evaluate(() => {
      const { told } = window as unknown as { told: Told[] };
      return told.findLast(({ type }) => type === "playback") as PlaybackState | undefined;
    });
  }

  /** Every state that it told. */
  states(): Promise<PlaybackState[]> {
    return this.page.evaluate(() => {
      const { told } = window as unknown as { told: Told[] };
      return told.filter(({ type }) => type === "playback") as unknown as PlaybackState[];
    });
  }

  /** Shows a moment; resolves when it is in view. */
  async seek(at: number): Promise<void> {
    await this.tell({ type: "seek", at });
    await this.stands(at);
  }

  /** Waits until it stands at a moment. */
  async stands(at: number): Promise<void> {
    await expect
      .poll(
        async () => {
          const state = await this.state();
          return [state?.doing, Math.round(state?.at ?? -1)];
        },
        { timeout: STANDS_WITHIN_MS },
      )
      .toEqual(["paused", Math.round(at)]);
  }
}

export interface PlaybackState {
  at: number;
  duration: number;
  speed: number;
  doing: string;
  skipping: { from: number; to: number } | null;
  problem: string | null;
}
