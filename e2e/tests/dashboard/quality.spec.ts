/** What every page of the dashboard owes its users: accessible, within its policy, and small at first. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, shortIdOf, signIn } from "../../src/people.ts";
import { snippet } from "../../src/site.ts";

const FIRST_PAINT_BYTES = 100 * 1024;

async function expectAccessible(page: Page, name: string): Promise<void> {
  // The mirror shows somebody else's page, which is not ours to mend.
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`);
  expect(told, `what axe has against ${name}`).toEqual([]);
}

/** Collects what the content security policy refuses, and errors that nobody caught. */
function complaints(page: Page): string[] {
  const collected: string[] = [];
  page.on("pageerror", (error) => collected.push(String(error)));
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) collected.push(message.text());
  });
  return collected;
}

for (const [name, options] of Object.entries({
  "light and wide": { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  "dark and narrow": { colorScheme: "dark", viewport: { width: 390, height: 780 } },
} as const)) {
  test(`every page is accessible and keeps the policy: ${name}`, async ({
    server,
    newPerson,
    openSite,
  }) => {
    const head = snippet(server.ready, { identities: [`Axel ${name}`], tags: ["#gold", "#beta"] });
    const site = await openSite({ name: "plain", head });
    const visitor = await newPerson();
    await visitor.goto(site.url());
    const shortId = await shortIdOf(visitor);
    const agent = await newPerson(options);
    const collected = complaints(agent);
    const open = async (path: string) => {
      await agent.goto(new URL(path, server.ready.base_url).href);
    };

    await open("/sign-in");
    await expect(agent.getByLabel("Password")).toBeVisible();
    await expectAccessible(agent, "the sign-in");
    await signIn(agent, server);
    await expect(agent.getByRole("row").filter({ hasText: "Axel" }).first()).toBeVisible();
    await expectAccessible(agent, "the list");
    await agent.getByRole("button", { name: /^Account of/ }).click();
    await expect(agent.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
    await expectAccessible(agent, "the account's menu");
    await agent.keyboard.press("Escape");
    await agent.getByLabel("Search visitors").fill("nobody is called this");
    await expect(agent.getByText("No visitor matches")).toBeVisible();
    await expectAccessible(agent, "a search that finds nobody");
    await open(`/visitors/${shortId}`);
    await expect(agent.getByRole("region", { name: "Technical" })).toBeVisible();
    await expectAccessible(agent, "a visitor's page");
    await open("/install");
    await expect(agent.getByText(server.ready.public_key)).toBeVisible();
    await expectAccessible(agent, "the installation");
    await open("/settings/general");
    const tabs = agent.getByRole("navigation", { name: "Settings" }).getByRole("link");
    await expect(tabs.first()).toBeVisible();
    const names = await tabs.allTextContents();
    expect(names.length).toBeGreaterThan(5);
    for (const tab of names) {
      await tabs.getByText(tab, { exact: true }).click();
      await expect(
        agent.getByRole("main").getByRole("heading", { level: 2 }).first(),
      ).toBeVisible();
      await expectAccessible(agent, `the settings: ${tab}`);
    }
    await agent.reload();
    await expect(tabs.last()).toBeInViewport();

    await open(`/visitors/${shortId}/watch`);
    await expect(agent.getByText(/Waiting for Axel .* to agree/)).toBeVisible();
    await expectAccessible(agent, "a session that waits for consent");
    await allow(visitor);
    await expect(agent.getByRole("button", { name: "Control on" })).toBeVisible();
    await expectAccessible(agent, "a live session");
    await agent.getByRole("button", { name: "End" }).click();
    await expect(agent.getByRole("alertdialog")).toBeVisible();
    await expectAccessible(agent, "the question before the end");
    await agent.getByRole("button", { name: "End session" }).click();
    await expect(agent.getByRole("link", { name: "Back to visitors" })).toBeVisible();
    await expectAccessible(agent, "the summary");
    expect(collected).toEqual([]);
  });
}

test("what the dashboard loads before its first paint takes less than 100 KB", async ({
  server,
  newPerson,
}) => {
  const agent = await newPerson();
  const sizes: Promise<number>[] = [];
  agent.on("requestfinished", (request) => {
    const ours = request.url().startsWith(server.ready.base_url);
    const needed = ["document", "script", "stylesheet"].includes(request.resourceType());
    if (ours && needed) sizes.push(request.sizes().then((size) => size.responseBodySize));
  });
  await agent.goto(server.ready.dashboard_url, { waitUntil: "networkidle" });
  await expect(agent.getByLabel("Password")).toBeVisible();
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(20_000);
  expect(bytes).toBeLessThan(FIRST_PAINT_BYTES);
});
