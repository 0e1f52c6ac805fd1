/** History: what visitors did, where their team wants it, told by a real page, kept, and shown by REST and dashboard. */
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, mirror, shortIdOf, signIn, stopSharing } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { scriptTag, snippet } from "../../src/site.ts";
import { Wire } from "../../src/wire.ts";

interface Pageview {
  events: { icon: string; title: string; ts: string; uuid: string }[];
  pageview_id: string;
  screenshot: null;
  ts: string;
  url: string;
}

const HTML = `<!doctype html><html><head><title>Kites</title></head><body>
<a href="#sale">Sale</a>
<button>Add to cart</button>
<button class="no-userview">Balance 1,204</button>
<button><span data-userview-mask>Grace</span> signs out</button>
<button>Write to grace@example.com</button>
<label>Nickname <input name="nickname"></label>
<form aria-label="Checkout" onsubmit="return false"><input aria-label="Street"><button>Pay now</button></form>
</body></html>`;

async function collect(rest: Rest, on: boolean): Promise<void> {
  const { status } = await rest.ask("PATCH", "/v1/team", { collect_history: on });
  expect(status).toBe(200);
}

async function historyOf(rest: Rest, shortId: string): Promise<Pageview[]> {
  const path = `/v1/visitors/${shortId}/history`;
  return (await rest.ask<{ pageviews: Pageview[] }>("GET", path)).body.pageviews;
}

/** Titles of all events, oldest first. */
async function titles(rest: Rest, shortId: string): Promise<string[]> {
  const pageviews = await historyOf(rest, shortId);
  return pageviews.reverse().flatMap(({ events }) => events.map(({ title }) => title));
}

/** Open a page, and wait until what collects history has begun: it answers `saveHistory`. */
async function open(visitor: Page, url: string): Promise<string> {
  await visitor.goto(url);
  const shortId = await shortIdOf(visitor);
  expect(await visitor.evaluate(() => window.UserView("saveHistory"))).toBe(true);
  return shortId;
}

test("what a visitor does is kept by page view, named as it is called, and nothing private is in it", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  await collect(rest, true);
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/index.html": HTML, "/next.html": HTML },
  });
  const visitor = await newPerson();
  const wire = new Wire(visitor);
  const shortId = await open(visitor, site.url("/?email=grace@example.com"));

  await visitor.getByRole("button", { name: "Add to cart" }).click();
  await visitor.getByRole("button", { name: "Balance" }).click();
  await visitor.getByRole("button", { name: "signs out" }).click();
  await visitor.getByRole("button", { name: "Write to" }).click();
  await visitor.getByLabel("Nickname").fill("amazing");
  await visitor.getByLabel("Nickname").click();
  await visitor.getByLabel("Street").fill("Rose Lane 7");
  await visitor.getByRole("button", { name: "Pay now" }).click();
  await visitor.getByRole("link", { name: "Sale" }).click();
  await visitor.evaluate(() => {
    history.pushState({}, "", "/kites?token=opensesame");
    for (let i = 0; i < 3; i++)
      setTimeout(() => {
        throw new Error("no kite for ada@example.com");
      });
    void Promise.reject(new TypeError("wind is undefined"));
    void window.UserView("trackEvent", { title: "Voucher redeemed", icon: "star" });
    document.querySelector("button")?.click();
  });

  await expect
    .poll(() => titles(rest, shortId), { timeout: 15_000 })
    .toEqual([
      "Page loaded",
      'Clicked "Add to cart"',
      'Clicked "signs out"',
      'Clicked "Write to ***"',
      'Clicked "Pay now"',
      'Submitted form "Checkout"',
      'Clicked "Sale"',
      "Went to /#sale",
      "Went to /kites",
      "Voucher redeemed",
      expect.stringMatching(/^Page error: /),
      expect.stringMatching(/^Page error: /),
    ]);
  const [kites, sale, first] = await historyOf(rest, shortId);
  const errors = kites?.events.map(({ title }) => title).filter((title) => title.includes("error"));
  expect(errors?.sort()).toEqual([
    "Page error: TypeError: wind is undefined",
    "Page error: Uncaught Error: no kite for ***",
  ]);
  expect([first?.url, sale?.url, kites?.url]).toEqual([
    `${site.origin}/?email=***`,
    `${site.origin}/?email=***#sale`,
    `${site.origin}/kites?token=***`,
  ]);
  for (const secret of ["Balance", "Grace", "grace@", "ada@", "amazing", "Rose Lane", "opensesame"])
    expect(wire.carried(secret), secret).toBe(false);

  const icons = new Set([first, kites].flatMap((one) => one?.events.map(({ icon }) => icon) ?? []));
  expect(icons).toContain(`${server.ready.base_url}/icons/star.svg`);
  for (const icon of icons) {
    const answer = await fetch(icon);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/svg+xml"]);
  }

  await test.step("what is not told yet is told before the page goes", async () => {
    await visitor.getByRole("button", { name: "Add to cart" }).click();
    await visitor.goto(site.url("/next.html"));
    await expect.poll(async () => (await historyOf(rest, shortId)).length).toBe(4);
    const [, before] = await historyOf(rest, shortId);
    expect(before?.events.at(-1)?.title).toBe('Clicked "Add to cart"');
  });

  await test.step("a visitor with history has the same", async () => {
    const { body } = await rest.ask<{ visitor: { history: Pageview[] } }>(
      "GET",
      `/v1.1/visitors/${shortId}.json?with_history=true`,
    );
    expect(body.visitor.history).toEqual(await historyOf(rest, shortId));
  });
});

