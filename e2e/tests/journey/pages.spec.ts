/** One session over many pages: it follows the visitor without asking again (sessions: "the visitor goes to another page"). */
import { expect, test } from "../../src/journey.ts";
import { allow, bar, mirror, prompt, shortIdOf } from "../../src/people.ts";
import { Rest, sessionOf } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

test("links, reloads, back and history keep the session; the agent follows without doing anything", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const rest = Rest.of(server);
  const url = await rest.watchUrl(await shortIdOf(visitor));
  const agent = await newPerson();
  await agent.goto(url);
  await allow(visitor);
  const first = mirror(agent).getByRole("heading", { name: "A plain page" });
  const second = mirror(agent).getByRole("heading", { name: "The second page" });
  await expect(first).toBeVisible();

  await visitor.locator("#onward").click();
  await expect(second).toBeVisible();
  await expect(bar(visitor)).toBeVisible();
  await visitor.reload();
  await expect(second).toBeVisible();
  await visitor.goBack();
  await expect(first).toBeVisible();
  await visitor.evaluate(() => {
    history.pushState(null, "", "/made-up");
    document.querySelector("h1")?.replaceChildren("Made up");
  });
  await expect(mirror(agent).getByRole("heading", { name: "Made up" })).toBeVisible();
  await expect(prompt(visitor)).toBeHidden();
  expect((await rest.session(sessionOf(url))).state).toBe("active");
});

test("the view follows the tab that the visitor looks at", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const agent = await newPerson();
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  const other = await visitor.context().newPage();
  await other.goto(site.url("/second.html"));
  await other.bringToFront();
  await expect(mirror(agent).getByRole("heading", { name: "The second page" })).toBeVisible();
  await expect(prompt(other)).toBeHidden();
  await other.close();
  await visitor.bringToFront();
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
});

test("a page without the SDK: the session waits, and goes on when the visitor is back", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const bare = await openSite({ name: "plain" });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const agent = await newPerson();
  await agent.goto(
    await Rest.of(server).watchUrl(await shortIdOf(visitor), { branding: { naked: true } }),
  );
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  await visitor.goto(bare.url("/second.html"));
  await expect(agent.getByText(/went offline|going to another page/).first()).toBeVisible();
  await visitor.goto(site.url());
  await expect(agent.getByText(/went offline|going to another page/)).toHaveCount(0);
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  await expect(prompt(visitor)).toBeHidden();

  // Where the page says beforehand what for, the agent reads it, and more time is given (S11).
  const said = await visitor.evaluate(() =>
    window.UserView("expectDisconnect", {
      returnTimeSeconds: 300,
      title: "At the bank",
      message: "The payment is confirmed there.",
    }),
  );
  expect(said).toBe(true);
  await visitor.goto(bare.url("/second.html"));
  await expect(
    agent.getByText(/^At the bank\. The payment is confirmed there\. Waiting [45] more minutes/),
  ).toBeVisible();
  await visitor.goto(site.url());
  await expect(agent.getByText("At the bank")).toHaveCount(0);
});
