/** From a change of the visitor's page to its paint at the agent, through the real product on loopback; with a visitor's clock that is wrong. */
import { setTimeout as pause } from "node:timers/promises";
import { type Frame, type Page, test } from "@playwright/test";
import { Server } from "../../e2e/fixtures/server.ts";
import { allow, mirror, shortIdOf } from "../../e2e/src/people.ts";
import { Rest } from "../../e2e/src/rest.ts";
import { Site, scriptTag } from "../../e2e/src/site.ts";
import { note, quantile } from "./measure.ts";

const CHANGES = 200;
const DAY_MS = 24 * 60 * 60 * 1000;
const SKEWS = { none: 0, "a day behind": -DAY_MS, "a day ahead": DAY_MS } as const;

const HTML = `<!doctype html><html><head><title>Latency</title></head><body style="margin:0"><p id="number">0</p><div style="height:600px;background:#eef">Words</div></body></html>`;

/** The page's clock is wrong; `trueNow` stays right. */
function skewed(skew: number): void {
  const page = window as unknown as { trueNow(): number };
  const origin = performance.timeOrigin;
  const now = performance.now.bind(performance);
  page.trueNow = () => origin + now();
  if (skew === 0) return;
  const Real = Date;
  const Wrong = class extends Real {
    constructor(...given: unknown[]) {
      if (given.length === 0) super(Real.now() + skew);
      else super(...(given as [number]));
    }
    static override now(): number {
      return Real.now() + skew;
    }
  };
  window.Date = Wrong as DateConstructor;
  Object.defineProperty(performance, "timeOrigin", { value: origin + skew });
}

/** Notes in the viewer when what it shows of `select` has been painted with another value. */
async function watchPaints(viewer: Frame): Promise<void> {
  await viewer.evaluate(() => {
    const place = window as unknown as { paints: [string, number][] };
    place.paints = [];
    const mirrored = document.querySelector<HTMLIFrameElement>(".mirror iframe");
    const channel = new MessageChannel();
    let before = "";
    const look = (): void => {
      const number = mirrored?.contentDocument?.querySelector("#number")?.textContent ?? "";
      const pointer = document.querySelector<HTMLElement>(".overlay .pointer");
      const at = pointer === null ? "" : `p${Math.round(pointer.getBoundingClientRect().x)}`;
      const seen = `${number} ${at}`;
      if (seen !== before) {
        before = seen;
        // The first task behind a frame's callbacks comes when the frame is painted.
        channel.port1.onmessage = () =>
          place.paints.push([seen, performance.timeOrigin + performance.now()]);
        channel.port2.postMessage(null);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

function paints(viewer: Frame): Promise<[string, number][]> {
  return viewer.evaluate(() => (window as unknown as { paints: [string, number][] }).paints);
}

async function changed(visitor: Page): Promise<number[]> {
  return visitor.evaluate(async (changes) => {
    const { trueNow } = window as unknown as { trueNow(): number };
    const times: number[] = [];
    const place = document.querySelector("#number") as HTMLElement;
    for (let at = 1; at <= changes; at++) {
      await new Promise((resolve) => setTimeout(resolve, 40 + ((at * 37) % 90)));
      times.push(trueNow());
      place.textContent = String(at);
    }
    return times;
  }, CHANGES);
}

for (const [name, skew] of Object.entries(SKEWS)) {
  test(`latency, the visitor's clock: ${name}`, async ({ browser }) => {
    const server = await Server.start();
    const site = await Site.start({
      name: "plain",
      head: scriptTag(server.ready),
      pages: { "/latency.html": HTML },
    });
    const people = await browser.newContext({ viewport: { width: 1024, height: 700 } });
    const agents = await browser.newContext({ viewport: { width: 1100, height: 760 } });
    try {
      const visitor = await people.newPage();
      await visitor.addInitScript(skewed, skew);
      await visitor.goto(site.url("/latency.html"));
      const agent = await agents.newPage();
      await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
      await allow(visitor);
      await mirror(agent).locator("#number").waitFor();
      const viewer = agent.frames().find((frame) => new URL(frame.url()).pathname === "/view");
      if (viewer === undefined) throw new Error("expected a viewer's frame, there is none");
      await watchPaints(viewer);
      const times = await changed(visitor);
      await pause(500);
      const shown = await paints(viewer);
      const delays = times.map((time, at) => {
        const paint = shown.find(([seen]) => Number(seen.split(" ")[0]) >= at + 1);
        return paint === undefined ? Number.POSITIVE_INFINITY : paint[1] - time;
      });
      note(`latency-${name.replaceAll(" ", "-")}`, {
        name,
        p50: quantile(delays, 0.5),
        p95: quantile(delays, 0.95),
        pointer: await pointer(visitor, viewer),
      });
    } finally {
      await Promise.all([people.close(), agents.close(), site.close()]);
      await server.dispose();
    }
  });
}

/** Median and 95th percentile from the page's own event to the pointer's paint. */
async function pointer(visitor: Page, viewer: Frame): Promise<{ p50: number; p95: number }> {
  await visitor.evaluate(() => {
    const page = window as unknown as { trueNow(): number; moves: [number, number][] };
    page.moves = [];
    addEventListener("pointermove", ({ clientX }) => page.moves.push([clientX, page.trueNow()]));
  });
  const MOVES = 100;
  for (let move = 0; move < MOVES; move++) {
    await visitor.mouse.move(20 + move * 8, 300);
    await pause(50);
  }
  await pause(500);
  const moves = await visitor.evaluate(
    () => (window as unknown as { moves: [number, number][] }).moves,
  );
  const shown = (await paints(viewer)).map(([seen, at]) => [Number(seen.split("p")[1]), at]);
  const delays = moves.slice(1).map(([x, time]) => {
    const paint = shown.find(
      ([at, when]) => at !== undefined && when !== undefined && when > time && at >= x - 2,
    );
    return paint?.[1] === undefined ? Number.POSITIVE_INFINITY : paint[1] - time;
  });
  return { p50: quantile(delays, 0.5), p95: quantile(delays, 0.95) };
}
