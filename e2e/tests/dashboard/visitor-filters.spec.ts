/** Filters of the live list, and searches that are kept under a name. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../../src/journey.ts";
import { signIn } from "../../src/people.ts";
import { snippet } from "../../src/site.ts";

const PAGES = { "/second.html": "<!doctype html><html><head></head><body>Second</body></html>" };

test("the list is narrowed by filters, which are saved, renamed, deleted and brought back", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(agent, server);
  const row = (name: string) => agent.getByRole("row").filter({ hasText: name });
  const people = [
    { identities: ["Fay Filter"], tags: ["#vip"] },
    { identities: ["Gus Filter"], tags: ["#trial"] },
  ];
  const [fay] = await Promise.all(
    people.map(async (identity) => {
      const head = snippet(server.ready, identity);
      const site = await openSite({ name: "plain", head, pages: PAGES });
      const visitor = await newPerson();
      await visitor.goto(site.url());
      return { visitor, site };
    }),
  );
  if (fay === undefined) throw new Error("nobody came");
  await expect(row("Gus Filter")).toBeVisible();
  await agent.reload();

  // Filters, together and in the address, with what happens meanwhile.
  await agent.getByRole("combobox", { name: "Tag" }).selectOption("#vip");
  await expect(row("Gus Filter")).toBeHidden();
  await expect(row("Fay Filter")).toBeVisible();
  await agent.getByRole("combobox", { name: "Site" }).selectOption(new URL(fay.site.origin).host);
  await agent.getByRole("combobox", { name: "Identified", exact: true }).selectOption("Identified");
  await fay.visitor.goto(fay.site.url("/second.html"));
  await expect(row("Fay Filter")).toContainText("/second.html");
  expect(new URL(agent.url()).searchParams.get("tag")).toBe("#vip");
  await agent.getByRole("combobox", { name: "What they do" }).selectOption("In a session");
  await expect(agent.getByText("No visitor matches")).toBeVisible();
  await agent.getByRole("combobox", { name: "What they do" }).selectOption("Any activity");

  // Saved under a name.
  const saved = agent.getByRole("region", { name: "Saved searches" });
  await saved.getByRole("button", { name: "Save search" }).click();
  await agent.keyboard.type("Our VIPs");
  await agent.keyboard.press("Enter");
  const pill = saved.getByRole("button", { name: "Our VIPs", exact: true });
  await expect(pill).toHaveAttribute("aria-pressed", "true");
  expect((await new AxeBuilder({ page: agent }).analyze()).violations.map(({ id }) => id)).toEqual(
    [],
  );
  await pill.click();
  await expect(row("Gus Filter")).toBeVisible();
  await agent.reload();
  await pill.click();
  await expect(row("Gus Filter")).toBeHidden();
  await expect(row("Fay Filter")).toBeVisible();

  // Renamed, shared, deleted, and brought back.
  await saved.getByRole("button", { name: "Edit saved" }).click();
  await saved.getByLabel("Name of Our VIPs").fill("VIPs of all");
  await agent.keyboard.press("Enter");
  await expect(saved.getByRole("button", { name: "VIPs of all", exact: true })).toBeVisible();
  await saved.getByRole("checkbox", { name: "Share with the team" }).check();
  await expect(
    saved.getByRole("button", { name: "VIPs of all , shared with the team" }),
  ).toBeVisible();
  await agent.setViewportSize({ width: 390, height: 780 });
  await agent.emulateMedia({ colorScheme: "dark" });
  expect((await new AxeBuilder({ page: agent }).analyze()).violations.map(({ id }) => id)).toEqual(
    [],
  );
  expect(await agent.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await saved.getByRole("button", { name: "Delete VIPs of all" }).click();
  await expect(saved.getByText("was deleted")).toBeVisible();
  await expect(saved.getByRole("button", { name: /^VIPs of all/ })).toHaveCount(0);
  await saved.getByRole("button", { name: "Undo" }).click();
  await expect(saved.getByRole("button", { name: /^VIPs of all/ })).toBeVisible();

  await agent.route("**/desk/saved_searches", (route) => route.abort());
  await agent.getByRole("button", { name: "Clear filters" }).click();
  await agent.getByRole("radio", { name: "Online" }).click();
  await saved.getByRole("button", { name: "Save search" }).click();
  await agent.keyboard.type("Here now");
  await agent.keyboard.press("Enter");
  await expect(saved.getByRole("alert")).toContainText("cannot be reached");
});
