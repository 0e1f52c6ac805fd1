/** An agent who joins late, through the real product on loopback: how long until the page is there with all that changed, and what others notice. */
import { expect, test } from "@playwright/test";
import { FrameType, readHeader } from "@userview/protocol";
import { Server } from "../../e2e/fixtures/server.ts";
import { viewerFrame } from "../../e2e/src/mirror-print.ts";
import { allow, mirror, shortIdOf } from "../../e2e/src/people.ts";
import { Rest } from "../../e2e/src/rest.ts";
import { Site, scriptTag } from "../../e2e/src/site.ts";
import { TakenStream } from "../../e2e/src/taken-stream.ts";
import { note, quantile } from "./measure.ts";
import { pageOfRows } from "./pages.ts";

const CHANGES = 4000;
const PER_FRAME = 10;
const JOINERS = 5;

interface Joining {
  /** When the viewer's connection was made, and when the page was painted as it is now. */
  connected: number;
  painted: number;
}

/** Notes in a viewer's frame when it connects, and when it has painted the last change. */
function watchJoining(last: number): void {
  if (location.pathname !== "/view") return;
  const place = window as unknown as { joining: Joining };
  place.joining = { connected: 0, painted: 0 };
  const Real = WebSocket;
  window.WebSocket = class extends Real {
    constructor(url: string | URL) {
      super(url);
      place.joining.connected = performance.now();
    }
  };
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    place.joining.painted = performance.now();
  };
  const look = (): void => {
    const shown = document.querySelector<HTMLIFrameElement>(".mirror iframe")?.contentDocument;
    const row = shown?.querySelector("#list")?.lastElementChild;
    if (row?.getAttribute("data-change") === String(last)) channel.port2.postMessage(null);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

test("joining late", async ({ browser }) => {
  const server = await Server.start();
  const head = scriptTag(server.ready);
  const site = await Site.start({ name: "plain", head, pages: { "/rows.html": pageOfRows(1000) } });
  const people = await browser.newContext({ viewport: { width: 1024, height: 700 } });
  const agents = await browser.newContext({ viewport: { width: 1100, height: 760 } });
  await agents.addInitScript(watchJoining, CHANGES);
  try {
    const visitor = await people.newPage();
    await visitor.goto(site.url("/rows.html"));
    const rest = Rest.of(server);
    const shortId = await shortIdOf(visitor);
    const first = await agents.newPage();
    const stream = new TakenStream(first);
    await first.goto(await rest.watchUrl(shortId));
    await allow(visitor);
    await mirror(first).locator("#list").waitFor();
    await visitor.evaluate(
      async ({ changes, perFrame }) => {
        const rows = Array.from(document.querySelectorAll("#list > li"));
        const last = rows.at(-1) as Element;
        for (let change = 1; change <= changes; change++) {
          const row =
            change === changes ? last : (rows[(change * 7) % (rows.length - 1)] as Element);
          row.setAttribute("data-change", String(change));
          if (change % 3 === 0 && row !== last) row.append(` ${change}`);
          if (change % perFrame === 0) await new Promise(requestAnimationFrame);
        }
      },
      { changes: CHANGES, perFrame: PER_FRAME },
    );
    const all = mirror(first).locator(`#list > li:last-child[data-change="${CHANGES}"]`);
    await expect(all).toBeAttached();
    const before = stream.frames.length;
    const took: number[] = [];
    for (let joiner = 0; joiner < JOINERS; joiner++) {
      const agent = await agents.newPage();
      await agent.goto(await rest.watchUrl(shortId));
      await mirror(agent).locator("#list").waitFor();
      const viewer = viewerFrame(agent);
      await viewer.waitForFunction(
        () => (window as unknown as { joining: Joining }).joining.painted > 0,
      );
      const { connected, painted } = await viewer.evaluate(
        () => (window as unknown as { joining: Joining }).joining,
      );
      took.push(painted - connected);
      await agent.close();
    }
    const since = stream.frames.slice(before).map((frame) => readHeader(frame));
    note("join", {
      changes: CHANGES,
      p50: quantile(took, 0.5),
      most: Math.max(...took),
      others: since.filter(({ type }) => type === FrameType.snapshot).length,
    });
  } finally {
    await Promise.all([people.close(), agents.close(), site.close()]);
    await server.dispose();
  }
});
