/** Agents lead visitors to other pages, as far as site and team allow it (rule C9). */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { bar, mirror } from "../../src/people.ts";
import { openWatched } from "../../src/watched.ts";

function named(title: string, body = ""): string {
  return `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;
}

const PAGES = {
  "/one.html": named("Page one"),
  "/two.html": named(
    "Page two",
    '<p id="at"></p><script>at.textContent = performance.timeOrigin;</script>',
  ),
};
const WANTED = { pages: PAGES, path: "/one.html" };

function heading(agent: Page): Locator {
  return mirror(agent).getByRole("heading");
}

function address(agent: Page): Locator {
  return agent.getByLabel("Address of the visitor's page");
}

async function press(agent: Page, name: string): Promise<void> {
  await agent.getByRole("button", { name, exact: true }).click();
}

async function goTo(agent: Page, text: string): Promise<void> {
  await address(agent).click();
  await agent.keyboard.type(text);
  await agent.keyboard.press("Enter");
}

test("C9: to a page of the site, back, forward, and the same page anew", async ({
  server,
  openSite,
  newPerson,
}) => {
  const journey = { server, openSite, newPerson };
  const { rest, site, session, visitor, agent } = await openWatched(journey, WANTED);
  await expect(heading(agent)).toHaveText("Page one");
  await expect(address(agent)).toHaveValue(site.url("/one.html"));
  await goTo(agent, "/two.html");
  await expect(heading(agent)).toHaveText("Page two");
  await expect(visitor).toHaveURL(site.url("/two.html"));
  await expect(address(agent)).toHaveValue(site.url("/two.html"));
  await expect(bar(visitor)).toBeVisible();

  await press(agent, "Back");
  await expect(heading(agent)).toHaveText("Page one");
  await press(agent, "Forward");
  await expect(heading(agent)).toHaveText("Page two");
  const loadedAt = (await visitor.locator("#at").textContent()) ?? "";
  await press(agent, "Reload");
  await expect(visitor.locator("#at")).not.toHaveText(loadedAt);
  await expect(mirror(agent).locator("#at")).not.toHaveText(loadedAt);

  expect((await rest.session(session)).features_used).toContain("redirect");
});

test("C9: nowhere where there is nothing, and to no script, word or other site", async ({
  server,
  openSite,
  newPerson,
}) => {
  const journey = { server, openSite, newPerson };
  const { site, visitor, agent } = await openWatched(journey, WANTED);
  await expect(heading(agent)).toHaveText("Page one");
  await press(agent, "Forward");
  await expect(agent.getByText("The visitor's browser could not do that.")).toBeVisible();
  for (const typed of ["javascript:alert(1)", "data:text/html,x", "word"]) {
    await goTo(agent, typed);
    await expect(agent.getByText("That is not the address of a page")).toBeVisible();
    await agent.keyboard.press("Escape");
    await expect(address(agent)).toHaveValue(site.url("/one.html"));
  }
  await goTo(agent, "https://elsewhere.example/");
  await expect(agent.getByText("Visitors can be sent to your team's allowed sites")).toBeVisible();
  await expect(visitor).toHaveURL(site.url("/one.html"));
  await expect(address(agent)).toHaveValue(site.url("/one.html"));
});

test("A4: not where the page's own option forbids it: there is nothing to press", async ({
  server,
  openSite,
  newPerson,
}) => {
  const wanted = { ...WANTED, options: { allowAgentRedirect: false } };
  const { agent } = await openWatched({ server, openSite, newPerson }, wanted);
  await expect(heading(agent)).toHaveText("Page one");
  await expect(agent.getByRole("button", { name: "Pen", exact: true })).toBeVisible();
  await expect(agent.getByRole("button", { name: "Reload" })).toHaveCount(0);
  await expect(address(agent)).not.toBeEditable();
});

test("A4: not where the watch link does not permit it: there is nothing to press", async ({
  server,
  openSite,
  newPerson,
}) => {
  const link = { branding: { naked: true }, permissions: { allow_agent_redirect: false } };
  const { site, agent } = await openWatched({ server, openSite, newPerson }, { ...WANTED, link });
  await expect(heading(agent)).toHaveText("Page one");
  await expect(address(agent)).toHaveValue(site.url("/one.html"));
  await expect(address(agent)).toHaveAttribute("readonly", "");
  await expect(agent.getByRole("button", { name: "Reload" })).toHaveCount(0);
});
