/** Several agents at one page: all see it, one has control at a time, and whoever comes late has missed nothing. */
import { expectSame } from "../../src/compare.ts";
import { expect, test } from "../../src/journey.ts";
import { allow, bar, clickIn, mirror, shortIdOf, typeInto } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

test("two agents see the same page and each other; control is taken over visibly", async ({
  server,
  newPerson,
  openSite,
}, testInfo) => {
  const site = await openSite({ name: "todo", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const rest = Rest.of(server);
  const shortId = await shortIdOf(visitor);
  const [ada, bob] = [await newPerson(), await newPerson()];
  await ada.goto(await rest.watchUrl(shortId, { agent: { id: "ada", name: "Ada" } }));
  await allow(visitor);
  await typeInto(ada, mirror(ada).getByPlaceholder("What is next?"), "From Ada");
  await expect(visitor.getByPlaceholder("What is next?")).toHaveValue("From Ada");
  await ada.keyboard.press("Enter");

  await bob.goto(
    await rest.watchUrl(shortId, { agent: { id: "bob", name: "Bob" }, branding: { naked: true } }),
  );
  await expect(mirror(bob).getByText("From Ada")).toBeVisible();
  await expect(bar(visitor)).toContainText("Ada");
  await expectSame(visitor, ada, testInfo, { most: 0.001, name: "todo-first-agent" });

  await ada.mouse.move(200, 200);
  await expect(
    bob.frameLocator('iframe[src*="/view"]').locator("[data-userview-overlay]").getByText("Ada"),
  ).toBeVisible();
  await expect(
    visitor.locator("[data-userview-ui]").getByText("Ada", { exact: true }),
  ).toBeVisible();

  await bob.getByRole("button", { name: /control/i }).click();
  await expect(bar(visitor)).toContainText("Bob is in control");
  await clickIn(bob, mirror(bob).getByLabel("Done: From Ada"));
  await expect(visitor.getByLabel("Done: From Ada")).toBeChecked();
  await expect(mirror(ada).getByLabel("Done: From Ada")).toBeChecked();
});

test("an agent who leaves does not disturb the other; the late one sees the present state", async ({
  server,
  newPerson,
  openSite,
}, testInfo) => {
  const site = await openSite({ name: "gallery", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const rest = Rest.of(server);
  const shortId = await shortIdOf(visitor);
  const early = await newPerson();
  await early.goto(await rest.watchUrl(shortId));
  await allow(visitor);
  await clickIn(early, mirror(early).getByText("Pressed 0 times"));
  await expect(visitor.getByText("Pressed 1 times")).toBeVisible();
  await visitor.locator("#tab-two").click();
  await visitor.locator("#name input").fill("Late");

  const late = await newPerson();
  await late.goto(await rest.watchUrl(shortId, { agent: { id: "late", name: "Late" } }));
  await expect(mirror(late).getByText("Pressed 1 times")).toBeVisible();
  await early.close();
  await visitor.locator("#name input").fill("Later");
  await expect(mirror(late).locator("#name input")).toHaveValue("Later");
  await expectSame(visitor, late, testInfo, { most: 0.002, name: "gallery-late" });
});
