/** An agent from whom private details are hidden (rule A6) is told so, calmly and once. */
import { expect, test } from "../../src/journey.ts";
import { shortIdOf } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";

test("whom an agent helps is hidden, without alarms in its place", async ({
  newPerson,
  server,
}) => {
  const visitor = await newPerson();
  await visitor.goto(server.ready.demo_url);
  const id = await shortIdOf(visitor);
  await visitor.evaluate((identity) => window.UserView("updateConnection", identity), {
    identities: ["Grace Hopper"],
    uniqueId: "grace-hidden",
  });
  const { sign_in_url } = await Rest.of(server).good<{ sign_in_url: string }>(
    "POST",
    "/v1/agents",
    { email: "hidden@example.com", permissions: { hide_private_details: true } },
  );
  const agent = await newPerson();
  await agent.goto(sign_in_url);
  await expect(agent.getByLabel("Search visitors")).toBeVisible();
  await agent.goto(`${server.ready.dashboard_url}visitors/${id}`);
  await expect(agent.getByRole("heading", { name: id })).toBeVisible();
  await expect(agent.getByText("is hidden from you")).toBeVisible();
  await expect(agent.getByRole("region", { name: "Technical" })).toContainText("Browser");
  for (const text of ["Grace Hopper", "grace-hidden", "Not identified", "Address"])
    await expect(agent.getByText(text)).toHaveCount(0);
  await expect(agent.getByRole("region", { name: "History" })).toHaveCount(0);
  await expect(agent.getByRole("alert")).toHaveCount(0);
});
