/** Pages of other sites in frames that carry the SDK: agents see them in their place, and act in them (rules N1-N5). */
import type { FrameLocator, Page } from "@playwright/test";
import type { Server } from "../../fixtures/server.ts";
import { expect, test } from "../../src/journey.ts";
import {
  allow,
  clickIn,
  mirror,
  prompt,
  shortIdOf,
  stopSharing,
  typeInto,
  wheelOver,
} from "../../src/people.ts";
import { PlaybackPage } from "../../src/playback-page.ts";
import { Rest } from "../../src/rest.ts";
import { type Site, type SiteOptions, scriptTag } from "../../src/site.ts";
import { TakenStream } from "../../src/taken-stream.ts";

const PAY = `<!doctype html><html><head><title>Pay</title>
  <style>body { margin: 0; font: 16px sans-serif } #tall { height: 3000px }</style></head><body>
  <h1>Pay here</h1>
  <button id="pay">Pay 0</button>
  <input id="name" aria-label="Name"><input id="secret" type="password" value="hunter2-secret" aria-label="Password">
  <p class="no-userview">card 4111 kept private</p>
  <img id="dot" width="20" height="20" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E">
  <div id="tall"></div>
  <script>let n = 0; pay.onclick = (event) => { pay.textContent = "Pay " + ++n; };</script></body></html>`;

const shop = (frames: string): string =>
  `<!doctype html><html><head><title>Shop</title></head><body><h1>Shop</h1>
  <button id="own">Own 0</button>
  <script>let n = 0; own.onclick = () => { own.textContent = "Own " + ++n; };</script>${frames}</body></html>`;

const frame = (url: string, id = "pay-frame"): string =>
  `<iframe id="${id}" src="${url}" width="500" height="300"></iframe>`;

const WORDS = "belongs to another site";

interface Scene {
  readonly server: Server;
  readonly rest: Rest;
  readonly visitor: Page;
  readonly agent: Page;
  readonly pay: Site;
  readonly site: Site;
}

interface Given {
  readonly startServer: () => Promise<Server>;
  readonly newPerson: () => Promise<Page>;
  readonly openSite: (options: SiteOptions) => Promise<Site>;
}

/** A shop with a frame of another site; both carry the SDK of one team that names both. */
async function scene(
  { startServer, newPerson, openSite }: Given,
  options: {
    third?: (pay: string) => Record<string, string>;
    pay?: (third: string) => Record<string, string>;
    shop?: (pay: Site) => string;
    named?: boolean;
    hostname?: string;
  } = {},
): Promise<Scene> {
  const server = await startServer();
  const rest = Rest.of(server);
  const head = scriptTag(server.ready);
  // Each says where the other is: their pages are filled in when both have a port.
  const pages: Record<string, string> = {};
  const thirdPages: Record<string, string> = {};
  const hostname = options.hostname ?? "127.0.0.1";
  const other = { name: "plain", hostname, head } as const;
  const pay = await openSite({ ...other, pages });
  const third = await openSite({ ...other, pages: thirdPages });
  Object.assign(pages, { "/pay.html": PAY }, options.pay?.(third.origin));
  Object.assign(thirdPages, options.third?.(pay.origin));
  const body = options.shop?.(pay) ?? shop(frame(pay.url("/pay.html")));
  const site = await openSite({ name: "plain", head, pages: { "/shop.html": body } });
  const allowed_sites = options.named === false ? [] : [site.origin, pay.origin, third.origin];
  expect((await rest.ask("PATCH", "/v1/team", { allowed_sites })).status).toBe(200);
  return { server, rest, visitor: await newPerson(), agent: await newPerson(), pay, site };
}

async function watch({ visitor, agent, rest, site }: Scene): Promise<void> {
  await visitor.goto(site.url("/shop.html"));
  await agent.goto(await rest.watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "Shop" })).toBeVisible();
}

function payIn(agent: Page): FrameLocator {
  return mirror(agent).frameLocator("#pay-frame");
}

