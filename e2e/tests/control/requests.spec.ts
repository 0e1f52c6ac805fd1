/** Where the site wants it, agents ask the visitor before they take control (rule C8). */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, bar, clickIn, mirror, shortIdOf } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

/** The question beside the page. */
function request(visitor: Page): Locator {
  return visitor.locator("[data-userview-ui]").getByRole("alertdialog");
}

const PAGE = `<!doctype html><html><head><title>Press</title></head><body>
  <button id="press" style="margin:40px">Pressed 0 times</button>
  <script>let n = 0; press.onclick = () => { press.textContent = "Pressed " + ++n + " times"; };</script></body></html>`;

test("C8: an agent asks for control, is declined, asks again and is allowed; giving it back ends that", async ({
  server,
  newPerson,
  openSite,
}) => {
  const head = snippet(server.ready, { requireControlRequest: true });
  const site = await openSite({ name: "plain", head, pages: { "/press.html": PAGE } });
  const visitor = await newPerson();
  await visitor.goto(site.url("/press.html"));
  const rest = Rest.of(server);
  const agent = await newPerson({ viewport: { width: 1280, height: 860 } });
  await agent.goto(await rest.watchUrl(await shortIdOf(visitor), { branding: { naked: true } }));
  await allow(visitor);
  const button = mirror(agent).getByRole("button");
  await expect(button).toHaveText("Pressed 0 times");

  const ask = agent.getByRole("button", { name: "Ask for control" });
  await expect(ask).toBeVisible();
  await clickIn(agent, button);
  await expect(request(visitor)).toBeHidden();
  await ask.click();
  await expect(request(visitor)).toContainText("Ada would like to control this page");
  await expect(agent.getByRole("button", { name: "Asked" })).toBeVisible();
  await request(visitor).getByRole("button", { name: "Decline" }).click();
  await expect(agent.getByText("The visitor did not give you control")).toBeVisible();
  await expect(request(visitor)).toBeHidden();
  await expect(visitor.locator("#press")).toHaveText("Pressed 0 times");

  await ask.click();
  await request(visitor).getByRole("button", { name: "Allow" }).click();
  await expect(bar(visitor)).toContainText("Ada is in control");
  await clickIn(agent, button);
  await expect(visitor.locator("#press")).toHaveText("Pressed 1 times");
  await agent.getByRole("button", { name: "In control" }).click();
  await expect(ask).toBeVisible();
  await expect(bar(visitor)).toContainText("Ada sees this page");
});

test("C8: with nothing around the mirror, the first click in the page asks", async ({
  server,
  newPerson,
  openSite,
}) => {
  const head = snippet(server.ready, { requireControlRequest: true });
  const site = await openSite({ name: "plain", head, pages: { "/press.html": PAGE } });
  const visitor = await newPerson();
  await visitor.goto(site.url("/press.html"));
  const agent = await newPerson();
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await clickIn(agent, mirror(agent).getByRole("button"));
  await request(visitor).getByRole("button", { name: "Allow" }).click();
  await expect(bar(visitor)).toContainText("Ada is in control");
  await clickIn(agent, mirror(agent).getByRole("button"));
  await expect(visitor.locator("#press")).toHaveText("Pressed 1 times");
});
