/** The tests' own tools: pages that are not ours load as they should, and the comparison sees what an eye sees. */
import { compare } from "../src/compare.ts";
import { expect, test } from "../src/journey.ts";
import type { SiteName } from "../src/site.ts";

const SITES: readonly (readonly [SiteName, string])[] = [
  ["admin", "/index.html"],
  ["admin", "/tables.html"],
  ["todo", "/"],
  ["gallery", "/"],
  ["editor", "/"],
  ["plain", "/"],
  ["shop", "/"],
];

for (const [name, path] of SITES) {
  test(`the site ${name}${path} stands alone, with our tag first in its head`, async ({
    openSite,
    newPerson,
  }) => {
    const site = await openSite({ name, head: '<script id="installed"></script>' });
    const page = await newPerson();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("requestfailed", (request) => faults.push(request.url()));
    page.on("response", (response) => {
      if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
    });
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== site.origin)
        faults.push(`asked of others: ${request.url()}`);
    });
    await page.goto(site.url(path), { waitUntil: "networkidle" });
    expect(faults).toEqual([]);
    expect(await page.evaluate(() => document.head.firstElementChild?.id)).toBe("installed");
  });
}

test("the comparison finds pages equal, and finds one word", async ({ openSite, newPerson }) => {
  const site = await openSite({ name: "plain" });
  const visitor = await newPerson();
  const agent = await newPerson({ viewport: { width: 1200, height: 900 } });
  await Promise.all([visitor.goto(site.url()), agent.goto(site.url())]);
  await agent.setViewportSize({ width: 1024, height: 700 });
  expect((await compare(visitor, agent)).share).toBe(0);

  await agent.locator("h1").evaluate((title) => {
    title.textContent = "A plain pagE";
  });
  const { share } = await compare(visitor, agent);
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(0.01);

  await agent.setViewportSize({ width: 800, height: 700 });
  await expect(compare(visitor, agent)).rejects.toThrow("at least 1024 x 700, got 800 x 700");
});

test("the comparison leaves out what UserView draws on either side", async ({
  openSite,
  newPerson,
}) => {
  const bar = (attribute: string) =>
    `<div ${attribute} style="position:fixed;inset:0 0 auto 0;height:80px;background:red"></div>`;
  const pages = {
    "/visitor.html": `<html><head></head><body>Hello${bar("data-userview-ui")}</body></html>`,
    "/mirror.html": `<html><head></head><body>Hello${bar("data-userview-overlay")}</body></html>`,
  };
  const site = await openSite({ name: "plain", pages });
  const [visitor, agent] = [await newPerson(), await newPerson()];
  await visitor.goto(site.url("/visitor.html"));
  await agent.goto(site.url("/mirror.html"));
  expect((await compare(visitor, agent)).share).toBe(0);
});