test("N1: the page in a frame is shown live in its place, masked by its own rules, also to who joins later", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const all = await scene({ startServer, newPerson, openSite });
  const { visitor, agent, rest } = all;
  await watch(all);
  const heading = payIn(agent).getByRole("heading", { name: "Pay here" });
  await expect(heading).toBeVisible();
  const inside = visitor.frameLocator("#pay-frame");
  await inside.locator("#pay").click();
  await expect(payIn(agent).getByRole("button")).toHaveText("Pay 1");
  await inside.locator("#name").fill("Grace");
  await expect(payIn(agent).getByLabel("Name")).toHaveValue("Grace");
  await expect(payIn(agent).locator("#secret")).not.toHaveValue(/hunter2/);
  expect(await payIn(agent).locator("body").innerText()).not.toContain("4111");

  const later = await newPerson();
  await later.goto(
    await rest.watchUrl(await shortIdOf(visitor), { agent: { id: "eve", name: "Eve" } }),
  );
  await expect(payIn(later).getByRole("button")).toHaveText("Pay 1");
  await inside.locator("#pay").click();
  for (const each of [agent, later])
    await expect(payIn(each).getByRole("button")).toHaveText("Pay 2");
  // It is one session: the framed page asks nothing and shows no bar.
  await expect(prompt(visitor)).toBeHidden();
  await expect(inside.locator("[data-userview-ui]")).toHaveCount(0);
});

test("a recording shows it as it was, at any moment", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const all = await scene({ startServer, newPerson, openSite });
  const { server, visitor, agent } = all;
  const stream = new TakenStream(agent);
  await watch(all);
  const button = visitor.frameLocator("#pay-frame").locator("#pay");
  const moments: number[] = [];
  for (const times of [0, 1, 2]) {
    await expect(payIn(agent).getByRole("button")).toHaveText(`Pay ${times}`);
    const [first] = stream.parts;
    moments.push(Date.now() - (first !== undefined && "received" in first ? first.received : 0));
    await visitor.waitForTimeout(700);
    await button.click();
  }
  await expect(payIn(agent).getByRole("button")).toHaveText("Pay 3");

  const holder = new URL("/sign-in", server.ready.base_url).href;
  const playback = await PlaybackPage.open(await newPerson(), holder, server.ready.replay_origin);
  await playback.load(stream);
  const duration = (await playback.state())?.duration ?? 0;
  for (const times of [2, 0, 1]) {
    // What is recorded may have come a moment after it was seen here, never after the next click.
    await playback.seek(Math.min(duration, (moments[times] ?? 0) + 300));
    await expect(payIn(playback.page).getByRole("button")).toHaveText(`Pay ${times}`);
  }
  expect((await playback.states()).filter(({ problem }) => problem !== null)).toEqual([]);
});

test("N3: agents click, type and scroll in the page in a frame", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const all = await scene({ startServer, newPerson, openSite });
  const { visitor, agent } = all;
  await watch(all);
  const inside = visitor.frameLocator("#pay-frame");
  await clickIn(agent, payIn(agent).getByRole("button"));
  await expect(inside.locator("#pay")).toHaveText("Pay 1");
  await expect(payIn(agent).getByRole("button")).toHaveText("Pay 1");
  await typeInto(agent, payIn(agent).getByLabel("Name"), "Ada");
  await expect(inside.locator("#name")).toHaveValue("Ada");
  await clickIn(agent, payIn(agent).locator("#secret"));
  await agent.keyboard.type("x");
  await expect(inside.locator("#secret")).toHaveValue("hunter2-secret");
  await wheelOver(agent, payIn(agent).getByRole("heading"), 120);
  await expect.poll(() => inside.locator("body").evaluate(() => window.scrollY)).toBe(120);
  await clickIn(agent, mirror(agent).locator("#own"));
  await expect(visitor.locator("#own")).toHaveText("Own 1");
});

