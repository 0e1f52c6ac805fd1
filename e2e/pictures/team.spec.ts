/** Pictures of the team's pages for the docs: `make pictures`. */
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "../src/journey.ts";
import { shortIdOf, signIn } from "../src/people.ts";
import { Rest } from "../src/rest.ts";
import { snippet } from "../src/site.ts";

const FOLDER = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));

/** In light and dark. */
async function pictures(page: Page, name: string): Promise<void> {
  for (const [colorScheme, end] of [
    ["light", ""],
    ["dark", "-dark"],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${FOLDER}${name}${end}.png`, animations: "disabled" });
  }
}

test("members and invitations", async ({ newPerson, startServer }) => {
  const server = await startServer();
  const rest = Rest.of(server);
  const people = [
    { email: "grace@example.com", name: "Grace Hopper", role: "admin", call_name: "grace" },
    { email: "katherine@example.com", name: "Katherine Johnson", call_name: "katherine" },
    { email: "alan@example.com", name: "Alan Turing" },
  ];
  for (const person of people) await rest.good("POST", "/v1/agents", person);
  const admin = await newPerson({ viewport: { width: 1280, height: 900 } });
  await signIn(admin, server);
  await admin.goto(new URL("/settings/members", server.ready.base_url).href);
  for (const email of ["hedy@example.com", "annie@example.com"]) {
    await admin.getByLabel("E-mail").fill(email);
    await admin.getByRole("button", { name: "Make invitation link" }).click();
    await expect(admin.getByRole("region", { name: `Invitation for ${email}` })).toBeVisible();
  }
  await admin.getByRole("button", { name: "Hide the link" }).click();
  await expect(admin.getByRole("region", { name: "Open links" })).toContainText("hedy@example.com");
  await pictures(admin, "members");
});

test("live chats that were found", async ({ newPerson, openSite, startServer }) => {
  const server = await startServer();
  const chats = {
    "/help.html": `intercomSettings = { name: "Grace Hopper" }; Intercom = function (call) { return call === "getVisitorId" ? "1" : undefined; };`,
    "/contact.html": `$chatwoot = { setUser: function () {}, toggle: function () {}, setCustomAttributes: function () {} };`,
  };
  const pages = Object.fromEntries(
    Object.entries(chats).map(([path, script]) => [
      path,
      `<!doctype html><html lang="en"><head><title>Help</title><script>${script}</script></head><body></body></html>`,
    ]),
  );
  const rest = Rest.of(server);
  const head = snippet(server.ready);
  for (const [path, hostname] of [
    ["/contact.html", "shop.localhost"],
    ["/help.html", "help.localhost"],
  ] as const) {
    const site = await openSite({ name: "plain", head, pages, hostname });
    const visitor = await newPerson();
    await visitor.goto(site.url(path));
    const shortId = await shortIdOf(visitor);
    await expect.poll(async () => (await rest.visitor(shortId)).integration).not.toBeNull();
  }
  const admin = await newPerson({ viewport: { width: 1280, height: 900 } });
  await signIn(admin, server);
  await admin.goto(new URL("/settings/live-chats", server.ready.base_url).href);
  await admin.getByText("Chatwoot").click();
  await expect(admin.getByText("of the type Link with the key userview_link")).toBeVisible();
  await pictures(admin, "live-chats");
});
