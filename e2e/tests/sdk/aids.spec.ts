/** Functions for the site's developer: preparing a session that is about to begin, and looking over the SDK's shoulder. */
import { expect, test } from "../../fixtures/index.ts";
import { LonePage } from "../../src/lone-page.ts";

const HTML = "<!doctype html><html><head></head><body>Page</body></html>";
type Global = { UserView(name: string): Promise<unknown> };

test("prefetchAssets fetches what a session needs, and shows and sends nothing of the page", async ({
  page,
}) => {
  const modules: string[] = [];
  page.on("request", (request) => {
    if (/\/session[-.]/.test(request.url())) modules.push(request.url());
  });
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  expect(modules).toEqual([]);
  const ready = await page.evaluate(() => (window as unknown as Global).UserView("prefetchAssets"));
  expect(ready).toBe(true);
  expect(modules).toHaveLength(1);
  expect(lone.content()).toBe("");
  await expect(page.locator("[data-userview-ui]")).toHaveCount(0);

  await lone.share();
  await expect.poll(() => lone.content()).toContain("Page");
  expect(modules, "it is there already").toHaveLength(1);
});

test("debugging is switched on for this tab, over page changes, and off again", async ({
  page,
}) => {
  const lines: string[] = [];
  page.on("console", (line) => {
    if (line.type() === "debug") lines.push(line.text());
  });
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  expect(lines).toEqual([]);
  const call = (name: string): Promise<unknown> =>
    page.evaluate((asked) => (window as unknown as Global).UserView(asked), name);
  await call("startDebug");
  lone.ask();
  await expect.poll(() => lines.join("\n")).toContain("received");
  await page.reload();
  const before = lines.length;
  await expect.poll(() => lines.length).toBeGreaterThan(before);
  await call("stopDebug");
  const after = lines.length;
  await page.reload();
  await call("getShortId"); // Answers once the page has connected.
  expect(lines).toHaveLength(after);
});