test("N3, C10: an agent frames an element of the page in a frame, in the agent's name and colour", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const all = await scene({ startServer, newPerson, openSite });
  const { visitor, agent, rest, site } = all;
  await visitor.goto(site.url("/shop.html"));
  const link = { branding: { naked: true } };
  await agent.goto(await rest.watchUrl(await shortIdOf(visitor), link));
  await allow(visitor);
  await agent.getByRole("button", { name: "Highlight", exact: true }).click();
  const view = agent.frameLocator('iframe[src*="/view"]');
  await expect(view.locator(".layer")).toHaveAttribute("data-tool", "highlight");
  await clickIn(agent, payIn(agent).getByRole("button"));
  const drawn = visitor.frameLocator("#pay-frame").locator('g[data-tool="highlight"]');
  await expect(drawn.locator("text")).toHaveText("Ada");
  await expect(drawn.locator("rect").nth(1)).toHaveAttribute("stroke", "#2563eb");
  const around = await drawn.locator("rect").nth(1).boundingBox();
  const inside = await visitor.frameLocator("#pay-frame").locator("#pay").boundingBox();
  expect(around?.x).toBeLessThan(inside?.x ?? 0);
  expect((around?.x ?? 0) + 10).toBeGreaterThan(inside?.x ?? 0);
  await expect(payIn(agent).locator("[data-userview-ui]")).toHaveCount(0);
});

test("N4: a frame that goes elsewhere, is reloaded, masked or moved shows what it may by then", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const other =
    "<!doctype html><html><head><title>Next</title></head><body><h1>Next step</h1></body></html>";
  const bare = await openSite({
    name: "plain",
    hostname: "127.0.0.1",
    pages: { "/bare.html": other },
  });
  const all = await scene(
    { startServer, newPerson, openSite },
    { pay: () => ({ "/next.html": other }) },
  );
  const { visitor, agent, pay } = all;
  await watch(all);
  const go = (to: string): Promise<void> =>
    visitor.locator("#pay-frame").evaluate((element, url) => {
      (element as HTMLIFrameElement).src = url;
    }, to);
  await expect(payIn(agent).getByRole("heading", { name: "Pay here" })).toBeVisible();
  await go(pay.url("/next.html"));
  await expect(payIn(agent).getByRole("heading", { name: "Next step" })).toBeVisible();
  await go(bare.url("/bare.html"));
  await expect(payIn(agent).getByText(WORDS)).toBeVisible();
  await go(pay.url("/pay.html"));
  await expect(payIn(agent).getByRole("heading", { name: "Pay here" })).toBeVisible();
  await visitor.evaluate(() =>
    document.body.prepend(document.querySelector("#pay-frame") as Element),
  );
  await expect(payIn(agent).getByRole("heading", { name: "Pay here" })).toBeVisible();
  await visitor.locator("#pay-frame").evaluate((element) => element.classList.add("no-userview"));
  await expect(payIn(agent).getByRole("heading", { name: "Pay here" })).toHaveCount(0);
  await visitor.frameLocator("#pay-frame").locator("#pay").click();
  await expect(mirror(agent).locator("#pay-frame")).toBeVisible();
  await visitor.locator("#pay-frame").evaluate((element) => element.remove());
  await expect(mirror(agent).locator("#pay-frame")).toHaveCount(0);
});

test("N1: without the embedding site among the team's sites nothing of it is shown", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const all = await scene({ startServer, newPerson, openSite }, { named: false });
  const { visitor, agent, rest, site, pay } = all;
  const lines: string[] = [];
  visitor.on("console", (line) => lines.push(line.text()));
  await watch(all);
  await expect(payIn(agent).getByText(WORDS)).toBeVisible();
  await expect.poll(() => lines.join("\n")).toContain("not among the team's allowed sites");
  await expect(payIn(agent).getByText(WORDS)).toBeVisible();
  await expect(payIn(agent).getByRole("heading", { name: "Pay here" })).toHaveCount(0);

  // From the next page on it may.
  const allowed_sites = [site.origin, pay.origin];
  expect((await rest.ask("PATCH", "/v1/team", { allowed_sites })).status).toBe(200);
  await visitor.reload();
  await expect(payIn(agent).getByRole("heading", { name: "Pay here" })).toBeVisible();
});

