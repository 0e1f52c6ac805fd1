/** The language of what visitors see of the SDK. */
import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures/index.ts";
import { LonePage, SESSION } from "../../src/lone-page.ts";
import { TEAM_DEFAULTS } from "../../src/team-settings.ts";

const HTML =
  '<!doctype html><html lang="en"><head><title>Shop</title></head><body><main><h1>Shop</h1></main></body></html>';
/** Who has allowed the server's scripts and sockets alone gets the packs too. */
const POLICY =
  "default-src 'none'; script-src http://userview.test; connect-src http://userview.test ws://userview.test; style-src 'none'";

const STOP: Readonly<Record<string, string>> = {
  en: "Stop sharing",
  de: "Teilen beenden",
  es: "Dejar de compartir",
  fr: "Arrêter le partage",
  it: "Interrompi la condivisione",
  ja: "共有を停止",
  ko: "공유 중지",
  nl: "Stoppen met delen",
  pl: "Zakończ udostępnianie",
  "pt-BR": "Parar de compartilhar",
  sv: "Sluta dela",
  "zh-Hans": "停止共享",
};

const ours = (page: Page) => page.locator("[data-userview-ui]");
const bar = (page: Page) => ours(page).locator(".bar");

test.describe("in a French browser", () => {
  test.use({ locale: "fr-CA" });

  test("the prompt is in French, but for the words of team and page, under a strict policy", async ({
    page,
  }) => {
    const lone = await LonePage.open(page, {
      html: HTML,
      headers: { "Content-Security-Policy": POLICY },
      settings: { translations: { allow: "D’accord", decline: "Surtout pas" } },
    });
    await lone.welcomed();
    await page.evaluate(() => window.UserView("init", { translations: { decline: "Non merci" } }));
    lone.ask();
    const prompt = page.getByRole("dialog", { name: "Partager cette page ?" });
    await expect(prompt.getByText("Ada souhaite voir cette page avec vous.")).toBeVisible();
    await expect(prompt.getByRole("button", { name: "Non merci" })).toBeVisible();
    await expect(ours(page)).toHaveAttribute("lang", "fr");
    await prompt.getByRole("button", { name: "D’accord" }).click();
    expect((await lone.until("session.answer")).allow).toBe(true);
  });

  test("a pack that cannot be fetched leaves English, which is said to be English", async ({
    page,
  }) => {
    const lone = await LonePage.open(page, { html: HTML, welcomes: false });
    await page.route("**/sdk/locale-*", (route) => route.abort());
    lone.welcome(await lone.welcomed());
    lone.ask();
    await expect(page.getByRole("dialog", { name: "Share this page?" })).toBeVisible();
    await expect(ours(page)).toHaveAttribute("lang", "en");
  });
});

test("the bar speaks every language on a narrow screen, and follows the team's setting", async ({
  page,
}, info) => {
  await page.setViewportSize({ width: 320, height: 480 });
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  await lone.share();
  const agents = [
    { id: "p1", name: "Ada", color: 0 },
    { id: "p2", name: "Ben", color: 1 },
  ];
  for (const [locale, stop] of Object.entries(STOP)) {
    lone.send({ type: "settings", settings: { ...TEAM_DEFAULTS, locale } });
    lone.send({ type: "session.agents", session: SESSION, agents, control: null });
    const button = bar(page).getByRole("button", { name: stop });
    await expect(button).toBeInViewport({ ratio: 1 });
    await expect(bar(page)).toBeInViewport({ ratio: 1 });
    await expect(ours(page)).toHaveAttribute("lang", locale);
    const names = bar(page).locator(".names");
    const listed = new Intl.ListFormat(locale, { type: "conjunction" }).format(["Ada", "Ben"]);
    await expect(names).toContainText(listed);
    expect((await names.boundingBox())?.width, locale).toBeGreaterThan(80);
    await info.attach(locale, { body: await page.screenshot(), contentType: "image/png" });
  }
});

test("a language that the SDK has not is spoken in the team's words, from the right where it is written so", async ({
  page,
}) => {
  const lone = await LonePage.open(page, {
    html: HTML,
    settings: { locale: "ar", translations: { prompt_title: "مشاركة هذه الصفحة؟" } },
  });
  await lone.welcomed();
  lone.ask();
  await expect(page.getByRole("dialog", { name: "مشاركة هذه الصفحة؟" })).toBeVisible();
  await expect(ours(page)).toHaveAttribute("lang", "ar");
  await expect(ours(page)).toHaveAttribute("dir", "rtl");
});

test("corner, code and rating speak it too", async ({ page }) => {
  const lone = await LonePage.open(page, {
    html: HTML,
    settings: {
      locale: "de",
      show_agent_request_button: "always",
      inject_lookup_code_button: true,
      enable_session_rating: true,
    },
  });
  await lone.until("wait.ask");
  lone.send({ type: "agents.available", available: true });
  await expect(page.getByRole("button", { name: "Hilfe holen" })).toBeVisible();
  await page.getByRole("button", { name: "Meinen Code zeigen" }).click();
  await expect(page.getByRole("dialog", { name: "Ihr Code" })).toBeVisible();
  await page.evaluate(() => window.UserView("init", { locale: "sv" }));
  await expect(page.getByRole("dialog", { name: "Din kod" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Få hjälp" })).toBeVisible();
  for (const element of await ours(page).all()) await expect(element).toHaveAttribute("lang", "sv");
  await lone.share();
  lone.send({ type: "session.end", session: SESSION, reason: "agent_stopped" });
  await expect(page.getByRole("radio", { name: "5/5: Mycket bra" })).toBeVisible();
});