test("nothing is told where the team or the page does not want it", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/index.html": HTML },
  });
  const refusing = await openSite({
    name: "plain",
    head: snippet(server.ready, { collectHistory: false }),
    pages: { "/index.html": HTML },
  });
  const visitor = await newPerson();
  const wire = new Wire(visitor);
  const told = (): string[] => wire.control.filter((text) => text.includes('"type":"history"'));
  const act = async (url: string): Promise<string> => {
    await visitor.goto(url);
    const shortId = await shortIdOf(visitor);
    await visitor.getByRole("button", { name: "Add to cart" }).click();
    expect(await visitor.evaluate(() => window.UserView("trackEvent", { title: "Mine" }))).not.toBe(
      true,
    );
    return shortId;
  };

  await test.step("off, as it is at first", async () => {
    const shortId = await act(site.url());
    await visitor.waitForTimeout(3000);
    expect(told()).toEqual([]);
    expect(await historyOf(rest, shortId)).toEqual([]);
  });

  await test.step("switched on it begins in the open page, switched off it ends there", async () => {
    const shortId = await shortIdOf(visitor);
    await collect(rest, true);
    await expect.poll(() => titles(rest, shortId)).toEqual(["Page loaded"]);
    await collect(rest, false);
    const track = (): Promise<unknown> =>
      visitor.evaluate(() => window.UserView("trackEvent", { title: "Mine" }));
    await expect.poll(track).toBeUndefined();
    const before = told().length;
    await visitor.getByRole("button", { name: "Add to cart" }).click();
    await visitor.waitForTimeout(2000);
    expect(told()).toHaveLength(before);
    await collect(rest, true);
  });

  await test.step("a page can switch it off", async () => {
    const shortId = await act(refusing.url());
    const before = told().length;
    await visitor.waitForTimeout(3000);
    expect(told()).toHaveLength(before);
    const urls = (await historyOf(rest, shortId)).map(({ url }) => url);
    expect(new Set(urls)).toEqual(new Set([site.url()]));
  });
});

test("the dashboard shows a visitor's history as it happens, sessions too", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(90_000);
  const server = await startServer();
  const rest = Rest.of(server);
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/index.html": HTML },
  });
  const visitor = await newPerson();
  const agent = await newPerson();
  await visitor.goto(site.url());
  const shortId = await shortIdOf(visitor);
  await signIn(agent, server);
  await agent.goto(new URL(`/visitors/${shortId}`, server.ready.base_url).href);
  const history = agent.getByRole("region", { name: "History" });
  await expect(history.getByText("Your team does not keep page views.")).toBeVisible();

  await collect(rest, true);
  await agent.reload();
  await expect(history.getByText("Nothing yet.")).toBeVisible();
  await visitor.reload();
  const pageview = history.getByRole("article", { name: "Kites" });
  await expect(pageview).toHaveCount(1);
  await visitor.getByRole("button", { name: "Add to cart" }).click();
  await expect(pageview.getByText('Clicked "Add to cart"')).toBeVisible();
  const icon = pageview.getByRole("listitem").filter({ hasText: "Add to cart" }).locator("img");
  expect(await icon.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

  await test.step("a session is noted where the visitor was", async () => {
    const watching = await newPerson();
    await watching.goto(await rest.watchUrl(shortId));
    await allow(visitor);
    await expect(mirror(watching).getByRole("button", { name: "Pay now" })).toBeVisible();
    await expect(pageview.getByText("Session with Ada started")).toBeVisible();
    await stopSharing(visitor);
    await expect(pageview.getByText("Session with Ada ended")).toBeVisible();
  });

  await test.step("a new page view stands in front", async () => {
    await visitor.evaluate(() => {
      document.title = "Winches";
      window.history.pushState({}, "", "/winches");
    });
    const articles = history.getByRole("article");
    await expect(articles).toHaveCount(2);
    await expect(articles.first()).toContainText("Went to /winches");
  });
});