test("N1: a page in a frame of a page in a frame is shown, one further in is not", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const nested = (inner: string, words: string): string =>
    `<!doctype html><html><head><title>Nested</title></head><body><h2>${words}</h2>${inner}</body></html>`;
  const all = await scene(
    { startServer, newPerson, openSite },
    {
      third: (pay) => ({ "/third.html": nested(frame(`${pay}/pay.html`, "fourth"), "Third") }),
      pay: (third) => ({ "/second.html": nested(frame(`${third}/third.html`, "third"), "Second") }),
      shop: (pay) => shop(frame(pay.url("/second.html"))),
    },
  );
  const { visitor, agent } = all;
  await watch(all);
  await expect(payIn(agent).getByRole("heading", { name: "Second" })).toBeVisible();
  const third = payIn(agent).frameLocator("#third");
  await expect(third.getByRole("heading", { name: "Third" })).toBeVisible();
  await expect(third.frameLocator("#fourth").getByText(WORDS)).toBeVisible();
  const inside = visitor.frameLocator("#pay-frame").frameLocator("#third");
  await inside.locator("h2").evaluate((heading) => {
    heading.addEventListener("click", () => heading.append(" clicked"));
  });
  await clickIn(agent, third.getByRole("heading"));
  await expect(third.getByRole("heading")).toHaveText("Third clicked");
  await expect(third.frameLocator("#fourth").getByRole("button")).toHaveCount(0);
});

test("N1: a frame that is masked is not looked into, and a page of a site that is not named only says that it has the SDK", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  // It says all that a page with the SDK says, and takes whatever port it is given for content of its own.
  const forged = `<script>
    onmessage = ({ data, ports: [port] }) => {
      parent.postMessage({ userview: "here", document: "forged" }, "*");
      port?.postMessage({ kind: "message", snapshot: true, lines: ["[1,0,0,2,0,\\"html\\",0,3,\\"forged\\",6,2]"] });
    };
    parent.postMessage({ userview: "here", document: "forged" }, "*");</script>`;
  const evil = await openSite({
    name: "plain",
    hostname: "127.0.0.1",
    pages: { "/evil.html": `<!doctype html><html><head>${forged}</head><body>Evil</body></html>` },
  });
  const all = await scene(
    { startServer, newPerson, openSite },
    {
      shop: (pay) => {
        const url = pay.url("/pay.html");
        const masked = `<div class="no-userview">${frame(url, "masked")}</div>`;
        return shop(frame(url) + masked + frame(evil.url("/evil.html"), "evil"));
      },
    },
  );
  const { visitor, agent } = all;
  await watch(all);
  await expect(payIn(agent).getByRole("heading", { name: "Pay here" })).toBeVisible();
  await expect(mirror(agent).frameLocator("#evil").getByText(WORDS)).toBeVisible();
  await visitor.frameLocator("#masked").locator("#pay").click();
  await visitor.frameLocator("#pay-frame").locator("#pay").click();
  await expect(payIn(agent).getByRole("button")).toHaveText("Pay 1");
  await expect(mirror(agent).frameLocator("#masked").locator("body")).toHaveText("");
  await expect(mirror(agent).frameLocator("#evil").getByText(WORDS)).toBeVisible();
});

