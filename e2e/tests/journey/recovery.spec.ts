/** Networks drop and servers die; what agents see equals the page again, by itself (rules R2-R6, S9). */
import { expect, test } from "../../src/journey.ts";
import { allow, bar, mirror, prompt, shortIdOf, typeInto } from "../../src/people.ts";
import { Rest, sessionOf } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

test("kill -9 in the middle of a session: after a restart everybody is back, the consent too", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(120_000);
  const server = await startServer();
  const site = await openSite({ name: "todo", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const rest = Rest.of(server);
  const url = await rest.watchUrl(await shortIdOf(visitor));
  const agent = await newPerson();
  await agent.goto(url);
  await allow(visitor);
  const list = mirror(agent).getByRole("listitem");
  await expect(list).toHaveCount(3);

  await server.kill();
  await visitor.getByPlaceholder("What is next?").fill("While it was down");
  await visitor.getByPlaceholder("What is next?").press("Enter");
  await server.restart();

  await expect(list).toHaveCount(4, { timeout: 40_000 });
  await expect(mirror(agent).getByText("While it was down")).toBeVisible();
  await expect(prompt(visitor)).toBeHidden();
  await expect(bar(visitor)).toBeVisible();
  expect((await rest.session(sessionOf(url))).state).toBe("active");
  await typeInto(agent, mirror(agent).getByPlaceholder("What is next?"), "After");
  await expect(visitor.getByPlaceholder("What is next?")).toHaveValue("After");
});

test("a server that stops in good order is come back to as well", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  test.setTimeout(120_000);
  const server = await startServer();
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const url = await Rest.of(server).watchUrl(await shortIdOf(visitor));
  const agent = await newPerson();
  await agent.goto(url);
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  expect(await server.stop()).toBe(0);
  await server.restart();
  await visitor.evaluate(() => document.querySelector("h1")?.replaceChildren("Still here"));
  await expect(mirror(agent).getByRole("heading", { name: "Still here" })).toBeVisible({
    timeout: 40_000,
  });
});

test("the visitor's network drops and comes back: nothing is missing, nothing is twice", async ({
  server,
  newPerson,
  openSite,
}) => {
  test.setTimeout(90_000);
  const site = await openSite({ name: "todo", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.routeWebSocket(/\/ws\/visitor/, (socket) => {
    socket.connectToServer();
    visitor.on("console", (message) => {
      if (message.text() === "cut the line") void socket.close({ code: 1006 });
    });
  });
  await visitor.goto(site.url());
  const agent = await newPerson();
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  const list = mirror(agent).getByRole("listitem");
  await expect(list).toHaveCount(3);
  for (const thing of ["one", "two", "three"]) {
    await visitor.evaluate(() => console.log("cut the line"));
    await visitor.getByPlaceholder("What is next?").fill(thing);
    await visitor.getByPlaceholder("What is next?").press("Enter");
    await expect(mirror(agent).getByText(thing, { exact: true })).toBeVisible({ timeout: 20_000 });
  }
  await expect(list).toHaveCount(6);
  await expect(prompt(visitor)).toBeHidden();
});
