/** The Install page says whether the snippet was seen, as it happens, and what may be in the way. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../../src/journey.ts";
import { signIn } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

test("it waits for the first page, and says where it was seen", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(agent, server);
  await agent.getByRole("link", { name: "Install" }).click();
  const seen = agent.getByRole("region", { name: "Is it there?" });
  await expect(seen.getByText("Waiting for the first page…")).toBeVisible();
  await expect(seen).toContainText("which directive of a Content-Security-Policy");
  await expect(seen).toContainText("Every site may carry the snippet.");
  expect((await new AxeBuilder({ page: agent }).analyze()).violations.map(({ id }) => id)).toEqual(
    [],
  );

  const site = await openSite({ name: "plain", head: snippet(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  await expect(seen).toContainText(`Seen on ${new URL(site.origin).host}`);
  await expect(seen.getByText("Waiting for the first page…")).toBeHidden();

  await Rest.of(server).good("PATCH", "/v1/team", { allowed_sites: ["https://shop.example"] });
  await agent.reload();
  await agent.setViewportSize({ width: 390, height: 780 });
  await agent.emulateMedia({ colorScheme: "dark" });
  await expect(seen).toContainText(`Not allowed any more: ${site.origin}`);
  expect((await new AxeBuilder({ page: agent }).analyze()).violations.map(({ id }) => id)).toEqual(
    [],
  );
  expect(await agent.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

  await server.kill();
  await expect(seen.getByText(/^Seen on/)).toBeVisible();
});