test("N2: what other windows say, and offers that the server did not make, lead to nothing", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const all = await scene({ startServer, newPerson, openSite });
  const { visitor, site } = all;
  await visitor.goto(site.url("/shop.html"));
  await shortIdOf(visitor);
  // The page around offers a port with a token of its own making: the framed page says who it is, and nothing else.
  const said = await visitor.evaluate(
    () =>
      new Promise<{ heard: unknown[]; got: unknown[] }>((resolve) => {
        const heard: unknown[] = [];
        const got: unknown[] = [];
        const inner = document.querySelector("iframe")?.contentWindow;
        addEventListener("message", ({ data, source }) => {
          if (source !== inner || data?.userview !== "here") return;
          heard.push(data);
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = (event) => got.push(event.data);
          const offer = { userview: "open", document: data.document, token: "e30.AAAA" };
          inner?.postMessage(offer, "*", [port2]);
          setTimeout(() => resolve({ heard, got }), 2000);
        });
        setInterval(() => inner?.postMessage({ userview: "ask" }, "*"), 200);
      }),
  );
  expect(Object.keys(said.heard[0] as object).sort()).toEqual(["document", "userview"]);
  expect(said.got).toEqual([]);
});

test("N4: when the visitor stops, the page in the frame says nothing more", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const all = await scene({ startServer, newPerson, openSite });
  const { visitor, agent } = all;
  await visitor.addInitScript(() => {
    const counted = window as Window & { told?: number };
    counted.told = 0;
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (this: MessagePort, ...args: unknown[]) {
      counted.told = (counted.told ?? 0) + 1;
      Reflect.apply(postMessage, this, args);
    } as typeof postMessage;
  });
  await watch(all);
  const inside = visitor.frameLocator("#pay-frame").locator("body");
  const told = (): Promise<number> =>
    inside.evaluate(() => (window as Window & { told?: number }).told ?? 0);
  await expect(payIn(agent).getByRole("button")).toHaveText("Pay 0");
  await visitor.frameLocator("#pay-frame").locator("#pay").click();
  await expect(payIn(agent).getByRole("button")).toHaveText("Pay 1");
  await stopSharing(visitor);
  await expect.poll(told).toBeGreaterThan(1);
  await visitor.waitForTimeout(200);
  const before = await told();
  await visitor.frameLocator("#pay-frame").locator("#pay").click();
  await expect(visitor.frameLocator("#pay-frame").locator("#pay")).toHaveText("Pay 2");
  await visitor.waitForTimeout(300);
  expect(await told()).toBe(before);
});

test("N5, P6: a frame of the same visitor asks nothing by itself and takes no focus; rules that change hold at once", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const all = await scene({ startServer, newPerson, openSite }, { hostname: "localhost" });
  const { visitor, agent, rest, site } = all;
  const inside = visitor.frameLocator("#pay-frame");
  await visitor.goto(site.url("/shop.html"));
  await shortIdOf(visitor);
  await inside.locator("body").evaluate(() => window.UserView("getShortId"));
  // Another port of one host: both have the same cookie, once there is one.
  await visitor.reload();
  const short = await shortIdOf(visitor);
  expect(await inside.locator("body").evaluate(() => window.UserView("getShortId"))).toBe(short);
  await agent.goto(await rest.watchUrl(short));
  await expect(prompt(visitor)).toBeVisible();
  await expect(inside.locator("[data-userview-ui]")).toHaveCount(0);
  await allow(visitor);
  await expect(payIn(agent).getByRole("heading", { name: "Pay here" })).toBeVisible();
  await inside.locator("#name").fill("Grace");
  await expect(payIn(agent).locator("#name")).toHaveValue("Grace");
  await expect(mirror(agent).getByRole("heading", { name: "Shop" })).toBeVisible();
  await expect(inside.locator("[data-userview-ui]")).toHaveCount(0);

  expect((await rest.ask("PATCH", "/v1/team", { masked_elements: ["h1"] })).status).toBe(200);
  await expect(payIn(agent).locator("h1")).toHaveText(/^\*+ \*+$/);
  await inside.locator("body").evaluate(() => window.UserView("updateConnection", {}));
  await expect(payIn(agent).locator("#name")).toHaveValue("Grace");
});
