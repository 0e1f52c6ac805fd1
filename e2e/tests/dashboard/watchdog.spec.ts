/** A page that keeps the agent's browser busy for ever: the dashboard answers all the time, and takes the page away. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { WebSocketRoute } from "@playwright/test";
import { type FrameHeader, readHeader } from "@userview/protocol";
import type { WebSocket } from "ws";
import { expect, test } from "../../src/journey.ts";
import { allow, mirror, shortIdOf } from "../../src/people.ts";
import { element, type LabNode, page as pageOf } from "../../src/replay-content.ts";
import { LabConnection } from "../../src/replay-lab.ts";
import { Rest } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

const REPORT = fileURLToPath(new URL("../../../reports/hostile", import.meta.url));
const LOOK_EVERY_MS = 20;

/** Elements in each other, and a selector that asks of each of them about all around it, of each of these the same, and so on. */
function endless(): LabNode[] {
  let selector = "div:not(div)";
  for (let level = 0; level < 8; level++) selector = `:is(${selector} *)`;
  let inner = element("div");
  for (let level = 0; level < 400; level++) inner = element("div", {}, inner);
  return [element("style", {}, `${selector} { color: red }`), inner];
}

test("a frame that hangs is taken away, the agent is told, and can have the page shown again", async ({
  server,
  newPerson,
  openSite,
}) => {
  test.setTimeout(90_000);
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  let viewer: WebSocketRoute | null = null;
  let last: FrameHeader | null = null;
  await agent.routeWebSocket(/\/ws\/view/, (socket) => {
    const relayed = socket.connectToServer();
    viewer = socket;
    socket.onMessage((message) => relayed.send(message));
    relayed.onMessage((message) => {
      if (typeof message !== "string") last = readHeader(message);
      socket.send(message);
    });
  });
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor), { branding: {} }));
  await allow(visitor);
  const heading = mirror(agent).getByRole("heading", { name: "A plain page" });
  await expect(heading).toBeVisible();
  await agent.evaluate((every) => {
    const place = window as unknown as { slowest: number };
    place.slowest = 0;
    let before = performance.now();
    setInterval(() => {
      const now = performance.now();
      place.slowest = Math.max(place.slowest, now - before - every);
      before = now;
    }, every);
  }, LOOK_EVERY_MS);

  const hears = viewer as WebSocketRoute | null;
  if (hears === null || last === null) throw new Error("expected a viewer with a page");
  const socket = {
    send: (data: string | Uint8Array) =>
      hears.send(typeof data === "string" ? data : Buffer.from(data)),
    on: () => undefined,
  };
  const hostile = new LabConnection(socket as unknown as WebSocket, { ticket: "", resume: null });
  hostile.start({ epoch: 999 });
  hostile.snapshot(pageOf(endless()));

  // While the frame hangs the dashboard does what it is asked.
  const actual = agent.getByRole("radio", { name: "100 %" });
  await actual.click();
  await expect(actual).toBeChecked();
  await expect(agent.getByText("The page was taken away")).toBeVisible({ timeout: 30_000 });
  await expect(agent.locator("iframe")).toHaveCount(0);
  const slowest = await agent.evaluate(() => (window as unknown as { slowest: number }).slowest);
  const live = { ran: [], asked: [], stopped: [], busy: Math.round(slowest) };
  mkdirSync(REPORT, { recursive: true });
  const result = { name: "a selector without end (taken away)", group: "watchdog", live };
  writeFileSync(`${REPORT}/watchdog.json`, `${JSON.stringify([result])}\n`);

  await agent.getByRole("button", { name: "Show it again" }).click();
  await expect(heading).toBeVisible();
  await visitor.evaluate(() => document.querySelector("h1")?.replaceChildren("Still here"));
  await expect(mirror(agent).getByRole("heading", { name: "Still here" })).toBeVisible();
});
