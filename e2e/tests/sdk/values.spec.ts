/** What a real browser says of itself, as REST shows it. */
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { shortIdOf } from "../../src/people.ts";
import { becomePhone } from "../../src/phone.ts";
import { Rest } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

interface Described {
  browser_name: string | null;
  device_name: string | null;
  device_type: string | null;
  is_supported: boolean;
  js_configuration: boolean;
}

async function described(rest: Rest, visitor: Page): Promise<Described> {
  const { body } = await rest.ask<{ visitor: Described }>(
    "GET",
    `/v1/visitors/${await shortIdOf(visitor)}`,
  );
  return body.visitor;
}

test("hints name the phone that the user agent hides", async ({ server, newPerson, openSite }) => {
  const site = await openSite({ name: "plain", head: snippet(server.ready) });
  const rest = Rest.of(server);
  const visitor = await newPerson();
  await becomePhone(visitor);
  await visitor.goto(site.url());
  await expect
    .poll(async () => (await described(rest, visitor)).device_name, { timeout: 30_000 })
    .toBe("Pixel 9");
  expect(await described(rest, visitor)).toMatchObject({
    browser_name: "Chrome Mobile 156",
    device_type: "mobile",
    is_supported: true,
    js_configuration: false,
  });
});

test("a browser that lacks what a session needs connects, and says so", async ({
  server,
  newPerson,
  openSite,
}) => {
  const head = snippet(server.ready, { maskedElements: [".mine"] });
  const site = await openSite({ name: "plain", head });
  const visitor = await newPerson();
  await visitor.addInitScript(() => {
    Object.assign(window, { MutationObserver: undefined });
    // What a page puts in place of the browser's own must keep nobody from connecting.
    Object.defineProperty(navigator, "userAgentData", {
      value: { getHighEntropyValues: async () => ({ model: 7, brands: "none" }) },
    });
  });
  await visitor.goto(site.url());
  const found = await described(Rest.of(server), visitor);
  expect(found).toMatchObject({ is_supported: false, js_configuration: true });
});
