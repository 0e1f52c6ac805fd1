/** Agents say whether they can be asked for help: kept, told by REST, and shown in all their tabs (rule D3). */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "../../src/journey.ts";
import { signIn } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";

test("an agent goes away and comes back, in every tab and in REST", async ({
  startServer,
  newPerson,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  const here = await newPerson({ viewport: { width: 1280, height: 900 } });
  await signIn(here, server);
  const there = await here.context().newPage();
  await there.goto(server.ready.dashboard_url);
  const accountIn = (page: typeof here) => page.getByRole("button", { name: "Account of" });
  const told = async () => {
    const { body } = await rest.ask<{ agents: { availability: string; status: string }[] }>(
      "GET",
      "/v1/agents",
    );
    return body.agents.map(({ availability, status }) => [availability, status]);
  };
  await expect(accountIn(there)).not.toContainText("Away");
  await expect.poll(told).toEqual([["available", "online"]]);

  await accountIn(here).click();
  await expect(here.getByRole("menuitemradio", { name: "Available" })).toBeChecked();
  expect((await new AxeBuilder({ page: here }).analyze()).violations).toEqual([]);
  await here.getByRole("menuitemradio", { name: "Away" }).click();
  await expect(accountIn(here)).toContainText("Away");
  await expect(accountIn(there)).toContainText("Away");
  await expect.poll(told).toEqual([["away", "away"]]);

  await here.reload();
  await expect(accountIn(here)).toContainText("Away");

  await accountIn(there).click();
  await there.getByRole("menuitemradio", { name: "Available" }).click();
  await expect(accountIn(there)).not.toContainText("Away");
  await expect(accountIn(here)).not.toContainText("Away");
  await expect.poll(told).toEqual([["available", "online"]]);
});
