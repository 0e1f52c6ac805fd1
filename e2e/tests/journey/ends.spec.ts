/** How sessions end, and who is in them: last tabs, absent agents, agents in turn, several visitors (docs of each row: src/sessions/rows.ts). */
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import {
  allow,
  bar,
  mirror,
  readable,
  shortIdOf,
  stopSharing,
  typeInto,
} from "../../src/people.ts";
import { Rest, sessionOf } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

/** What ships is 60 s, 60 s, and 5 s of grace. */
const SHORT = {
  USERVIEW_VISITOR_ABSENCE_SECONDS: "2",
  USERVIEW_AGENTS_ABSENCE_SECONDS: "2",
  USERVIEW_TAB_GRACE_SECONDS: "1",
};
const TOLD_MS = 5000;

test("when the last tab is closed the agent is told, and the session ends; so it does when all agents have left", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer({ env: SHORT });
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const rest = Rest.of(server);
  const leaver = await newPerson();
  await leaver.goto(site.url());
  const left = await rest.watchUrl(await shortIdOf(leaver), { branding: { naked: true } });
  const agent = await newPerson();
  await agent.goto(left);
  await allow(leaver);
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  await leaver.close();
  await expect(agent.getByText(/went offline|is going to another page/).first()).toBeVisible({
    timeout: TOLD_MS,
  });
  await expect(agent.getByRole("heading", { name: /left and did not come back/ })).toBeVisible();
  expect(await rest.session(sessionOf(left))).toMatchObject({
    state: "ended",
    end_reason: "visitor_gone",
    went_live: true,
  });

  const stayer = await newPerson();
  await stayer.goto(site.url());
  const alone = await rest.watchUrl(await shortIdOf(stayer));
  await agent.goto(alone);
  await allow(stayer);
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  await agent.close();
  await expect(bar(stayer)).toContainText("Sharing has ended");
  expect((await rest.session(sessionOf(alone))).end_reason).toBe("agents_gone");
});

test("a session in which no agent does anything ends, and both sides are told", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer({ env: { USERVIEW_AGENT_IDLE_SECONDS: "3" } });
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const rest = Rest.of(server);
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const url = await rest.watchUrl(await shortIdOf(visitor), { branding: { naked: true } });
  const agent = await newPerson();
  await agent.goto(url);
  await allow(visitor);
  await expect(
    agent.getByRole("heading", { name: "Nothing happened for a long time" }),
  ).toBeVisible();
  await expect(agent.locator("iframe")).toHaveCount(0);
  expect((await rest.session(sessionOf(url))).end_reason).toBe("agent_idle");
});

/** The entries of the list, as the page or a mirror shows them. */
async function entries(list: { allTextContents(): Promise<string[]> }): Promise<string[]> {
  return (await list.allTextContents()).map((entry) => entry.trim());
}

/** The colour of the label that an agent's pointer bears in the visitor's page. */
async function pointerColour(visitor: Page, name: string): Promise<string> {
  const label = visitor.locator("[data-userview-ui] .pointer").getByText(name, { exact: true });
  return label.evaluate((shown) => getComputedStyle(shown).backgroundColor);
}

test("two agents take control in turn, and nobody's view diverges; the end leads each where the link says", async ({
  server,
  newPerson,
  openSite,
}) => {
  test.setTimeout(90_000);
  const site = await openSite({ name: "todo", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const rest = Rest.of(server);
  const shortId = await shortIdOf(visitor);
  const bye = await openSite({ name: "plain" });
  const [ada, bob] = [await newPerson(), await newPerson()];
  const link = (name: string, branding: object) =>
    rest.watchUrl(shortId, { agent: { id: name, name }, branding });
  await ada.goto(await link("Ada", { naked: true, on_end_url: bye.url("/second.html") }));
  await allow(visitor);
  await bob.goto(await link("Bob", { naked: true }));
  await expect(bar(visitor)).toContainText("Bob");

  const turns = [ada, bob, ada, bob] as const;
  for (const [turn, agent] of turns.entries()) {
    const field = mirror(agent).getByPlaceholder("What is next?");
    if (turn > 0) await agent.getByRole("button", { name: /^Take control/ }).click();
    await typeInto(agent, field, `Turn ${turn}`);
    await agent.keyboard.press("Enter");
    for (const one of [ada, bob]) await expect(mirror(one).getByText(`Turn ${turn}`)).toBeVisible();
  }
  await expect(bar(visitor)).toContainText("Bob is in control");
  const shown = await entries(visitor.getByRole("listitem"));
  expect(shown.filter((entry) => entry.includes("Turn"))).toHaveLength(turns.length);
  for (const one of [ada, bob])
    await expect.poll(() => entries(mirror(one).getByRole("listitem"))).toEqual(shown);
  expect(await readable(ada)).toBe(await readable(bob));

  await ada.mouse.move(300, 300);
  await bob.mouse.move(350, 350);
  const colours = [await pointerColour(visitor, "Ada"), await pointerColour(visitor, "Bob")];
  expect(new Set(colours).size).toBe(2);

  await stopSharing(visitor);
  await expect(ada).toHaveURL(bye.url("/second.html"));
  await expect(bob.getByRole("heading", { name: /stopped sharing/ })).toBeVisible();
  await expect(bob.getByText(/The session has ended after/)).toBeVisible();
});

test("one agent watches several visitors at once; what happens to one is nothing to the other", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "todo", head: scriptTag(server.ready) });
  const rest = Rest.of(server);
  const visitors = [await newPerson(), await newPerson()] as const;
  const agent = await newPerson();
  const windows: Page[] = [agent, await agent.context().newPage()];
  for (const [index, visitor] of visitors.entries()) {
    await visitor.goto(site.url());
    const window = windows[index] as Page;
    await window.goto(await rest.watchUrl(await shortIdOf(visitor)));
    await allow(visitor);
    await window.bringToFront();
    const field = mirror(window).getByPlaceholder("What is next?");
    await typeInto(window, field, `For ${index}`);
    await expect(visitor.getByPlaceholder("What is next?")).toHaveValue(`For ${index}`);
  }
  const [first, second] = visitors;
  await expect(first.getByPlaceholder("What is next?")).toHaveValue("For 0");
  await stopSharing(first);
  await expect(agent.getByText("stopped sharing")).toBeVisible();
  await second.getByPlaceholder("What is next?").fill("Still here");
  await expect(mirror(windows[1] as Page).getByPlaceholder("What is next?")).toHaveValue(
    "Still here",
  );
});
