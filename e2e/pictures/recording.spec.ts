/** The pictures of recordings in the docs, taken from the product as it is: `make pictures`. */
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "../src/journey.ts";
import {
  allow,
  bar,
  mirror,
  prompt,
  shortIdOf,
  signIn,
  stopSharing,
  typeInto,
} from "../src/people.ts";
import { Rest, sessionOf } from "../src/rest.ts";

const FOLDER = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${FOLDER}${name}.png`, animations: "disabled" });
}

test("a recorded visit to the shop", async ({ newPerson, server }) => {
  test.setTimeout(120_000);
  const rest = Rest.of(server);
  await rest.good("PATCH", "/v1/team", { recording: "ask" });
  const visitor = await newPerson({ viewport: { width: 1180, height: 720 } });
  await visitor.goto(server.ready.demo_url);
  const id = await shortIdOf(visitor);
  const identify = () =>
    visitor.evaluate(() =>
      window.UserView("updateConnection", { identities: ["Grace Hopper", "grace@example.com"] }),
    );
  await identify();
  await expect.poll(async () => (await rest.visitor(id)).nickname).toBe("Grace Hopper");
  const url = await rest.watchUrl(id);
  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await agent.goto(url);
  await prompt(visitor).getByRole("checkbox").check();
  await picture(visitor, "consent-recording");
  await allow(visitor);
  await expect(mirror(agent).getByRole("heading", { name: "Good wind" })).toBeVisible();
  await expect(bar(visitor).getByText("Recording")).toBeVisible();
  await typeInto(agent, mirror(agent).getByPlaceholder("Search kites"), "delta");
  await expect(visitor.getByPlaceholder("Search kites")).toHaveValue("delta");
  // A recording of a second would not look like one.
  await visitor.waitForTimeout(4000);
  await visitor.goto(new URL("kites/otto.html", server.ready.demo_url).href);
  await expect(mirror(agent).getByRole("heading", { name: "Otto", exact: true })).toBeVisible();
  await visitor.waitForTimeout(5000);
  await identify();
  await visitor.getByRole("button", { name: "Add to cart" }).click();
  await expect(mirror(agent).getByText("1 × Otto").first()).toBeVisible();
  await visitor.waitForTimeout(3000);
  await stopSharing(visitor);
  await expect.poll(async () => (await rest.session(sessionOf(url))).state).toBe("ended");
  const member = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(member, server);
  await member.goto(`${server.ready.base_url}/recordings/${sessionOf(url)}`);
  const moment = member.getByLabel("Moment");
  await expect(mirror(member).getByRole("heading", { name: "Good wind" })).toBeVisible();
  await moment.fill(`${Math.floor(Number(await moment.getAttribute("max")) * 0.9)}`);
  await expect(mirror(member).getByRole("heading", { name: "Otto", exact: true })).toBeVisible();
  await picture(member, "recording");
  await member.emulateMedia({ colorScheme: "dark" });
  await picture(member, "recording-dark");
  await member.setViewportSize({ width: 420, height: 800 });
  await picture(member, "recording-narrow");
});
