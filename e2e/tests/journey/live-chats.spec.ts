/** From a live chat to a session: the link in the chat's data, links by the chat's own id, and the settings page for both. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, mirror, prompt, shortIdOf, stopSharing } from "../../src/people.ts";
import { Rest, sessionOf } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

/**
 * Chats as their makers document them, which keep what pages tell them: what their agents would see is in `known`.
 * Anything else that is called is a mistake, and is noted in `disturbed`.
 */
const PEERS = `<script>
  known = JSON.parse(sessionStorage.getItem("chat") || "{}");
  disturbed = [];
  function learn(more) { Object.assign(known, more); sessionStorage.setItem("chat", JSON.stringify(known)); }
  writes = 0;
  var chat = new URLSearchParams(location.search).get("chat") || sessionStorage.getItem("name");
  sessionStorage.setItem("name", chat);
  if (chat === "intercom") {
    intercomSettings = { name: "Ina Com", email: "ina@example.com" };
    Intercom = function (call, attributes) {
      if (call === "getVisitorId") return "ic/1";
      if (call === "update" && attributes) { writes += 1; learn(attributes); }
      else disturbed.push(call);
    };
  }
  if (chat === "chatwoot") {
    $chatwoot = { hasLoaded: false, setUser: function () {}, toggle: function () { disturbed.push("toggle"); },
      setCustomAttributes: function (attributes) { if (this.hasLoaded) { writes += 1; learn(attributes); } else disturbed.push("early"); } };
    setTimeout(function () { $chatwoot.hasLoaded = true; }, 300);
  }
  if (chat === "crisp") {
    $crisp = { is: function () { return true; }, get: function (name) { return name === "session:identifier" ? "session_9" : null; },
      push: function (call) {
        if (call[0] === "set" && call[1] === "session:data") { writes += 1; learn(Object.fromEntries(call[2][0])); }
        else if (call[0] !== "on") disturbed.push(call.join(" "));
      } };
  }
</script>`;

interface Chat {
  known: Record<string, string>;
  disturbed: string[];
  writes: number;
}

async function chatOf(visitor: Page): Promise<Chat> {
  return visitor.evaluate(() => {
    const { known, disturbed, writes } = window as unknown as Chat;
    return { known, disturbed, writes };
  });
}

