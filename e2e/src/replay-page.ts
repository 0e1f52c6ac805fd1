/** Fixtures for tests of the viewer alone; with them come the words to write pages for it with. */
import { expect, type FrameLocator, type Page, test as playwright } from "@playwright/test";
import { type LabConnection, ReplayLab } from "./replay-lab.ts";

export { expect } from "@playwright/test";
export * from "./replay-content.ts";

export interface Told {
  type: string;
  [field: string]: unknown;
}

/** The holder of a frame that is connected. */
export class Viewer {
  constructor(
    readonly page: Page,
    readonly lab: ReplayLab,
  ) {}

  /** The mirrored page that is in view. */
  get mirror(): FrameLocator {
    return this.page.frameLocator("iframe").frameLocator(".mirror iframe");
  }

  /** The frame's own page: overlays, input layer. */
  get frame(): FrameLocator {
    return this.page.frameLocator("iframe");
  }

  /** The latest connection. */
  get connection(): LabConnection {
    const latest = this.lab.connections.at(-1);
    if (latest === undefined) throw new Error("expected a connection, there is none yet");
    return latest;
  }

  tell(message: object): Promise<void> {
    return this.page.evaluate((given) => {
      (window as unknown as { tell: (message: object) => void }).tell(given);
    }, message);
  }

  /** What the frame told, all or of one type. */
  async told(type?: string): Promise<Told[]> {
    const all = await this.page.evaluate(() => (window as unknown as { told: Told[] }).told);
    return type === undefined ? all : all.filter((message) => message.type === type);
  }

  async expectStatus(status: string): Promise<void> {
    await expect
      .poll(async () => (await this.told("status")).at(-1)?.["status"], { message: "status" })
      .toBe(status);
  }

  /** Lets the frame pass on mouse and keys; waits until it does. */
  async takeControl(): Promise<void> {
    await this.tell({ type: "control", enabled: true, mine: false });
    await expect(this.frame.locator(".layer")).toHaveClass(/controls/);
  }

  /** Gives the frame an address and a ticket; waits until it has said hello. */
  async connect(): Promise<void> {
    const before = this.lab.connections.length;
    await this.tell({ type: "open", endpoint: this.lab.endpoint, ticket: `ticket-${before}` });
    await expect.poll(() => this.lab.connections.length).toBeGreaterThan(before);
  }
}

interface Replay {
  lab: ReplayLab;
  /** A frame in a holder, connected and waiting for a page; the mirror stands at the top left. */
  viewer: Viewer;
}

export const test = playwright.extend<Replay>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  lab: async ({}, use) => {
    const lab = await ReplayLab.start();
    await use(lab);
    await lab.close();
  },
  viewer: async ({ page, lab }, use) => {
    await page.goto(lab.holderUrl);
    const viewer = new Viewer(page, lab);
    await expect.poll(async () => (await viewer.told("ready")).length).toBe(1);
    await viewer.tell({ type: "fit", mode: "page_only" });
    await viewer.connect();
    await use(viewer);
  },
});
