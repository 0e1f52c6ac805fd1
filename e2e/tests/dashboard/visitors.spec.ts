/** The live list and a visitor's own page, with real visitors. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, shortIdOf, signIn } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

const PAGES = {
  "/second.html":
    "<!doctype html><html><head><title>Second</title></head><body>Second</body></html>",
};

function row(agent: Page, name: string): Locator {
  return agent.getByRole("row").filter({ hasText: name });
}

test("with nobody there the list shows how to install, and where to try it", async ({
  startServer,
  newPerson,
}) => {
  const server = await startServer();
  const agent = await newPerson();
  await signIn(agent, server);
  await expect(agent.getByText("Waiting for your first visitor")).toBeVisible();
  await expect(agent.getByText(server.ready.public_key)).toBeVisible();
  await agent.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await agent.getByRole("button", { name: "Copy" }).click();
  await expect(agent.getByRole("button", { name: "Copied" })).toBeVisible();
  const copied = await agent.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`${server.ready.public_key}.js`);

  const opened = agent.waitForEvent("popup");
  await agent.getByRole("link", { name: "Open the demo shop" }).click();
  expect((await opened).url()).toBe(server.ready.demo_url);
  await expect(agent.getByRole("row")).toHaveCount(2);
});

test("visitors appear, go from page to page and leave as it happens", async ({
  server,
  newPerson,
  openSite,
}) => {
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(agent, server);
  const head = snippet(server.ready, {
    identities: ["Lena Live", "lena@example.com"],
    tags: ["#gold"],
  });
  const site = await openSite({ name: "plain", head, pages: PAGES });
  const visitor = await newPerson();
  await visitor.goto(site.url());

  const lena = row(agent, "Lena Live");
  await expect(lena).toContainText("lena@example.com");
  await expect(lena).toContainText("#gold");
  await expect(lena).toContainText(new URL(site.origin).host);
  await expect(lena.getByRole("img", { name: "Online" })).toBeVisible();

  await visitor.goto(site.url("/second.html"));
  await expect(lena).toContainText("/second.html");
  await expect(lena.getByRole("img", { name: "Online" })).toBeVisible();

  await visitor.close();
  await expect(lena.getByRole("img", { name: "Offline" })).toBeVisible();
  await agent.getByRole("radio", { name: "Online" }).click();
  await expect(lena).toBeHidden();
});

test("searching as one types narrows the list; the keyboard is enough", async ({
  server,
  newPerson,
  openSite,
}) => {
  for (const name of ["Quentin Quick", "Quinta Queue"]) {
    const head = snippet(server.ready, { identities: [name] });
    const site = await openSite({ name: "plain", head });
    await (await newPerson()).goto(site.url());
  }
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(agent, server);
  await expect(row(agent, "Quentin Quick")).toBeVisible();
  await agent.keyboard.press("/");
  await expect(agent.getByLabel("Search visitors")).toBeFocused();
  await agent.keyboard.type("quinta q");
  await expect(row(agent, "Quentin Quick")).toBeHidden();
  await expect(row(agent, "Quinta Queue")).toBeVisible();
  expect(new URL(agent.url()).searchParams.get("search")).toBe("quinta q");

  await agent.keyboard.press("ArrowDown");
  await expect(agent.getByRole("link", { name: "Quinta Queue", exact: true })).toBeFocused();
  await agent.keyboard.press("Enter");
  await expect(agent.getByRole("heading", { name: "Quinta Queue" })).toBeVisible();
  await agent.goBack();
  await expect(agent.getByLabel("Search visitors")).toHaveValue("quinta q");
  await agent.getByLabel("Search visitors").fill("nobody is called this");
  await expect(agent.getByText("No visitor matches")).toBeVisible();
  await agent.getByRole("button", { name: "Show all visitors" }).click();
  await expect(row(agent, "Quentin Quick")).toBeVisible();
});

test("a visitor's page shows who it is and what goes on, and can end the session", async ({
  server,
  newPerson,
  openSite,
}) => {
  const head = snippet(server.ready, {
    identities: ["Mara Meta"],
    uniqueId: "customer-77",
    metadata: { plan: "Team" },
  });
  const site = await openSite({ name: "plain", head, pages: PAGES });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const shortId = await shortIdOf(visitor);
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(agent, server);
  await agent.goto(new URL(`/visitors/${shortId}`, server.ready.base_url).href);
  await expect(agent.getByRole("heading", { name: "Mara Meta" })).toBeVisible();
  await expect(agent.getByRole("region", { name: "Identity" })).toContainText("customer-77");
  await expect(agent.getByRole("region", { name: "Identity" })).toContainText("Team");
  await visitor.goto(site.url("/second.html"));
  await expect(agent.getByRole("region", { name: "Page now" })).toContainText("/second.html");

  const second = await agent.context().newPage();
  await second.goto(new URL(`/visitors/${shortId}/watch`, server.ready.base_url).href);
  await expect(second).toHaveURL(/\/watch\/[0-9a-f]{16}$/);
  await allow(visitor);
  await expect(second.getByText("Live", { exact: true })).toBeVisible();
  await expect(agent.getByRole("link", { name: "Join session" })).toBeVisible();
  await expect(agent.getByRole("region", { name: "Sessions" })).toContainText("going on now");

  await agent.getByRole("button", { name: "End session" }).click();
  await agent.getByRole("alertdialog").getByRole("button", { name: "End session" }).click();
  await expect(second.getByText(/The session has ended/)).toBeVisible();
  await expect(agent.getByRole("link", { name: "Watch", exact: true })).toBeVisible();
  expect((await Rest.of(server).visitor(shortId)).is_in_session).toBe(false);
});

test("a visitor that is not there is said in words", async ({ server, newPerson }) => {
  const agent = await newPerson();
  await signIn(agent, server);
  await agent.goto(new URL("/visitors/AAAAAAAAAAAAAAAAAA", server.ready.base_url).href);
  await expect(agent.getByRole("alert")).toContainText("No visitor of your team has the id");
});

test("when the server goes away the list says so, and catches up when it is back", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const head = snippet(server.ready, { identities: ["Rita Return"] });
  const site = await openSite({ name: "plain", head });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const agent = await newPerson();
  await signIn(agent, server);
  await expect(row(agent, "Rita Return")).toBeVisible();
  await server.kill();
  await expect(agent.getByText("No connection to the server")).toBeVisible();
  await visitor.close();
  await server.restart();
  await expect(agent.getByText("No connection to the server")).toBeHidden({ timeout: 20_000 });
  await expect(row(agent, "Rita Return").getByRole("img", { name: "Offline" })).toBeVisible();
});

test("an admin erases one visitor, then all who are offline, and sees how far it is", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(agent, server);
  for (const name of ["Olga Offline", "Oscar Offline", "Erna Erased"]) {
    const site = await openSite({
      name: "plain",
      head: snippet(server.ready, { identities: [name] }),
    });
    const visitor = await newPerson();
    await visitor.goto(site.url());
    await expect(row(agent, name)).toBeVisible();
    await visitor.close();
    await expect(row(agent, name).getByRole("img", { name: "Offline" })).toBeVisible();
  }
  await agent.getByRole("link", { name: "Erna Erased", exact: true }).click();
  await agent.getByRole("button", { name: "Erase", exact: true }).click();
  await agent.getByRole("button", { name: "Erase for good" }).click();
  await expect(agent.getByText("was erased")).toBeVisible();
  await agent.getByRole("link", { name: "Visitors" }).first().click();
  await expect(row(agent, "Erna Erased")).toBeHidden();
  await agent.getByRole("button", { name: "Erase everybody who is offline" }).click();
  await agent.getByRole("button", { name: "Erase for good" }).click();
  await expect(agent.getByText("Erased 2 of 2 offline visitors")).toBeVisible();
  await expect(row(agent, "Olga Offline")).toBeHidden();
});
