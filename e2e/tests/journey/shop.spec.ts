/** The demo, from end to end: an agent finds a visitor in the dashboard and helps through search, cart and checkout. */
import type { Page } from "@playwright/test";
import type { Server } from "../../fixtures/server.ts";
import { expect, test } from "../../src/journey.ts";
import {
  allow,
  bar,
  becomeCustomer,
  clickIn,
  decline,
  mirror,
  prompt,
  readable,
  shortIdOf,
  signIn,
  stopSharing,
  typeInto,
  wheelOver,
} from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { Wire } from "../../src/wire.ts";

const CARD = "5555 5555 5555 4444";
const EXPIRY = "08 / 31";
const CVC = "973";
const PASSWORD = "correct horse battery";
const IBAN = "IE29 AIBK 9311 5212 3456 78";

/** A visitor in the demo shop, known by a name that no other test uses. */
async function shopper(visitor: Page, server: Server, name: string): Promise<string> {
  await visitor.goto(new URL("/account.html", server.ready.demo_url).href);
  await becomeCustomer(visitor, name, PASSWORD);
  return shortIdOf(visitor);
}

/** Begin to watch from the dashboard's list. */
async function watch(agent: Page, name: string): Promise<void> {
  await agent.getByLabel("Search visitors").fill(name);
  await agent.getByRole("link", { name: `Watch ${name}` }).click();
  await expect(agent).toHaveURL(/\/watch\//);
}

test("an agent helps through search, cart and checkout; card and password stay with the visitor", async ({
  server,
  newPerson,
}) => {
  test.setTimeout(120_000);
  const visitor = await newPerson();
  const agent = await newPerson({ viewport: { width: 1280, height: 860 } });
  const wire = new Wire(visitor);
  const shortId = await shopper(visitor, server, "Carla Cart");
  await visitor.goto(server.ready.demo_url);
  await signIn(agent, server);
  await watch(agent, "Carla Cart");

  await test.step("consent: nothing of the page has left before a yes", async () => {
    await expect(prompt(visitor)).toBeVisible();
    await expect(agent.getByText("Waiting for Carla Cart to agree")).toBeVisible();
    expect(wire.frames).toHaveLength(0);
    expect(wire.uploads).toHaveLength(0);
    expect(wire.carried("Good wind")).toBe(false);
    await allow(visitor);
    await expect(mirror(agent).getByRole("heading", { name: "Good wind" })).toBeVisible();
    await expect(bar(visitor)).toContainText("sees this page");
    expect((await Rest.of(server).visitor(shortId)).is_in_session).toBe(true);
  });

  await test.step("search: the agent types, the visitor's page finds", async () => {
    await typeInto(agent, mirror(agent).getByPlaceholder("Search kites"), "octopus");
    await expect(visitor.getByPlaceholder("Search kites")).toHaveValue("octopus");
    await expect(visitor.locator("#found")).toHaveText("1 of 12 found");
    await expect(visitor).toHaveURL(/\?q=octopus$/);
    await expect(mirror(agent).getByText("1 of 12 found")).toBeVisible();
  });

  await test.step("product: the agent clicks through to another page, changes the cloth and buys two", async () => {
    await clickIn(agent, mirror(agent).getByText("Otto", { exact: true }));
    await expect(visitor).toHaveURL(/\/kites\/otto\.html$/);
    await expect(mirror(agent).getByRole("heading", { name: "Otto", exact: true })).toBeVisible();
    await expect(prompt(visitor)).toBeHidden();
    await clickIn(agent, mirror(agent).getByText("Lagoon"));
    await expect(visitor.getByLabel("Lagoon")).toBeChecked();
    await clickIn(agent, mirror(agent).getByRole("button", { name: "One Otto more" }));
    await expect(visitor.getByLabel("How many: Otto")).toHaveValue("2");
    await clickIn(agent, mirror(agent).getByRole("button", { name: "Add to cart" }));
    await expect(visitor.getByRole("dialog", { name: "In your cart" })).toBeVisible();
    await expect(mirror(agent).getByText("2 × Otto, Lagoon")).toBeVisible();
    await clickIn(agent, mirror(agent).getByRole("link", { name: "Go to the cart" }));
    await expect(visitor).toHaveURL(/\/cart\.html$/);
  });

  await test.step("checkout: both fill it in", async () => {
    await clickIn(agent, mirror(agent).getByRole("link", { name: "Check out" }));
    await expect(visitor).toHaveURL(/\/checkout\.html$/);
    await expect(mirror(agent).getByRole("heading", { name: "Check out" })).toBeVisible();
    await typeInto(agent, mirror(agent).getByLabel("Street and number"), "Kite Hill 3");
    await expect(visitor.getByLabel("Street and number")).toHaveValue("Kite Hill 3");
    await agent.keyboard.press("Tab");
    await agent.keyboard.type("H91 X2");
    await expect(visitor.getByLabel("Postcode")).toHaveValue("H91 X2");
    await wheelOver(agent, mirror(agent).getByRole("heading", { name: "Delivery" }), 500);
    await expect.poll(() => visitor.evaluate(() => scrollY)).toBeGreaterThan(200);

    await visitor.getByLabel("Town").fill("Galway");
    await expect(mirror(agent).getByLabel("Town")).toHaveValue("Galway");
    await visitor.getByLabel("Name on card").fill("Carla C");
    await visitor.getByLabel("Card number").pressSequentially(CARD);
    await visitor.getByLabel("Expires").pressSequentially(EXPIRY);
    await visitor.getByLabel("CVC").fill(CVC);
    await visitor.getByLabel("Coupon").selectOption("WIND10");
    await expect(mirror(agent).getByText("−€19.60")).toBeVisible();
  });

  await test.step("card fields are masked on the wire and in the mirror, and closed to the agent", async () => {
    await agent.evaluate(() => scrollTo(0, 0));
    await visitor.getByLabel("Card number").scrollIntoViewIfNeeded();
    await typeInto(agent, mirror(agent).getByLabel("Card number"), "1");
    await expect(visitor.getByLabel("Card number")).toHaveValue(CARD);
    const read = await readable(agent);
    for (const secret of [CARD, CARD.replaceAll(" ", ""), EXPIRY, PASSWORD, IBAN]) {
      expect(wire.carried(secret), `"${secret}" left the browser`).toBe(false);
      expect(read).not.toContain(secret);
    }
    // Three digits alone can be part of any number; as a value they stand in quotes.
    expect(wire.carried(`"${CVC}"`), "the CVC left the browser").toBe(false);
    expect(read.split("\n")).not.toContain(CVC);
    expect(wire.carried("Galway")).toBe(true);
  });

  await test.step("the order is placed, the session goes on, the visitor stops it", async () => {
    await visitor.getByLabel("I accept the terms").check();
    await visitor.getByRole("button", { name: "Place the order" }).click();
    await expect(mirror(agent).getByRole("heading", { name: "Thank you" })).toBeVisible();
    await stopSharing(visitor);
    await expect(agent.getByText("Carla Cart stopped sharing")).toBeVisible();
    await expect(mirror(agent).locator("html")).toBeHidden();
    await expect
      .poll(async () => (await Rest.of(server).visitor(shortId)).is_in_session)
      .toBe(false);
  });
});

test("masked parts and passwords of the account stay with the visitor; the stars work in their shadow root", async ({
  server,
  newPerson,
}) => {
  const visitor = await newPerson();
  const agent = await newPerson({ viewport: { width: 1280, height: 860 } });
  const wire = new Wire(visitor);
  await shopper(visitor, server, "Iban Ilse");
  await signIn(agent, server);
  await watch(agent, "Iban Ilse");
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "Refunds go to" })).toBeVisible();
  expect(wire.carried("AIBK")).toBe(false);
  expect(await readable(agent)).not.toContain("AIBK");

  await visitor.goto(new URL("/kites/kestrel.html", server.ready.demo_url).href);
  const stars = mirror(agent).getByRole("button", { name: "4 stars" });
  await visitor.getByRole("button", { name: "4 stars" }).scrollIntoViewIfNeeded();
  await clickIn(agent, stars);
  await expect(visitor.locator("kite-stars[editable]")).toHaveAttribute("value", "4");
  await expect(mirror(agent).getByText("Thank you!")).toBeVisible();

  const reviews = visitor.locator(".reviews");
  await wheelOver(agent, mirror(agent).locator(".reviews"), 200);
  await expect.poll(() => reviews.evaluate((pane) => pane.scrollTop)).toBeGreaterThan(50);
});

