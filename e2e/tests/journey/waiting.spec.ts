/** Visitors who wait for an agent: by the help button, by the page's own call, and by an agent's personal link (rules Q1-Q7). */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, bar, decline, prompt, shortIdOf, signIn } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

/** What the page heard of the SDK, kept over page changes. */
const LISTENS = `<script>
  for (const name of ["agentRequestUpdate", "agentsAvailable", "waitingForCall"])
    UserView("on", name, (value) => {
      const heard = JSON.parse(sessionStorage.heard ?? "[]");
      sessionStorage.heard = JSON.stringify([...heard, value === undefined ? name : name + " " + value]);
    });
</script>`;
const pageCalled = (title: string) =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><main><h1>${title}</h1><a href="/next.html">Next</a></main></body></html>`;
const PAGES = {
  "/index.html": pageCalled("Start"),
  "/next.html": pageCalled("Next page"),
  "/contact.html": pageCalled("Contact us"),
};

const corner = (visitor: Page) => visitor.locator("[data-userview-ui]").getByRole("region");
const helpButton = (visitor: Page) => corner(visitor).getByRole("button", { name: "Get help" });
const heard = (visitor: Page) =>
  visitor.evaluate(() => JSON.parse(sessionStorage.getItem("heard") ?? "[]") as string[]);

interface Listed {
  sessions: { id: string; source: string; call_name: string | null; end_reason: string | null }[];
}

async function sessions(rest: Rest, source: string): Promise<Listed["sessions"]> {
  const path = `/v1/sessions?source=${encodeURIComponent(source)}`;
  return (await rest.good<Listed>("GET", path)).sessions;
}

test("a visitor asks for help: two agents hear it, the first one gets it", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.slow();
  const server = await startServer();
  const rest = Rest.of(server);
  await rest.good("PATCH", "/v1/team", { show_agent_request_button: "when_available" });
  const eveMade = await rest.good<{ sign_in_url: string }>("POST", "/v1/agents", {
    email: "eve@example.com",
    name: "Eve",
  });
  const head = `${snippet(server.ready, { agentPrompt: "Cart of 249 euros" })}${LISTENS}`;
  const site = await openSite({ name: "plain", head, pages: PAGES });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  await expect.poll(() => heard(visitor)).toEqual(["agentsAvailable false"]);
  await expect(helpButton(visitor)).toHaveCount(0);

  const ada = await newPerson({ viewport: { width: 1280, height: 900 } });
  await signIn(ada, server);
  await expect(helpButton(visitor)).toBeVisible();
  const eve = await newPerson({ viewport: { width: 1280, height: 900 } });
  await eve.goto(eveMade.sign_in_url);
  await eve.getByRole("link", { name: /^Waiting/ }).click();
  await expect(eve.getByRole("heading", { name: "Nobody is waiting" })).toBeVisible();

  await helpButton(visitor).focus();
  await visitor.keyboard.press("Enter");
  await expect(corner(visitor).getByText("Looking for somebody")).toBeVisible();
  await expect(corner(visitor).getByRole("button", { name: "Stop waiting" })).toBeFocused();
  expect((await new AxeBuilder({ page: visitor }).analyze()).violations).toEqual([]);
  await expect(ada.getByRole("link", { name: "Waiting 1 waiting" })).toBeVisible();
  await expect(ada).toHaveTitle(/^\(1\) .* is waiting/);
  await ada.getByRole("link", { name: "Waiting 1 waiting" }).click();
  for (const agent of [ada, eve]) {
    await expect(agent.getByRole("main").getByText("Cart of 249 euros")).toBeVisible();
    await expect(agent.getByRole("main").getByText("Start", { exact: true })).toBeVisible();
  }
  expect((await new AxeBuilder({ page: eve }).analyze()).violations).toEqual([]);

  // Another page, and a reload: the visitor waits on.
  await visitor.getByRole("link", { name: "Next" }).click();
  await expect(corner(visitor).getByText("Looking for somebody")).toBeVisible();
  await visitor.reload();
  await expect(corner(visitor).getByText("Looking for somebody")).toBeVisible();
  await expect(eve.getByRole("button", { name: /^Help/ })).toHaveCount(1);

  // Both answer at once.
  await Promise.all(
    [ada, eve].map((agent) =>
      agent
        .getByRole("button", { name: /^Help/ })
        .click({ timeout: 5000 })
        .catch(() => undefined),
    ),
  );
  await expect(prompt(visitor)).toBeVisible();
  const watches = (agent: Page) => agent.url().includes("/watch/");
  await expect.poll(() => [ada, eve].filter(watches).length).toBe(1);
  const [first, late] = watches(ada) ? [ada, eve] : [eve, ada];
  await expect(
    late
      .getByRole("main")
      .getByText(/has taken/)
      .first(),
  ).toBeVisible();
  await expect(corner(visitor)).toHaveCount(0);
  await decline(visitor);
  await expect
    .poll(async () => (await sessions(rest, "agent request"))[0]?.end_reason)
    .toBe("declined");
  await expect(helpButton(visitor)).toBeVisible({ timeout: 15_000 });

  // Once more, and the visitor thinks better of it.
  await helpButton(visitor).click();
  await expect(late.getByRole("button", { name: /^Help/ })).toBeVisible();
  await expect(first).toHaveTitle(/^\(1\) .* is waiting/);
  await corner(visitor).getByRole("button", { name: "Stop waiting" }).click();
  await expect(helpButton(visitor)).toBeVisible();
  await expect(late.getByRole("heading", { name: "Nobody is waiting" })).toBeVisible();
  const updates = (await heard(visitor)).filter((one) => one.startsWith("agentRequestUpdate"));
  expect(updates.map((one) => one.split(" ")[1])).toEqual([
    "pending",
    "pending",
    "pending",
    "accepted",
    "pending",
    "canceled",
  ]);
});

test("nobody is there: the page hears of it, and the visitor is sent where the team wants", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.slow();
  const server = await startServer();
  const rest = Rest.of(server);
  const site = await openSite({
    name: "plain",
    head: `${snippet(server.ready, { integrateWithLivechat: false })}${LISTENS}`,
    pages: PAGES,
  });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  await shortIdOf(visitor);
  // A page with a button of its own, whose team has not switched ours on.
  await visitor.evaluate(() => void window.UserView("requestAgent"));
  await expect.poll(() => heard(visitor)).toContain("agentRequestUpdate unavailable");
  await expect(corner(visitor)).toHaveCount(0);
  expect(visitor.url()).toBe(site.url());

  await rest.good("PATCH", "/v1/team", {
    show_agent_request_button: "always",
    agent_unavailable_url: site.url("/contact.html"),
  });
  await helpButton(visitor).click();
  await expect(visitor.getByRole("heading", { name: "Contact us" })).toBeVisible();

  // Somebody is there, and leaves: only the tab goes away in which the visitor asked.
  const ada = await newPerson();
  await signIn(ada, server);
  const tab = await visitor.context().newPage();
  await tab.goto(site.url());
  await visitor.goto(site.url("/next.html"));
  await helpButton(visitor).click();
  await expect(corner(tab).getByText("Looking for somebody")).toBeVisible();
  await ada.close();
  await expect(visitor.getByRole("heading", { name: "Contact us" })).toBeVisible({
    timeout: 20_000,
  });
  await expect(corner(tab).getByText("Nobody is available")).toBeVisible();
  expect(tab.url()).toBe(site.url());
  expect(await sessions(rest, "agent request")).toEqual([]);
});

test("a visitor follows an agent's personal link: it rings, is answered, and the session says so", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.slow();
  const server = await startServer();
  const rest = Rest.of(server);
  const site = await openSite({
    name: "plain",
    head: `${snippet(server.ready)}${LISTENS}`,
    pages: PAGES,
  });
  const ada = await newPerson({ viewport: { width: 1280, height: 900 } });
  await ada.addInitScript(() => {
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) {
      document.documentElement.dataset["notes"] = `${
        Number(document.documentElement.dataset["notes"] ?? 0) + 1
      }`;
      start.call(this, at);
    };
  });
  await signIn(ada, server);
  await ada.getByRole("link", { name: /^Waiting/ }).click();
  await ada.getByLabel("Call name").fill("Ada-L");
  await ada.getByRole("button", { name: "Save" }).click();
  const link = await ada.getByText(/\/call\/team_\w+\/ada-l$/).innerText();

  const visitor = await newPerson();
  await visitor.goto(link);
  await expect(visitor.getByRole("heading", { name: "This link is not ready yet" })).toBeVisible();
  expect((await new AxeBuilder({ page: visitor }).analyze()).violations).toEqual([]);
  await visitor.goto(link.replace("ada-l", "nobody"));
  await expect(visitor.getByRole("heading", { name: "This link leads nowhere" })).toBeVisible();
  await rest.good("PATCH", "/v1/team", {
    personal_link_url: site.url("/next.html"),
    call_wait_message: "{%agentName%|Somebody} is on the way.",
  });

  await visitor.goto(`${site.url()}#userview-call=nobody`);
  await expect(corner(visitor).getByText("leads to nobody")).toBeVisible();
  expect(visitor.url()).toBe(site.url());
  await visitor.goto(link);
  await expect(visitor.getByRole("heading", { name: "Next page" })).toBeVisible();
  await expect(corner(visitor).getByText(/is on the way/)).toBeVisible();
  expect(await heard(visitor)).toContain("waitingForCall");
  const shortId = await shortIdOf(visitor);
  const told = async () => {
    const { visitor } = await rest.good<{
      visitor: { call_name: string | null; is_waiting_for_call: boolean };
    }>("GET", `/v1/visitors/${shortId}`);
    return [visitor.call_name, visitor.is_waiting_for_call];
  };
  expect(await told()).toEqual(["ada-l", true]);

  await expect(ada.getByRole("main").getByText("Calls you", { exact: true })).toBeVisible();
  await expect(ada).toHaveTitle(/is waiting/);
  await expect
    .poll(() => ada.evaluate(() => Number(document.documentElement.dataset["notes"] ?? 0)), {
      timeout: 10_000,
    })
    .toBeGreaterThan(2);
  // The visitor leaves, and comes back by the same link.
  await corner(visitor).getByRole("button", { name: "Stop waiting" }).click();
  await expect(corner(visitor)).toHaveCount(0);
  await expect(ada.getByRole("main").getByText("does not wait any more")).toBeVisible();
  expect(await told()).toEqual([null, false]);
  await visitor.goto(link);
  await expect(corner(visitor).getByText(/is on the way/)).toBeVisible();
  await ada.getByRole("button", { name: /^Answer/ }).click();
  await allow(visitor);
  await expect(bar(visitor)).toBeVisible();
  await expect(corner(visitor).getByText(/is on the way/)).toHaveCount(0);
  const [session] = await sessions(rest, "personal link");
  expect(session?.call_name).toBe("ada-l");
  expect(await told()).toEqual(["ada-l", false]);
  // Somebody else calls while she watches.
  const other = await newPerson();
  await other.goto(link);
  const [beside] = await Promise.all([
    ada.waitForEvent("popup"),
    ada.getByRole("link", { name: "1 waiting" }).click(),
  ]);
  await expect(beside.getByRole("button", { name: /^Answer/ })).toBeVisible();
  await expect(bar(visitor)).toBeVisible();
});
