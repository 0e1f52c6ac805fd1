/** The watch page itself: what surrounds the mirror, watch links in other people's frames, and the end. */
import type { Page } from "@playwright/test";
import type { Server } from "../../fixtures/server.ts";
import { expect, test } from "../../src/journey.ts";
import {
  allow,
  middleOf,
  mirror,
  prompt,
  shortIdOf,
  signIn,
  stopSharing,
} from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

const named = (server: Server, name: string) => snippet(server.ready, { identities: [name] });

async function visit(visitor: Page, url: string): Promise<string> {
  await visitor.goto(url);
  return shortIdOf(visitor);
}

test("a watch link asks for a sign-in, comes back, and shows the session from request to end", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "plain", head: named(server, "Wanda Watched") });
  const visitor = await newPerson();
  const shortId = await visit(visitor, site.url());
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await agent.goto(new URL(`/visitors/${shortId}/watch`, server.ready.base_url).href);
  await agent.getByLabel("E-mail").fill(server.ready.agent_email);
  await agent.getByLabel("Password").fill(server.secrets.agentPassword);
  await agent.getByRole("button", { name: "Sign in" }).click();

  await expect(agent.getByText("Waiting for Wanda Watched to agree")).toBeVisible();
  await expect(agent.getByRole("button", { name: /control/i })).toHaveCount(0);
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  const header = agent.getByRole("banner");
  await expect(header.getByRole("heading", { name: "Wanda Watched" })).toBeVisible();
  await expect(header.getByLabel("Address of the visitor's page")).toHaveValue(site.url());
  await expect(header.getByText("Live", { exact: true })).toBeVisible();
  await expect(header.getByRole("img", { name: /^Connection of You: \w+ \d+ ms$/ })).toBeVisible();
  await expect(
    header.getByRole("img", { name: /^Connection of Visitor: \w+ \d+ ms$/ }),
  ).toBeVisible();

  await stopSharing(visitor);
  await expect(agent.getByRole("heading", { name: "Wanda Watched stopped sharing" })).toBeVisible();
  await expect(agent.getByText(/The session has ended/)).toBeVisible();
  await expect(agent.locator("iframe")).toHaveCount(0);
  await agent.reload();
  await expect(agent.getByRole("heading", { name: /stopped sharing/ })).toBeVisible();
  await agent.getByRole("link", { name: "Back to visitors" }).click();
  await expect(agent.getByLabel("Search visitors")).toBeVisible();
});

test("control is switched off and on; the end is asked for twice", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "plain", head: named(server, "Connie Control") });
  const visitor = await newPerson();
  await visit(visitor, site.url());
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(agent, server);
  await agent.getByRole("link", { name: "Watch Connie Control" }).click();
  await allow(visitor);
  const onward = mirror(agent).locator("#onward");
  await expect(onward).toBeVisible();

  await agent.getByRole("button", { name: "Control on" }).hover();
  await expect(agent.getByRole("tooltip")).toContainText("takes control");
  await agent.getByRole("button", { name: "Control on" }).click();
  const { x, y } = await middleOf(onward);
  await agent.mouse.click(x, y);
  await expect(agent.getByRole("button", { name: "Control", exact: true })).toBeVisible();
  expect(visitor.url()).toBe(site.url());
  await agent.getByRole("button", { name: "Control", exact: true }).click();
  await expect(agent.getByRole("button", { name: "Control on" })).toBeVisible();
  await agent.mouse.click(x, y);
  await expect(visitor).not.toHaveURL(site.url());
  await expect(agent.getByRole("button", { name: "In control" })).toBeVisible();

  await agent.getByRole("radio", { name: "100 %" }).click();
  await expect(agent.getByRole("radio", { name: "100 %" })).toBeChecked();
  await agent.getByRole("button", { name: "End" }).click();
  await agent.keyboard.press("Escape");
  await expect(agent.getByRole("alertdialog")).toBeHidden();
  await expect(mirror(agent).locator("body")).toBeVisible();
  await agent.getByRole("button", { name: "End" }).click();
  await agent.getByRole("button", { name: "End session" }).click();
  await expect(agent.getByRole("heading", { name: "An agent ended the session" })).toBeVisible();
});

test("W2: a link in other people's frames survives reloads, whether the browser allows storage there or not", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "plain", head: named(server, "Fritz Framed") });
  const visitor = await newPerson();
  const shortId = await visit(visitor, site.url());
  const rest = Rest.of(server);
  const desk = async (hostname: string) => {
    const link = await rest.watchUrl(shortId);
    const page = `<!doctype html><html><head><title>Help desk</title></head><body style="margin:0"><iframe id="desk" src="${link}" style="width:100vw;height:100vh;border:0"></iframe></body></html>`;
    return openSite({ name: "plain", hostname, pages: { "/desk.html": page } });
  };
  const heading = (agent: Page) =>
    agent
      .frameLocator("#desk")
      .frameLocator('iframe[src*="/view"]')
      .frameLocator("iframe")
      .getByRole("heading", { name: "A plain page" });

  const near = await newPerson();
  await near.goto((await desk("localhost")).url("/desk.html"));
  await allow(visitor);
  await expect(heading(near)).toBeVisible();
  await near.reload();
  await expect(heading(near)).toBeVisible();

  // To the browser this is another site, in whose frames a private window refuses all storage.
  const far = await newPerson();
  const farDesk = (await desk("127.0.0.1")).url("/desk.html");
  await far.goto(farDesk);
  await expect(heading(far)).toBeVisible();
  const inFrame = far.frameLocator("#desk").locator("html");
  const storage = await inFrame.evaluate(() => {
    try {
      return window.sessionStorage.length;
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(storage).toBe("SecurityError");
  await far.reload();
  await expect(heading(far)).toBeVisible();
  await Promise.all([
    far.waitForEvent("framenavigated", (frame) => frame.url().includes("/watch/")),
    inFrame.evaluate(() => window.location.reload()),
  ]);
  await expect(heading(far)).toBeVisible();
  await expect(prompt(visitor)).toBeHidden();

  const thief = await newPerson();
  await thief.goto(farDesk);
  await expect(thief.frameLocator("#desk").getByRole("alert")).toContainText(
    "This link does not work any more",
  );
});

test("a link that was used offers the address to try again", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "plain", head: named(server, "Rudi Retry") });
  const visitor = await newPerson();
  const shortId = await visit(visitor, site.url());
  const url = await Rest.of(server).watchUrl(shortId, {
    branding: { naked: false, retry_url: site.url("/?again") },
  });
  const first = await newPerson();
  await first.goto(url);
  await expect(first.getByText("Waiting for Rudi Retry to agree")).toBeVisible();
  expect(new URL(first.url()).hash).toBe("");
  const second = await newPerson();
  await second.goto(url);
  await expect(second.getByRole("alert")).toContainText("This link does not work any more");
  await expect(second.getByRole("link", { name: "Try again" })).toHaveAttribute(
    "href",
    site.url("/?again"),
  );
});

test("a session of nobody's is said in words", async ({ server, newPerson }) => {
  const agent = await newPerson();
  await signIn(agent, server);
  await agent.goto(new URL("/watch/0123456789abcdef", server.ready.base_url).href);
  await expect(agent.getByRole("alert")).toContainText("There is no such session");
});
