/** The lookup code as visitors call it up themselves: by the side button, and by Ctrl pressed five times. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, bar, shortIdOf } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

const HTML = `<!doctype html><html lang="en"><head><title>Help</title></head><body><main><h1>Help</h1>
<input aria-label="Search"></main><script>onkeydown = ({ key }) => { document.title += " " + key; }</script></body></html>`;
const PAGES = { "/help.html": HTML };

const card = (visitor: Page) =>
  visitor.locator("[data-userview-ui]").getByRole("dialog", { name: "Your code" });
const sideButton = (visitor: Page) =>
  visitor.locator("[data-userview-ui]").getByRole("button", { name: "Show my code" });
const digits = (visitor: Page) => card(visitor).locator(".digits");
const codeIn = async (visitor: Page) => (await digits(visitor).innerText()).replace(/\s/g, "");

async function pressControl(visitor: Page, times: number): Promise<void> {
  for (let press = 0; press < times; press++) await visitor.keyboard.press("Control");
}

test("the side button shows the code, which finds the visitor and is renewed when it is used up", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  // Nothing else calls for the companion.
  const settings = { integrate_with_livechat: false, inject_lookup_code_button: true };
  await rest.good("PATCH", "/v1/team", settings);
  const site = await openSite({ name: "plain", head: snippet(server.ready), pages: PAGES });
  const visitor = await newPerson();
  await visitor.goto(site.url("/help.html"));
  const shortId = await shortIdOf(visitor);

  await sideButton(visitor).focus();
  await visitor.keyboard.press("Enter");
  await expect(digits(visitor)).toHaveText(/^\d{3} \d{3}$/);
  await expect(sideButton(visitor)).toHaveCount(0);
  await expect(card(visitor).getByRole("timer")).toHaveText(/^A new one in (10:00|9:\d\d)$/);
  const code = await codeIn(visitor);
  await expect(card(visitor).getByRole("status")).toHaveText([...code].join(" "));
  expect((await new AxeBuilder({ page: visitor }).analyze()).violations).toEqual([]);
  const found = await rest.good<{ visitor: { short_id: string } }>("POST", "/v1/lookup", { code });
  expect(found.visitor.short_id).toBe(shortId);

  await test.step("Esc closes it, and the keyboard is at the button again", async () => {
    await visitor.keyboard.press("Escape");
    await expect(card(visitor)).toHaveCount(0);
    await expect(sideButton(visitor)).toBeFocused();
    expect(await visitor.title()).not.toContain("Escape");
  });

  await test.step("a session takes the code and the card; after it there is another code", async () => {
    await sideButton(visitor).click();
    await expect(digits(visitor)).toHaveText(/^\d{3} \d{3}$/);
    const agent = await newPerson();
    await agent.goto(await rest.watchUrl(shortId));
    await allow(visitor);
    await expect(bar(visitor)).toBeVisible();
    await expect(card(visitor)).toHaveCount(0);
    await expect(sideButton(visitor)).toHaveCount(0);
    // On the next page the session is there before what would show the button; only that answers this.
    await visitor.reload();
    await expect(bar(visitor)).toBeVisible();
    await visitor.evaluate(() => window.UserView("getLookupCode"));
    await expect(sideButton(visitor)).toHaveCount(0);
    await visitor.evaluate(() => void window.UserView("stopSession"));
    await sideButton(visitor).click();
    await expect(digits(visitor)).toHaveText(/^\d{3} \d{3}$/);
    expect(await codeIn(visitor)).not.toBe(code);
  });

  await test.step("switched off, it goes at once", async () => {
    await card(visitor).getByRole("button", { name: "Close" }).click();
    await rest.good("PATCH", "/v1/team", { inject_lookup_code_button: false });
    await expect(visitor.locator("[data-userview-ui]")).toHaveCount(0);
  });
});

test("Ctrl pressed five times opens and closes the card; other keys between do not count", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  await rest.good("PATCH", "/v1/team", {
    integrate_with_livechat: false,
    enable_lookup_code_on_key: true,
    lookup_code_digits: 4,
    translations: { lookup_message: "Tell Ada." },
  });
  const site = await openSite({ name: "plain", head: snippet(server.ready), pages: PAGES });
  const visitor = await newPerson({ viewport: { width: 390, height: 700 } });
  // Whether the page listens already is not to be seen from outside: what comes with the same settings is.
  const companion = visitor.waitForResponse(/\/sdk\/companion-/);
  await visitor.goto(site.url("/help.html"));
  await shortIdOf(visitor);
  await (await companion).finished();
  await visitor.evaluate(() => window.UserView("getLookupCode"));
  await visitor.getByLabel("Search").focus();
  await pressControl(visitor, 4);
  await visitor.keyboard.press("a");
  await pressControl(visitor, 4);
  await visitor.keyboard.press("b");
  // Keys of scripts are nobody's wish.
  await visitor.evaluate(() => {
    for (let press = 0; press < 5; press++)
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Control", bubbles: true }));
  });
  await expect(visitor.getByLabel("Search")).toHaveValue("ab");
  await expect(visitor.locator("[data-userview-ui]")).toHaveCount(0);

  await pressControl(visitor, 5);
  await expect(digits(visitor)).toHaveText(/^\d{4}$/);
  await expect(card(visitor).getByText("Tell Ada.")).toBeVisible();
  const place = await card(visitor).boundingBox();
  expect(place?.x).toBeGreaterThan(0);
  expect((place?.x ?? 0) + (place?.width ?? 0)).toBeLessThanOrEqual(390);
  await pressControl(visitor, 5);
  await expect(card(visitor)).toHaveCount(0);
  await expect(visitor.getByLabel("Search")).toBeFocused();

  await rest.good("PATCH", "/v1/team", {
    enable_lookup_code_on_key: false,
    inject_lookup_code_button: true,
  });
  await expect(sideButton(visitor)).toBeVisible();
  await visitor.getByLabel("Search").focus();
  await pressControl(visitor, 5);
  await visitor.keyboard.press("c");
  await expect(visitor.getByLabel("Search")).toHaveValue("abc");
  await expect(card(visitor)).toHaveCount(0);
});
