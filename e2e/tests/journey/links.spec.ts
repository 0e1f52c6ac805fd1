/** Watch links by REST: no sign-in, redeemed once, good for reloads of the page that redeemed them (foundations: "Watch links"). */
import { Traffic } from "../../src/canaries/search.ts";
import { expect, test } from "../../src/journey.ts";
import { allow, clickIn, mirror, prompt, shortIdOf } from "../../src/people.ts";
import { Rest, sessionOf } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

test("a link opens the page alone, asks only when redeemed, works once, and survives reloads", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const rest = Rest.of(server);
  const url = await rest.watchUrl(await shortIdOf(visitor));
  expect((await rest.session(sessionOf(url))).state).toBe("requested");
  await expect(prompt(visitor)).toBeHidden();

  const agent = await newPerson();
  await agent.goto(url);
  await expect(prompt(visitor)).toContainText("Ada");
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  expect(agent.url()).not.toContain("#");
  await expect(agent.getByRole("button")).toHaveCount(0);

  await agent.reload();
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  await expect(prompt(visitor)).toBeHidden();

  const thief = await newPerson();
  await thief.goto(url);
  await expect(thief.getByText(/link/i).first()).toBeVisible();
  await expect(thief.locator("iframe")).toHaveCount(0);
  const session = await rest.session(sessionOf(url));
  expect(session).toMatchObject({
    state: "active",
    went_live: true,
    session_authorized: true,
    source: "api",
  });
  expect(session.agents).toMatchObject([{ agent_nickname: "Ada", external_id: "ada" }]);
});

test("the mirror stands at 100 % in the top left corner: a click lands where it was made", async ({
  server,
  newPerson,
  openSite,
}) => {
  const clicks = `<!doctype html><html><head><title>Clicks</title></head><body style="margin:0;height:3000px"><script>
    addEventListener("click", (event) => { document.title = event.clientX + "," + event.clientY; });
  </script></body></html>`;
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/clicks.html": clicks },
  });
  const visitor = await newPerson();
  await visitor.goto(site.url("/clicks.html"));
  const agent = await newPerson({ viewport: { width: 1400, height: 900 } });
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expect(mirror(agent).locator("body")).toBeAttached();
  for (const [x, y] of [
    [3, 4],
    [611, 342],
    [1020, 695],
  ] as const) {
    await agent.mouse.click(x, y);
    await expect(visitor).toHaveTitle(`${x},${y}`);
  }
});

test("a link that nobody redeems in time is refused, and its session ends", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const rest = Rest.of(server);
  const url = await rest.watchUrl(await shortIdOf(visitor), { expires_in: 10 });
  await expect
    .poll(async () => (await rest.session(sessionOf(url))).end_reason, { timeout: 20_000 })
    .toBe("link_expired");
  const agent = await newPerson();
  await agent.goto(url);
  await expect(agent.getByText(/link/i).first()).toBeVisible();
  await expect(prompt(visitor)).toBeHidden();
});

test("a link for a visitor who is offline waits for the visitor", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const rest = Rest.of(server);
  const shortId = await shortIdOf(visitor);
  await visitor.goto("about:blank");
  await expect
    .poll(async () => (await rest.visitor(shortId)).is_online, { timeout: 15_000 })
    .toBe(false);
  const agent = await newPerson();
  await agent.goto(await rest.watchUrl(shortId));
  await expect(agent.getByText(/offline/i).first()).toBeVisible();
  await visitor.goto(site.url());
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
});

test("permissions of the link hold: an agent who may not click does not", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const agent = await newPerson();
  await agent.goto(
    await Rest.of(server).watchUrl(await shortIdOf(visitor), {
      permissions: { allow_click: false },
      branding: { naked: true },
    }),
  );
  await allow(visitor);
  await clickIn(agent, mirror(agent).locator("#onward"));
  await expect(agent.getByText("You are not permitted to do that here.")).toBeVisible();
  await expect(visitor).toHaveURL(site.url());
});

