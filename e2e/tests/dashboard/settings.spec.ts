/** The team's settings, by dashboard and REST, while a visitor is connected: they hold without a reload (rule P6). */
import type { Page } from "@playwright/test";
import type { Server } from "../../fixtures/server.ts";
import { expect, test } from "../../src/journey.ts";
import { allow, bar, mirror, prompt, shortIdOf, signIn, stopSharing } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

async function settings(admin: Page, server: Server, tab: string): Promise<void> {
  await admin.goto(new URL(`/settings/${tab}`, server.ready.base_url).href);
}

const change = (rest: Rest, body: object) =>
  rest.ask<{ error: string; message: string }>("PATCH", "/v1/team", body);

test("what an admin masks is masked at once in a session that runs; permissions and words follow", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(120_000);
  const server = await startServer();
  const site = await openSite({ name: "plain", head: snippet(server.ready, {}) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const shortId = await shortIdOf(visitor);
  const admin = await newPerson();
  await signIn(admin, server);

  await settings(admin, server, "sharing");
  await admin.getByLabel("Title of the question").fill("May {%agentName%|we} look?");
  await expect(admin.getByText("May Ada look?")).toBeVisible();
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText("Not saved yet")).toBeHidden();

  const agent = await newPerson();
  await agent.goto(await Rest.of(server).watchUrl(shortId));
  await expect(prompt(visitor).getByRole("heading", { name: /^May .+ look\?$/ })).toBeVisible();
  await allow(visitor);
  const heading = mirror(agent).locator("h1");
  await expect(heading).toHaveText("A plain page");

  await settings(admin, server, "privacy");
  const masked = admin.getByLabel("Masked elements", { exact: true });
  await masked.fill("h1\n:::");
  await expect(admin.getByRole("alert")).toContainText("“:::” is no CSS selector");
  await expect(admin.getByRole("button", { name: "Save" })).toBeDisabled();
  await masked.fill("h1");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(heading).toHaveText("* ***** ****");
  await expect(visitor.locator("h1")).toHaveText("A plain page");

  await settings(admin, server, "page");
  await admin.getByRole("switch", { name: "Stop button" }).click();
  await admin.getByRole("button", { name: "Save" }).first().click();
  await expect(bar(visitor).getByRole("button", { name: "Stop sharing" })).toBeHidden();
  const watching = admin.getByLabel("Session bar: one agent watches");
  await expect(watching).toHaveAttribute("placeholder", "{%names%} sees this page");
  await watching.fill("{%names%} looks on");
  await admin.getByRole("button", { name: "Save" }).first().click();
  await expect(bar(visitor)).toContainText("Ada looks on");
  const rest = Rest.of(server);
  const back = { show_terminate_button: true, masked_elements: [], mask_all_text: true };
  expect((await change(rest, back)).status).toBe(200);
  await expect(heading).toHaveText("* ***** ****");
  await change(rest, { unmasked_elements: ["h1"], end_of_screenshare_message: "Thanks!" });
  await expect(heading).toHaveText("A plain page");
  await expect(mirror(agent).locator("#onward")).toHaveText("*** ****** ****");
  await stopSharing(visitor);
  await expect(visitor.getByText("Thanks!")).toBeVisible();
});

test("rules for URLs hold in the page and on the server, with a field to try them", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  const admin = await newPerson();
  await signIn(admin, server);
  await settings(admin, server, "privacy");
  await admin.getByLabel("Try it").fill("https://shop.example/patients/17?ward=3&page=2");
  await admin.getByLabel("Parameters").fill("ward");
  await admin.getByLabel("Paths").fill("/patients/*");
  await expect(admin.getByText("https://shop.example/patients/***?ward=***&page=2")).toBeVisible();
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText("Not saved yet")).toBeHidden();

  const site = await openSite({ name: "plain", head: snippet(server.ready, {}) });
  const visitor = await newPerson();
  const sent: string[] = [];
  visitor.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => sent.push(String(payload))),
  );
  await visitor.goto(site.url("/?ward=3&page=2"));
  const shortId = await shortIdOf(visitor);
  const lastUrl = async () => (await rest.visitor(shortId)).last_url;
  await expect.poll(lastUrl).toBe(site.url("/?ward=***&page=2"));
  expect(sent.join("\n")).not.toContain("ward=3");

  await change(rest, { url_scrubbing: { parameters: ["page"], paths: [] } });
  await visitor.evaluate(() => history.pushState(null, "", "/?ward=4&page=5"));
  await expect.poll(lastUrl).toBe(site.url("/?ward=4&page=***"));
});

test("a value that cannot be used is refused beside its field; undo, and what the page's init says, hold", async ({
  startServer,
  newPerson,
}) => {
  const server = await startServer();
  const admin = await newPerson();
  await signIn(admin, server);
  await settings(admin, server, "general");
  await expect(admin.getByText("Your snippet works on every site")).toBeVisible();
  const sites = admin.getByLabel("Allowed sites", { exact: true });
  await sites.fill("https://shop.example.com/path");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByRole("alert")).toContainText("Expected an origin such as");
  await expect(sites).toHaveValue("https://shop.example.com/path");
  await sites.fill("https://*.example.com");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText("Your snippet works on every site")).toBeHidden();
  await sites.fill("https://other.example.com");
  await admin.getByRole("button", { name: "Undo" }).click();
  await expect(sites).toHaveValue("https://*.example.com");
  await settings(admin, server, "retention");
  await admin.getByLabel("Visitors", { exact: true }).fill("7");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(async () => {
      const rest = Rest.of(server);
      const { body } = await rest.ask<{ team: Record<string, unknown> }>("GET", "/v1/team");
      return [body.team["visitor_retention_days"], body.team["allowed_sites"]];
    })
    .toEqual([7, ["https://*.example.com"]]);
});

test("a key is made, shown once, and revoked", async ({ startServer, newPerson }) => {
  const server = await startServer();
  const admin = await newPerson();
  await signIn(admin, server);
  await settings(admin, server, "keys");
  await admin.getByLabel("Name").fill("CRM");
  await admin.getByRole("button", { name: "Create key" }).click();
  const secret = await admin.getByText(/^sk_[A-Za-z\d]{20,}$/).textContent();
  const rest = new Rest(server.ready.base_url, secret ?? "");
  expect((await rest.ask("GET", "/v1/team")).status).toBe(200);
  await admin.reload();
  await expect(admin.getByText(/^sk_[A-Za-z\d]{20,}$/)).toHaveCount(0);
  const row = admin.getByRole("listitem").filter({ hasText: "CRM" });
  await row.getByRole("button", { name: "Revoke" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Revoke key" }).click();
  await expect(row.getByText("Revoked")).toBeVisible();
  expect((await rest.ask("GET", "/v1/team")).status).toBe(401);
});
