/** Fixtures for tests of the viewer alone, and the words to build pages for it with. */
import { expect, type FrameLocator, type Page, test as playwright } from "@playwright/test";
import { type LabConnection, ReplayLab } from "./replay-lab.ts";

export { expect } from "@playwright/test";

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
    await this.tell({ type: "control", enabled: true });
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

let ids = 0;

/** A node of a snapshot, with an id of its own. */
export interface LabNode {
  id: number;
  [field: string]: unknown;
}

export function element(
  tagName: string,
  attributes: Record<string, unknown> = {},
  ...children: (LabNode | string)[]
): LabNode {
  const childNodes = children.map((child) => (typeof child === "string" ? text(child) : child));
  return { type: 2, id: ++ids, tagName, attributes, childNodes };
}

export function svg(
  tagName: string,
  attributes: Record<string, unknown> = {},
  ...children: LabNode[]
): LabNode {
  return { ...element(tagName, attributes, ...children), isSVG: true };
}

export function text(textContent: string): LabNode {
  return { type: 3, id: ++ids, textContent };
}

/** A whole page of these elements in the body, as a snapshot message. */
export function page(
  body: LabNode[],
  options: { head?: LabNode[]; width?: number; height?: number; quirks?: boolean } = {},
): unknown[] {
  const { head = [], width = 800, height = 600, quirks = false } = options;
  const doctype = { type: 1, id: ++ids, name: "html", publicId: "", systemId: "" };
  const around = { head: element("head", {}, ...head), body: element("body") };
  around.body["childNodes"] = body;
  const html = element("html", {}, around.head, around.body);
  const node = {
    type: 0,
    id: ++ids,
    childNodes: quirks ? [html] : [doctype, html],
    ...(quirks ? { compatMode: "BackCompat" } : {}),
  };
  return [
    { type: 4, data: { href: "https://shop.example/cart", width, height }, timestamp: 1 },
    { type: 2, data: { node, initialOffset: { left: 0, top: 0 } }, timestamp: 1 },
  ];
}

/** A change event of a source (format 1). */
export function change(source: number, data: object): unknown {
  return { type: 3, data: { source, ...data }, timestamp: 2 };
}

/** A change of the tree. */
export function mutation(parts: {
  adds?: object[];
  removes?: object[];
  texts?: object[];
  attributes?: object[];
}): unknown {
  return change(0, { adds: [], removes: [], texts: [], attributes: [], ...parts });
}