test("A6: private details are hidden from an agent who may not see them, as long as one is there", async ({
  server,
  newPerson,
  openSite,
}) => {
  const profile = `<!doctype html><html><head><title>Orders</title></head><body>
    <h1>Profile</h1><p id="mail">Mail: mary@example.com</p><p>Order of kites</p>
    <a id="skip" href="#orders">Skip</a><a id="next" href="?customer=qzk-4711&page=2">Next</a>
    <input id="name" autocomplete="name" value="Mary Smith"></body></html>`;
  const site = await openSite({
    name: "plain",
    head: `${scriptTag(server.ready)}<script>UserView("init", { identities: ["Mary Smith"] })</script>`,
    pages: { "/profile.html": profile },
  });
  const visitor = await newPerson();
  await visitor.goto(site.url("/profile.html?customer=qzk-4711#orders"));
  const rest = Rest.of(server);
  const shortId = await shortIdOf(visitor);
  const ada = await newPerson();
  await ada.goto(await rest.watchUrl(shortId, { agent: { id: "ada", name: "Ada" } }));
  await allow(visitor);
  const asAda = mirror(ada);
  await expect(asAda.locator("#mail")).toHaveText("Mail: mary@example.com");
  await expect(asAda.locator("#name")).toHaveValue("Mary Smith");
  await expect(asAda.locator("#next")).toHaveAttribute("href", "?customer=qzk-4711&page=2");

  const eve = await newPerson();
  const heard = new Traffic(eve, server.ready.base_url);
  await eve.goto(
    await rest.watchUrl(shortId, {
      agent: { id: "eve", name: "Eve" },
      permissions: { hide_private_details: true },
    }),
  );
  const asEve = mirror(eve);
  await expect(asEve.getByText("Order of kites")).toBeVisible();
  for (const view of [asEve, asAda]) {
    await expect(view.locator("#mail")).toHaveText(/^Mail: \S+$/);
    await expect(view.locator("#mail")).not.toContainText("mary");
    await expect(view.locator("#name")).not.toHaveValue(/Mary|Smith/);
  }
  // What comes later is hidden too, and of the visitor Eve is told the short id alone.
  await visitor.evaluate(() => {
    (document.querySelector("#mail") as HTMLElement).textContent = "Write to john@example.com";
  });
  await expect(asEve.locator("#mail")).toContainText("Write to");
  await expect(eve.locator("body")).not.toContainText("Mary");
  // Of addresses nothing behind the path, in the page's own, in those of links and when it changes.
  await expect(asEve.locator("#next")).toHaveAttribute("href", site.url("/profile.html"));
  await visitor.evaluate(() => history.pushState(null, "", "/order/8?customer=qzk-4712#pay"));
  await expect.poll(() => heard.text()).toContain(site.url("/order/8"));
  await visitor.evaluate(() => document.body.append("All was told"));
  await expect(asEve.locator("body")).toContainText("All was told");
  const told = await heard.text();
  for (const text of ["mary@", "john@", "Mary", "Smith", "qzk-", "#orders", "#pay"])
    expect(told).not.toContain(text);
  expect(told).toContain(shortId);

  await eve.close();
  await expect(asAda.locator("#mail")).toHaveText("Write to john@example.com", { timeout: 30_000 });
  // What a field has hidden once stays hidden as long as its page is open.
  await expect(asAda.locator("#name")).not.toHaveValue(/Mary|Smith/);
});

test("ending the session by REST clears the agent's view and the visitor's bar", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const rest = Rest.of(server);
  const shortId = await shortIdOf(visitor);
  const agent = await newPerson();
  const url = await rest.watchUrl(shortId);
  await agent.goto(url);
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  expect((await rest.ask("DELETE", `/v1/visitors/${shortId}/session`)).status).toBe(200);
  await expect(agent.getByText(/The session has ended( after|\.)/)).toBeVisible();
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeHidden();
  await expect(visitor.locator("[data-userview-ui]").getByRole("button")).toHaveCount(0);
  expect(await rest.session(sessionOf(url))).toMatchObject({
    state: "ended",
    end_reason: "api_stopped",
  });
  expect((await rest.ask("DELETE", `/v1/visitors/${shortId}/session`)).status).toBe(200);
});
