/** Viewer tokens: a product of one's own shows the mirror in a frame, and nothing else of UserView. */
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, clickIn, prompt, shortIdOf } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { type Site, scriptTag } from "../../src/site.ts";

interface Token {
  token: string;
  endpoint: string;
  session_id: string;
  short_id: string;
}

/** A product's page with the viewer in it. */
function product({ endpoint, token }: Token): string {
  return `<!doctype html><html><head><title>CRM</title></head><body style="margin:0">
<iframe id="viewer" src="${endpoint}#${token}" style="width:100vw;height:100vh;border:0"></iframe></body></html>`;
}

/** What the frame shows of the visitor's page. */
function mirrored(agent: Page) {
  return agent
    .frameLocator("#viewer")
    .frameLocator('iframe[src*="/view"]')
    .frameLocator("iframe")
    .first();
}

test("a token shows the mirror alone, in pages of the origins that it was made for", async ({
  server,
  newPerson,
  openSite,
}) => {
  const rest = Rest.of(server);
  const shop = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(shop.url());
  const shortId = await shortIdOf(visitor);

  const pages: Record<string, string> = {};
  const [crm, stranger]: [Site, Site] = [
    await openSite({ name: "plain", pages }),
    await openSite({ name: "plain", hostname: "127.0.0.1", pages }),
  ];
  const made = await rest.good<Token>("POST", `/v1/visitors/${shortId}/viewer_token`, {
    viewer: { id: "crm-8", name: "Vic" },
    allowed_origins: [crm.origin],
  });
  expect(made.short_id).toBe(shortId);
  pages["/crm.html"] = product(made);

  await test.step("another origin's page gets nothing, and the token is not used up", async () => {
    const thief = await newPerson();
    const violation = thief.waitForEvent("console", {
      predicate: (line) => line.text().includes("frame-ancestors"),
    });
    await thief.goto(stranger.url("/crm.html"));
    await violation;
    expect(thief.frames().some((frame) => frame.url().includes("/view"))).toBe(false);
    await expect(prompt(visitor)).toBeHidden();
    expect((await rest.session(made.session_id)).state).toBe("requested");
    await thief.close();
  });

  const agent = await newPerson();
  await agent.goto(crm.url("/crm.html"));
  await expect(prompt(visitor)).toContainText("Vic");
  await allow(visitor);
  await expect(mirrored(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
  await expect(agent.frameLocator("#viewer").getByRole("button")).toHaveCount(0);
  await expect(agent.frameLocator("#viewer").getByRole("banner")).toHaveCount(0);
  const session = await rest.session(made.session_id);
  expect(session).toMatchObject({ state: "active", went_live: true, source: "api" });
  expect(session.agents).toMatchObject([{ name: "Vic", external_id: "crm-8" }]);

  await test.step("what is done in it is done in the visitor's page", async () => {
    await clickIn(agent, mirrored(agent).locator("#onward"));
    await expect(visitor).not.toHaveURL(shop.url());
  });

  await test.step("a token opens once", async () => {
    const second = await newPerson();
    await second.goto(crm.url("/crm.html"));
    await expect(second.frameLocator("#viewer").getByRole("alert")).toContainText(
      "This link does not work any more",
    );
  });
});
