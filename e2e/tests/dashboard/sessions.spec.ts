/** The list of the team's sessions: live, narrowed by filters that the address keeps, and by keys alone. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, decline, shortIdOf, signIn, stopSharing } from "../../src/people.ts";
import { snippet } from "../../src/site.ts";

async function seriousness(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id }) => id);
}

test("sessions appear, end and are narrowed down; the address keeps how", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const list = `${server.ready.dashboard_url}sessions`;
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(agent, server);
  await agent.getByRole("link", { name: "Sessions" }).click();
  await expect(agent.getByRole("heading", { name: "No sessions yet" })).toBeVisible();
  expect(await seriousness(agent)).toEqual([]);

  const people: [string, Page][] = [];
  for (const name of ["Grace Hopper", "Alan Turing"]) {
    const head = snippet(server.ready, { identities: [name] });
    const site = await openSite({ name: "plain", head });
    const visitor = await newPerson();
    await visitor.goto(site.url());
    people.push([name, visitor]);
  }
  const [[, grace], [, alan]] = people as [[string, Page], [string, Page]];
  const row = (name: string) => agent.getByRole("row").filter({ hasText: name });
  const watching = await agent.context().newPage();
  await watching.goto(`${server.ready.dashboard_url}visitors/${await shortIdOf(grace)}/watch`);
  // The list, which nobody touches, tells.
  await expect(row("Grace Hopper")).toContainText("Waiting");
  await allow(grace);
  await expect(row("Grace Hopper")).toContainText("Live");
  await expect(row("Grace Hopper")).toContainText("Support");
  await expect(row("Grace Hopper")).toContainText("Picked in the dashboard");
  await stopSharing(grace);
  await expect(row("Grace Hopper")).toContainText("The visitor stopped sharing");

  await watching.goto(`${server.ready.dashboard_url}visitors/${await shortIdOf(alan)}/watch`);
  await decline(alan);
  await expect(row("Alan Turing")).toContainText("The visitor declined");
  expect(await seriousness(agent)).toEqual([]);

  await agent.getByRole("combobox", { name: "How it ended" }).selectOption("The visitor declined");
  await expect(row("Grace Hopper")).toBeHidden();
  await expect(row("Alan Turing")).toBeVisible();
  await agent.getByRole("combobox", { name: "State" }).selectOption("Running");
  await expect(agent.getByRole("heading", { name: "No session fits" })).toBeVisible();
  await agent.reload();
  await expect(agent.getByRole("heading", { name: "No session fits" })).toBeVisible();
  expect(new URL(agent.url()).search).toBe("?state=running&outcome=declined");
  await agent.getByRole("button", { name: "Clear filters" }).click();
  await expect(row("Grace Hopper")).toBeVisible();
  const site = await agent
    .getByRole("combobox", { name: "Site" })
    .locator("option")
    .allTextContents();
  expect(site).toHaveLength(3);
  await agent.getByRole("combobox", { name: "Agent" }).selectOption("Support");
  await agent.getByLabel("From", { exact: true }).fill("2020-01-01");
  await agent.getByLabel("To", { exact: true }).fill("2020-12-31");
  await expect(agent.getByRole("heading", { name: "No session fits" })).toBeVisible();
  await agent.getByRole("button", { name: "Show all sessions" }).click();
  await expect(row("Alan Turing")).toBeVisible();

  await agent.keyboard.press("/");
  await agent.keyboard.type("grace");
  await expect(row("Alan Turing")).toBeHidden();
  await agent.keyboard.press("ArrowDown");
  await expect(agent.getByRole("link", { name: "Grace Hopper" })).toBeFocused();
  await agent.keyboard.press("Enter");
  await expect(agent.getByRole("heading", { name: "Grace Hopper" })).toBeVisible();
  await agent.goBack();
  await expect(agent.getByLabel("Search sessions by visitor")).toHaveValue("grace");

  await agent.setViewportSize({ width: 390, height: 780 });
  await agent.emulateMedia({ colorScheme: "dark" });
  await expect(row("Grace Hopper")).toContainText("the visitor stopped sharing");
  await agent.getByRole("button", { name: "Filters" }).click();
  await expect(agent.getByRole("combobox", { name: "State" })).toBeVisible();
  expect(await seriousness(agent)).toEqual([]);
  const width = await agent.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);

  await agent.route("**/desk/sessions?*", (route) => route.abort());
  await agent.goto(list);
  await expect(agent.getByRole("alert")).toContainText("The sessions could not be read");
  await agent.unroute("**/desk/sessions?*");
  await agent.getByRole("button", { name: "Try again" }).click();
  await expect(row("Grace Hopper")).toBeVisible();
});