test("a visitor who declines is not shown, and the agent is told", async ({
  server,
  newPerson,
}) => {
  const visitor = await newPerson();
  const agent = await newPerson();
  const wire = new Wire(visitor);
  const shortId = await shopper(visitor, server, "Nora No");
  await signIn(agent, server);
  await watch(agent, "Nora No");
  await decline(visitor);
  await expect(agent.getByText("Nora No did not agree to share the page")).toBeVisible();
  expect(wire.frames).toHaveLength(0);
  const { body } = await Rest.of(server).ask<{
    visitor: {
      sessions: { end_reason: string; went_live: boolean; session_authorized: boolean }[];
    };
  }>("GET", `/v1/visitors/${shortId}`);
  expect(body.visitor.sessions[0]).toMatchObject({
    end_reason: "declined",
    went_live: false,
    session_authorized: false,
  });
});

test("the list shows visitors as they come, move and go, and finds them as one types", async ({
  server,
  newPerson,
}) => {
  const agent = await newPerson({ viewport: { width: 1280, height: 860 } });
  await signIn(agent, server);
  await agent.getByLabel("Search visitors").fill("Lively");
  const visitor = await newPerson();
  await shopper(visitor, server, "Lively Lou");
  const row = agent.getByRole("row").filter({ hasText: "Lively Lou" });
  await expect(row).toBeVisible();
  await expect(row).toContainText("Online");
  await visitor.goto(new URL("/kites/hoop.html", server.ready.demo_url).href);
  await expect(row).toContainText("/kites/hoop.html");
  await visitor.close();
  await expect(row).not.toContainText("Online", { timeout: 15_000 });
});
