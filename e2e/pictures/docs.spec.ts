/** The pictures of README and docs, taken from the product as it is: `make pictures`. */
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "../src/journey.ts";
import { allow, bar, mirror, prompt, shortIdOf, signIn, typeInto } from "../src/people.ts";
import { Rest } from "../src/rest.ts";

const FOLDER = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const PHONE =
  "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36";
const DESKTOP =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${FOLDER}${name}.png`, animations: "disabled" });
}

async function identify(visitor: Page, name: string, email: string, tags: string[]): Promise<void> {
  await shortIdOf(visitor);
  await visitor.evaluate((identity) => window.UserView("updateConnection", identity), {
    identities: [name, email],
    uniqueId: email,
    tags,
  });
}

test("visitor, consent, watch page and list", async ({ newPerson, server }) => {
  const shop = server.ready.demo_url;
  const others = [
    { name: "Katherine Johnson", path: "kites/honeycomb.html", tags: ["vip"], userAgent: DESKTOP },
    { name: "Alan Turing", path: "cart.html", tags: ["returning"], userAgent: PHONE },
    { name: "Hedy Lamarr", path: "", tags: [], userAgent: DESKTOP },
  ];
  for (const other of others) {
    const page = await newPerson({ userAgent: other.userAgent });
    await page.goto(new URL(other.path, shop).href);
    const email = `${other.name.split(" ")[0]?.toLowerCase()}@example.com`;
    await identify(page, other.name, email, other.tags);
  }
  const visitor = await newPerson({ userAgent: DESKTOP, viewport: { width: 1180, height: 720 } });
  await visitor.goto(shop);
  await identify(visitor, "Grace Hopper", "grace@example.com", ["vip", "beta"]);
  const id = await shortIdOf(visitor);

  const agent = await newPerson({ viewport: { width: 1280, height: 800 } });
  await signIn(agent, server);
  await expect(agent.getByText("Grace Hopper")).toBeVisible();
  // Browsers are named moments after their visitors appear.
  await expect(agent.getByText("Chrome 156")).toHaveCount(3, { timeout: 30_000 });
  await picture(agent, "visitors");
  await agent.emulateMedia({ colorScheme: "dark" });
  await picture(agent, "visitors-dark");
  await agent.emulateMedia({ colorScheme: "light" });
  await agent.goto(`${server.ready.dashboard_url}visitors/${id}`);
  await expect(agent.getByText("grace@example.com").first()).toBeVisible();
  await expect(agent.getByRole("region", { name: "History" })).toBeVisible();
  await picture(agent, "visitor");

  await Rest.of(server).good("PATCH", "/v1/team", { show_agent_request_button: "when_available" });
  await visitor.getByRole("button", { name: "Get help" }).click();
  await agent.getByRole("link", { name: /^Waiting/ }).click();
  await expect(agent.getByRole("button", { name: /^Help/ })).toBeVisible();
  await expect(agent.getByRole("main").getByText("Grace Hopper")).toBeVisible();
  await picture(agent, "waiting");
  await visitor.getByRole("button", { name: "Stop waiting" }).click();
  await Rest.of(server).good("PATCH", "/v1/team", { show_agent_request_button: "never" });
  await agent.goto(`${server.ready.dashboard_url}visitors/${id}`);

  await agent.getByRole("link", { name: "Watch" }).click();
  await expect(prompt(visitor)).toBeVisible();
  await picture(visitor, "consent");
  await allow(visitor);
  const search = mirror(agent).getByPlaceholder("Search kites");
  await typeInto(agent, search, "octo");
  await expect(visitor.getByPlaceholder("Search kites")).toHaveValue("octo");
  await agent.mouse.move(520, 420);
  await visitor.mouse.move(700, 420);
  await expect(bar(visitor)).toBeVisible();
  await picture(agent, "watch");
  await picture(visitor, "shared");
  for (const [page, name] of [
    ["install", "install"],
    ["settings/privacy", "settings"],
    ["settings/webhooks", "webhooks"],
  ] as const) {
    await agent.goto(`${server.ready.dashboard_url}${page}`, { waitUntil: "networkidle" });
    await expect(agent.getByRole("heading", { level: 1 })).toBeVisible();
    await picture(agent, name);
  }
});
