/**
 * Stop with 500 messages in flight (rule S7): what waits in the SDK never leaves, nothing follows on the wire, and the
 * agent's view is cleared as soon as it hears of it. Asserted is the order; the figures are printed.
 */
import type { Page } from "@playwright/test";
import { freePort } from "../../fixtures/ports.ts";
import { framesOf } from "../../src/frames.ts";
import { expect, test } from "../../src/journey.ts";
import { allow, mirror, shortIdOf, stopSharing } from "../../src/people.ts";

import { Rest } from "../../src/rest.ts";
import { ReverseProxy } from "../../src/reverse-proxy.ts";
import { scriptTag } from "../../src/site.ts";

const MESSAGES = 500;
/** What may be on its way and is not acknowledged is at least 128 KiB: far more than that has to wait. */
const CHARACTERS = 10_000;

/** Each frame of the page is another text, which nothing makes smaller. */
const STORM = `<!doctype html><html><head><title>Storm</title></head><body><h1>Storm</h1><p id="rain"></p><script>
  drops = 0;
  function rain() {
    const numbers = crypto.getRandomValues(new Uint16Array(${CHARACTERS}));
    document.getElementById("rain").textContent = drops + String.fromCharCode(...numbers.map((n) => 0x4e00 + (n % 0x5000)));
    drops += 1;
    requestAnimationFrame(rain);
  }
</script></body></html>`;

interface Told {
  drops: number;
  rain(): void;
  content: number[];
  stoppedAt: number;
  left: number[];
}

/** Notes on the page's clock when content is handed to its socket, and what the socket still holds after stop. */
function watchSocket(): void {
  const told = window as unknown as Told;
  Object.assign(told, { content: [], stoppedAt: Number.POSITIVE_INFINITY, left: [] });
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (this: WebSocket, data: Parameters<typeof send>[0]) {
    if (typeof data !== "string") told.content.push(Date.now());
    else if (data.includes('"session.stop"')) {
      told.stoppedAt = Date.now();
      setTimeout(() => told.left.push(this.bufferedAmount), 200);
    }
    send.call(this, data);
  };
}

/** Says in the console when a socket of the agent's hears of the end, and when the window has no mirror any more. */
function watchClearing(): void {
  if (window === window.top) {
    let shown = false;
    new MutationObserver(() => {
      const now = document.querySelector("iframe") !== null;
      if (shown && !now) console.info(`cleared ${Date.now()}`);
      shown = now;
    }).observe(document, { childList: true, subtree: true });
  }
  const Plain = WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...args: ConstructorParameters<typeof Plain>) {
      super(...args);
      this.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (typeof data === "string" && /"stream\.end"|"visitor_stopped"/.test(data))
          console.info(`heard ${Date.now()}`);
      });
    }
  };
}

function figures(agent: Page): Map<string, number> {
  const noted = new Map<string, number>();
  agent.on("console", (line) => {
    const said = /^(heard|cleared) (\d+)$/.exec(line.text());
    if (said?.[1] !== undefined && !noted.has(said[1])) noted.set(said[1], Number(said[2]));
  });
  return noted;
}

test("with 500 messages in flight stop is the last thing that is said, and views are cleared when they hear it", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(120_000);
  const [proxy, port] = [await ReverseProxy.start(), await freePort()];
  const server = await startServer({
    args: ["--port", String(port)],
    env: { USERVIEW_PUBLIC_URL: proxy.origin },
  });
  proxy.target = port;
  const pages = { "/storm.html": STORM };
  const site = await openSite({ name: "plain", head: scriptTag(server.ready), pages });
  const visitor = await newPerson();
  await visitor.addInitScript(watchSocket);
  await visitor.goto(site.url("/storm.html"));
  const agent = await newPerson();
  await agent.addInitScript(watchClearing);
  const noted = figures(agent);
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "Storm" })).toBeVisible();

  // Nobody acknowledges any more: what the page says waits in the SDK.
  const line = proxy.lines.find(({ path }) => path.includes("/ws/visitor"));
  if (line === undefined) throw new Error("expected the visitor's socket to go through the proxy");
  line.mute(true);
  await visitor.evaluate(() => (window as unknown as Told).rain());
  const told = () =>
    visitor.evaluate(() => {
      const { drops, content, stoppedAt, left } = window as unknown as Told;
      return { drops, content, stoppedAt, left };
    });
  await expect
    .poll(async () => (await told()).drops, { timeout: 60_000 })
    .toBeGreaterThan(MESSAGES);
  await stopSharing(visitor);
  await expect.poll(async () => (await told()).left).toHaveLength(1);
  const atStop = await told();
  expect(atStop.left).toEqual([0]);
  // The server's words come at last: what they set free is nothing.
  line.mute(false);
  await expect(agent.getByText("stopped sharing")).toBeVisible();
  const drops = (await told()).drops;
  await expect.poll(async () => (await told()).drops).toBeGreaterThan(drops + 10);

  const { content, stoppedAt } = await told();
  const said = framesOf(line.sent);
  const stop = said.findIndex(({ text }) => text?.includes('"session.stop"'));
  const after = said.slice(stop + 1).filter(({ isContent }) => isContent);
  const handed = content.filter((at) => at <= stoppedAt).length;
  expect(stop).toBeGreaterThan(0);
  expect(after).toEqual([]);
  expect(content.slice(handed)).toEqual([]);
  // Most of the storm never left the SDK.
  expect(atStop.drops - handed).toBeGreaterThan(MESSAGES / 3);
  await expect.poll(() => [...noted.keys()].sort()).toEqual(["cleared", "heard"]);
  const [heard, cleared] = [noted.get("heard") ?? 0, noted.get("cleared") ?? 0];
  const last = said.slice(0, stop).findLast(({ isContent }) => isContent);
  const lines = [
    `messages that the page made before stop: ${atStop.drops}, handed to its socket: ${handed}`,
    `bytes of content after session.stop: ${after.reduce((sum, { bytes }) => sum + bytes, 0)}, held by the socket 200 ms later: ${atStop.left[0]}`,
    `last content at the proxy, from session.stop in the page: ${(last?.at ?? 0) - stoppedAt} ms`,
    `agent's view, from hearing of the end to cleared: ${cleared - heard} ms`,
  ];
  console.log(lines.join("\n"));
});
