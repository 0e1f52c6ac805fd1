/** Pictures of the dashboard's lists for the docs: `make pictures`. */
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "../src/journey.ts";
import { allow, decline, shortIdOf, signIn, stopSharing } from "../src/people.ts";
import { Rest } from "../src/rest.ts";

const FOLDER = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));

/** In light and dark. */
async function pictures(page: Page, name: string): Promise<void> {
  for (const [colorScheme, end] of [
    ["light", ""],
    ["dark", "-dark"],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${FOLDER}${name}${end}.png`, animations: "disabled" });
  }
}

test("the list of sessions", async ({ newPerson, startServer }) => {
  const server = await startServer();
  const rest = Rest.of(server);
  const names = ["Hedy Lamarr", "Alan Turing", "Katherine Johnson", "Grace Hopper"];
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(agent, server);
  const watching = await agent.context().newPage();
  const people = new Map<string, { page: Page; id: string }>();
  for (const name of names) {
    const page = await newPerson();
    await page.goto(server.ready.demo_url);
    const id = await shortIdOf(page);
    await rest.good("PATCH", `/v1/visitors/${id}`, { identities: [name] });
    people.set(name, { page, id });
  }
  const known = (name: string) => people.get(name) as { page: Page; id: string };
  const watch = (name: string) =>
    watching.goto(`${server.ready.dashboard_url}visitors/${known(name).id}/watch`);

  const hedy = `/v1/visitors/${known("Hedy Lamarr").id}`;
  await rest.good("POST", `${hedy}/watch_url`, { agent: { id: "ada", name: "Ada" } });
  await rest.good("DELETE", `${hedy}/session`);
  await watch("Alan Turing");
  await decline(known("Alan Turing").page);
  await watch("Katherine Johnson");
  await allow(known("Katherine Johnson").page);
  await expect(watching.getByRole("button", { name: "Control on" })).toBeVisible();
  await stopSharing(known("Katherine Johnson").page);
  await watch("Grace Hopper");
  await allow(known("Grace Hopper").page);
  await expect(watching.getByRole("button", { name: "Control on" })).toBeVisible();

  await agent.goto(`${server.ready.dashboard_url}sessions`);
  await expect(agent.getByRole("row")).toHaveCount(5);
  await expect(agent.getByRole("row").nth(1)).toContainText("Live");
  await expect(agent.getByRole("row").nth(3)).toContainText("The visitor declined");
  await pictures(agent, "sessions");
  await agent.emulateMedia({ colorScheme: "light" });
  await agent.getByRole("link", { name: "Katherine Johnson" }).click();
  await expect(agent.getByRole("region", { name: "What happened" })).toContainText("Ended");
  await pictures(agent, "session");
});

test("the list of visitors, narrowed and saved, and the Install page", async ({
  newPerson,
  startServer,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(agent, server);
  await agent.goto(`${server.ready.dashboard_url}install`);
  await expect(agent.getByText("Waiting for the first page…")).toBeVisible();
  const people = [
    ["Grace Hopper", ["#vip", "#beta"]],
    ["Katherine Johnson", ["#vip"]],
    ["Alan Turing", ["#returning"]],
  ] as const;
  for (const [name, tags] of people) {
    const page = await newPerson();
    await page.goto(server.ready.demo_url);
    const id = await shortIdOf(page);
    await rest.good("PATCH", `/v1/visitors/${id}`, { identities: [name], tags });
  }
  await expect(agent.getByText(/^Seen on/)).toBeVisible();
  await agent.getByRole("heading", { name: "Is it there?" }).scrollIntoViewIfNeeded();
  await pictures(agent, "install-seen");
  await agent.emulateMedia({ colorScheme: "light" });

  await agent.goto(`${server.ready.dashboard_url}?show=online&tag=%23vip`);
  await agent.getByRole("button", { name: "Save search" }).click();
  await agent.keyboard.type("VIPs online");
  await agent.keyboard.press("Enter");
  await expect(agent.getByRole("button", { name: "VIPs online" })).toBeVisible();
  await agent.goto(`${server.ready.dashboard_url}?known=no`);
  await agent.getByRole("button", { name: "Save search" }).click();
  await agent.keyboard.type("Strangers");
  await agent.getByRole("checkbox", { name: "Share with the team" }).check();
  await agent.keyboard.press("Enter");
  await agent.getByRole("button", { name: "VIPs online" }).click();
  await expect(agent.getByRole("row")).toHaveCount(3);
  await pictures(agent, "visitors-narrowed");
});