/** The link that the chat's agents see once the SDK has put it there. */
async function linkIn(visitor: Page): Promise<string> {
  const link = async () => (await chatOf(visitor)).known["userview_link"] ?? "";
  await expect.poll(link, { timeout: 15_000 }).not.toBe("");
  return link();
}

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`)).toEqual([]);
}

const page = `<!doctype html><html lang="en"><head><title>Help</title></head><body><h1>Help desk</h1></body></html>`;

test("an agent follows the link in the chat's data, signs in, and sees the page after the visitor's yes", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(120_000);
  const server = await startServer();
  const at = (path: string) => new URL(path, server.ready.base_url).href;
  const site = await openSite({
    name: "plain",
    head: `${PEERS}${snippet(server.ready)}`,
    pages: { "/help.html": page, "/more.html": page },
  });
  const visitor = await newPerson();
  await visitor.goto(site.url("/help.html?chat=intercom"));
  const shortId = await shortIdOf(visitor);
  const link = await linkIn(visitor);
  expect(link).toBe(at(`/visitors/${shortId}/watch?from=intercom`));

  // Another page of the site: nothing is said again, the chat stays as it was.
  await visitor.goto(site.url("/more.html"));
  const rest = Rest.of(server);
  await expect
    .poll(async () => (await rest.visitor(shortId)).last_url)
    .toBe(site.url("/more.html"));
  expect(await chatOf(visitor)).toMatchObject({ writes: 0, disturbed: [] });

  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await agent.goto(link);
  await expect(agent).toHaveURL(/\/sign-in/);
  await expect(prompt(visitor)).toBeHidden();
  await agent.getByLabel("E-mail").fill(server.ready.agent_email);
  await agent.getByLabel("Password").fill(server.secrets.agentPassword);
  await agent.getByRole("button", { name: "Sign in" }).click();
  await expect(agent).toHaveURL(/\/watch\//);
  const id = sessionOf(agent.url());
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "Help desk" })).toBeVisible();
  expect(await rest.session(id)).toMatchObject({ source: "integration", state: "active" });
  await stopSharing(visitor);

  // The chat's own id leads to the same visitor, with every character that it may have.
  await agent.goto(at("/integrations/intercom/ic%2F1"));
  await expect(agent).toHaveURL(/\/watch\//);
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "Help desk" })).toBeVisible();
  const second = sessionOf(agent.url());
  expect(second).not.toBe(id);
  expect(await rest.session(second)).toMatchObject({ source: "integration", visitor_id: shortId });
  await stopSharing(visitor);

  // The person's phone is known by the same id: the agent is asked which.
  const phone = await newPerson();
  await phone.goto(site.url("/help.html?chat=intercom"));
  await linkIn(phone);
  await agent.goto(at("/integrations/intercom/ic%2F1"));
  await expect(agent.getByRole("heading", { name: "Which browser?" })).toBeVisible();
  await expect(agent.getByRole("listitem")).toHaveCount(2);
  await accessible(agent);

  await agent.goto(at("/integrations/intercom/nobody"));
  const nobody = agent.getByRole("heading", { name: "Nobody is known by this id from Intercom" });
  await expect(nobody).toBeVisible();
  await accessible(agent);
  await visitor.evaluate(() =>
    window.UserView("updateConnection", { integrationIds: ["intercom:nobody"] }),
  );
  await expect
    .poll(async () => (await rest.visitor(shortId)).integration_ids)
    .toContain("intercom:nobody");
  await agent.getByRole("button", { name: "Try again" }).click();
  await expect(agent).toHaveURL(/\/watch\//);
});

test("a new visitor in the browser is told to the chat again; the team's switch holds at once", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(120_000);
  const server = await startServer();
  const rest = Rest.of(server);
  const site = await openSite({
    name: "plain",
    head: `${PEERS}${snippet(server.ready)}`,
    pages: { "/help.html": page },
  });
  const visitor = await newPerson();
  await visitor.goto(site.url("/help.html?chat=crisp"));
  const first = await linkIn(visitor);
  await visitor.evaluate(() => void window.UserView("reset"));
  await expect.poll(() => linkIn(visitor), { timeout: 15_000 }).not.toBe(first);
  expect(await linkIn(visitor)).toContain(await shortIdOf(visitor));
  expect(await chatOf(visitor)).toMatchObject({ writes: 2, disturbed: [] });

  await rest.good("PATCH", "/v1/team", { link_in_livechat: false });
  const quiet = await newPerson();
  await quiet.goto(site.url("/help.html?chat=chatwoot"));
  await expect
    .poll(async () => (await rest.visitor(await shortIdOf(quiet))).integration, { timeout: 15_000 })
    .toBe("chatwoot");
  expect(await chatOf(quiet)).toMatchObject({ known: {}, writes: 0, disturbed: [] });
  await rest.good("PATCH", "/v1/team", { link_in_livechat: true });
  await quiet.reload();
  expect(await linkIn(quiet)).toContain("?from=chatwoot");
  expect((await chatOf(quiet)).disturbed).toEqual([]);
});

test("the settings page shows which chats were found, what to do in each, and switches the link", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(120_000);
  const server = await startServer();
  const agent = await newPerson({ viewport: { width: 1280, height: 1000 }, colorScheme: "light" });
  await agent.goto(server.ready.dashboard_url);
  await agent.getByLabel("E-mail").fill(server.ready.agent_email);
  await agent.getByLabel("Password").fill(server.secrets.agentPassword);
  await agent.getByRole("button", { name: "Sign in" }).click();
  await agent.getByRole("link", { name: "Settings" }).click();
  await agent.getByRole("link", { name: "Live chats" }).click();
  await expect(agent.getByRole("heading", { name: "No live chat was seen yet" })).toBeVisible();
  await accessible(agent);

  const site = await openSite({
    name: "plain",
    head: `${PEERS}${snippet(server.ready)}`,
    pages: { "/help.html": page },
  });
  const visitor = await newPerson();
  await visitor.goto(site.url("/help.html?chat=crisp"));
  await linkIn(visitor);
  await visitor.evaluate(() => sessionStorage.clear());
  await visitor.goto(site.url("/help.html?chat=intercom"));
  await linkIn(visitor);
  await agent.reload();
  const found = agent.getByRole("region", { name: "On your pages" }).getByRole("listitem");
  const crisp = found.filter({ hasText: "Crisp" });
  await expect(crisp).toContainText(new URL(site.origin).host);
  await expect(crisp).toContainText("seen just now");
  await found.filter({ hasText: "Intercom" }).getByText("Link by itself").click();
  await expect(agent.getByText("pin this one")).toBeVisible();
  await accessible(agent);
  await agent.emulateMedia({ colorScheme: "dark" });
  await agent.setViewportSize({ width: 390, height: 844 });
  await accessible(agent);
  const edge = await agent.getByRole("region", { name: "On your pages" }).boundingBox();
  expect((edge?.x ?? 0) + (edge?.width ?? 999)).toBeLessThanOrEqual(390);

  await agent.getByRole("switch", { name: "Link for the chat’s agents" }).click();
  await agent.getByLabel("Zendesk ticket field").fill("no number");
  await agent.getByRole("button", { name: "Save" }).click();
  await expect(agent.getByRole("alert")).toContainText("the digits of a ticket field's id");
  await agent.getByLabel("Zendesk ticket field").fill("360012345678");
  await agent.getByRole("button", { name: "Save" }).click();
  const team = async () =>
    (await Rest.of(server).good<{ team: Record<string, unknown> }>("GET", "/v1/team")).team;
  await expect
    .poll(team)
    .toMatchObject({ link_in_livechat: false, zendesk_link_field: "360012345678" });
});
