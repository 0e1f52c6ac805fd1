/** The demo shop by itself: accessible in light and dark, usable by keyboard, and whole without a UserView server. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../src/journey.ts";
import { becomeCustomer } from "../src/people.ts";
import type { Site } from "../src/site.ts";

const PATHS = [
  "/",
  "/?q=nothing-like-it",
  "/kites/six-winds.html",
  "/kites/hoop.html",
  "/cart.html",
  "/account.html",
  "/about.html",
  "/404.html",
];

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

async function putOttoIntoCart(page: Page, site: Site): Promise<void> {
  await page.goto(site.url("/kites/otto.html"));
  await page.getByRole("button", { name: "Add to cart" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
}

for (const [colorScheme, viewport] of [
  ["light", { width: 1280, height: 800 }],
  ["dark", { width: 390, height: 844 }],
] as const) {
  test(`every page is accessible and fits, ${colorScheme}, ${viewport.width} wide`, async ({
    openSite,
    newPerson,
  }) => {
    const site = await openSite({ name: "shop" });
    const page = await newPerson({ colorScheme, viewport });
    const check = async (where: string) => {
      expect(await violations(page), where).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, where).toBeLessThanOrEqual(0);
    };
    for (const path of PATHS) {
      await page.goto(site.url(path));
      await check(path);
    }
    await putOttoIntoCart(page, site);
    await check("the dialog");
    await page.goto(site.url("/cart.html"));
    await check("a full cart");
    await page.goto(site.url("/checkout.html"));
    await page.getByRole("button", { name: "Place the order" }).click();
    await check("a checkout with faults");
    await page.goto(site.url("/account.html"));
    await becomeCustomer(page, "Ada Byron", "x");
    await check("an account");
  });
}

test("an order can be placed with the keyboard alone, and faults are told beside their fields", async ({
  openSite,
  newPerson,
}) => {
  const site = await openSite({ name: "shop" });
  const page = await newPerson();
  await putOttoIntoCart(page, site);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.goto(site.url("/checkout.html"));
  await page.getByRole("button", { name: "Place the order" }).press("Enter");
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByLabel("Card number")).toHaveAccessibleDescription(/not a card number/);
  await page.getByLabel("Full name").focus();
  for (const text of ["Ada Byron", "ada@example.com", "", "Kite Hill 3", "H91", "Galway"]) {
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  }
  await expect(page.getByLabel("Country")).toBeFocused();
  await page.getByLabel("Name on card").focus();
  for (const text of ["Ada", "4242424242424242", "0831", "123"]) {
    await page.keyboard.type(text);
    await page.keyboard.press("Tab");
  }
  await expect(page.getByLabel("Card number")).toHaveValue("4242 4242 4242 4242");
  await page.getByLabel("I accept the terms").press("Space");
  await page.getByRole("button", { name: "Place the order" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
  await page.goto(site.url("/cart.html"));
  await expect(page.getByText("Nothing in it yet")).toBeVisible();
});

test("filters change the address, and back undoes them", async ({ openSite, newPerson }) => {
  const site = await openSite({ name: "shop" });
  const page = await newPerson();
  await page.goto(site.url());
  await page.getByText("Strong").click();
  await expect(page).toHaveURL(site.url("/?wind=strong"));
  await page.getByLabel("Sort by").selectOption("dear");
  await expect(page).toHaveURL(site.url("/?wind=strong&order=dear"));
  await expect(page.locator(".card-name").first()).toHaveText("Honeycomb");
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(site.url("/"));
  await expect(page.getByLabel("Any")).toBeChecked();
  await expect(page.locator(".card")).toHaveCount(12);
});

test("what storage holds of another time is read as far as it makes sense", async ({
  openSite,
  newPerson,
}) => {
  const site = await openSite({ name: "shop" });
  const page = await newPerson();
  await page.goto(site.url("/cart.html"));
  await page.evaluate(() => {
    localStorage.setItem(
      "updraft:cart",
      '[{"slug":"zeppelin","quantity":1},{"slug":"otto","colour":"?","quantity":99},7]',
    );
    localStorage.setItem("updraft:customer", "{not json");
  });
  await page.reload();
  await expect(page.getByRole("listitem").filter({ hasText: "Otto" })).toContainText("€1,960.00");
  await expect(page.getByRole("link", { name: "Account", exact: true })).toBeVisible();
});
