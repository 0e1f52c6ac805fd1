/** Agents who are removed while they watch: their pages are shut at once, nobody else's are. */
import { expect, test } from "../../src/journey.ts";
import { allow, bar, mirror, shortIdOf } from "../../src/people.ts";
import { Rest, sessionOf } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

/** Seconds, not a minute; the removal itself takes none. */
const SOON = { timeout: 5000 };

test("a member who is removed loses dashboard and live view within seconds", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  const site = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const shortId = await shortIdOf(visitor);

  const { agent, sign_in_url } = await rest.good<{ agent: { id: string }; sign_in_url: string }>(
    "POST",
    "/v1/agents",
    { email: "mia@example.com", name: "Mia Member" },
  );
  const list = await newPerson({ viewport: { width: 1280, height: 800 } });
  await list.goto(sign_in_url);
  await expect(list.getByLabel("Search visitors")).toBeVisible();
  const watch = await list.context().newPage();
  await watch.goto(new URL(`/visitors/${shortId}/watch`, server.ready.base_url).href);
  await allow(visitor);
  const heading = { name: "A plain page" };
  await expect(mirror(watch).getByRole("heading", heading)).toBeVisible();
  const guest = await newPerson();
  const link = await rest.watchUrl(shortId, { agent: { id: "gus", name: "Gus" } });
  await guest.goto(link);
  await expect(mirror(guest).getByRole("heading", heading)).toBeVisible();
  await expect(bar(visitor)).toContainText("Mia Member");

  expect((await rest.ask("DELETE", `/v1/agents/${agent.id}`)).status).toBe(200);
  await expect(watch.locator("iframe")).toHaveCount(0, SOON);
  await expect(list.getByLabel("Password")).toBeVisible(SOON);
  await expect(watch.getByLabel("Password")).toBeVisible(SOON);
  await expect(bar(visitor)).not.toContainText("Mia Member", SOON);
  await list.reload();
  await expect(list.getByLabel("Password")).toBeVisible();

  // The other one goes on, and goes when he is removed too; his link is worth nothing more.
  await visitor.locator("#onward").click();
  await expect(mirror(guest).getByRole("heading", heading)).toBeHidden();
  await expect(bar(visitor)).toContainText("Gus");
  const session = await rest.session(sessionOf(link));
  expect(session.agents.map(({ name }) => name)).toEqual(["Mia Member", "Gus"]);
  const gus = (
    await rest.good<{ agents: { id: string; external_id: string | null }[] }>("GET", "/v1/agents")
  ).agents.find(({ external_id }) => external_id === "gus");
  expect((await rest.ask("DELETE", `/v1/agents/${gus?.id}`)).status).toBe(200);
  await expect(guest.locator("iframe")).toHaveCount(0, SOON);
  await guest.reload();
  await expect(guest.getByRole("alert")).toBeVisible();
  await expect(guest.locator("iframe")).toHaveCount(0);
});
