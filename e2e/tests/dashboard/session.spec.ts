/** The page of one session: facts, and what happened, while it runs and after. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../../src/journey.ts";
import { allow, shortIdOf, signIn, stopSharing } from "../../src/people.ts";
import { snippet } from "../../src/site.ts";

for (const [name, options] of Object.entries({
  "light and wide": { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  "dark and narrow": { colorScheme: "dark", viewport: { width: 390, height: 780 } },
} as const)) {
  test(`a session is told from its beginning to its end: ${name}`, async ({
    server,
    newPerson,
    openSite,
  }) => {
    const site = await openSite({ name: "plain", head: snippet(server.ready) });
    const visitor = await newPerson();
    await visitor.goto(site.url());
    const shortId = await shortIdOf(visitor);
    const agent = await newPerson(options);
    await signIn(agent, server);
    await agent.goto(`${server.ready.dashboard_url}visitors/${shortId}/watch`);
    await allow(visitor);
    await expect(agent.getByRole("button", { name: "Control on" })).toBeVisible();

    const second = await agent.context().newPage();
    await second.goto(`${server.ready.dashboard_url}visitors/${shortId}`);
    await second.getByRole("region", { name: "Sessions" }).getByRole("link").first().click();
    const told = second.getByRole("region", { name: "What happened" }).getByRole("listitem");
    await expect(told.filter({ hasText: "The visitor agreed" })).toBeVisible();
    await expect(told.filter({ hasText: "Support joined" }).first()).toBeVisible();
    await expect(second.getByText("Live", { exact: true })).toBeVisible();

    await stopSharing(visitor);
    await expect(told.last()).toContainText("Ended: the visitor stopped sharing");
    await expect(second.getByRole("link", { name: "Join" })).toHaveCount(0);
    const facts = second.getByRole("region", { name: "Facts" });
    await expect(facts).toContainText("Picked in the dashboard");
    await expect(facts).toContainText(site.url());
    const { violations } = await new AxeBuilder({ page: second }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);

    await second.goto(`${server.ready.dashboard_url}sessions/0000000000000000`);
    await expect(second.getByRole("alert")).toContainText("Your team has no such session");
  });
}
