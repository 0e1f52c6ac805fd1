/** A session has ended: what the visitor reads, and the rating that the visitor is asked for. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures/index.ts";
import { LonePage, SESSION } from "../../src/lone-page.ts";

const HTML =
  '<!doctype html><html lang="en"><head><title>Shop</title></head><body><main><h1>Shop</h1><a href="/next">Next</a></main></body></html>';
const SETTINGS = {
  enable_session_rating: true,
  end_of_screenshare_message: "Thanks for visiting {%currentDomain%}.",
};

const card = (page: Page) => page.getByRole("region", { name: "How was this session?" });
const star = (page: Page, name: string) => card(page).getByRole("radio", { name });

test("the card takes the bar's place and the keyboard; a rating is changed, survives a page change, and is told again", async ({
  page,
}) => {
  const lone = await LonePage.open(page, { html: HTML, settings: SETTINGS });
  await lone.welcomed();
  await lone.share();
  await page.getByRole("button", { name: "Stop sharing" }).focus();
  await page.keyboard.press("Enter");
  await lone.until("session.stop");
  lone.send({ type: "session.end", session: SESSION, reason: "visitor_stopped" });

  await expect(card(page).getByText("Thanks for visiting shop.test.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Screen sharing" })).toHaveCount(0);
  await expect(star(page, "1/5: Very poor")).toBeFocused();
  await page.keyboard.press("Space");
  await lone.until("session.rate", ({ rating }) => rating === 1);
  for (const _ of [2, 3]) await page.keyboard.press("ArrowRight");
  const told = await lone.until("session.rate", ({ rating }) => rating === 3);
  expect(told.session).toBe(SESSION);
  await expect(card(page).getByText("Thank you!")).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }

  await page.getByRole("link", { name: "Next" }).click();
  await page.waitForURL("**/next");
  await expect(star(page, "3/5: Fair")).toBeChecked();
  await lone.drop();
  const before = lone.count("session.rate");
  await expect.poll(() => lone.count("session.rate"), { timeout: 15_000 }).toBeGreaterThan(before);
  await star(page, "5/5: Very good").check();
  await lone.until("session.rate", ({ rating }) => rating === 5);

  await page.keyboard.press("Escape");
  await expect(card(page)).toHaveCount(0);
  await page.reload();
  await lone.until("hello", ({ page: { url } }) => url.endsWith("/next"));
  await page.waitForLoadState("networkidle");
  await expect(card(page)).toHaveCount(0);
  expect(lone.console.filter((line) => /defect|uncaught/.test(line))).toEqual([]);
});

test("nobody is asked without a session, where the page says no, and once another one is asked for", async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 480 });
  const lone = await LonePage.open(page, { html: HTML, settings: SETTINGS });
  await lone.welcomed();
  lone.ask();
  await page.getByRole("button", { name: "Decline" }).click();
  lone.send({ type: "session.end", session: SESSION, reason: "declined" });
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(card(page)).toHaveCount(0);

  await lone.share();
  lone.send({ type: "session.end", session: SESSION, reason: "agent_stopped" });
  await expect(card(page)).toBeInViewport({ ratio: 1 });
  lone.ask("Bob", "f".repeat(16));
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(card(page)).toHaveCount(0);
  lone.send({ type: "session.end", session: "f".repeat(16), reason: "authorization_timeout" });

  await page.evaluate(() => window.UserView("init", { enableSessionRating: false }));
  await lone.share();
  lone.send({ type: "session.end", session: SESSION, reason: "agent_stopped" });
  await expect(page.getByText("Thanks for visiting shop.test.")).toBeVisible();
  await expect(card(page)).toHaveCount(0);
});
