/** Agents read the page's console and run code in it, where everybody permits it (rules O1-O5). */
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { bar, mirror, stopSharing } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { openWatched } from "../../src/watched.ts";

const page = (head: string) => `<!doctype html><html><head>${head}<title>Till</title></head><body>
<h1>Till</h1><input id="secret" type="password" value="hunter22"><p class="no-userview">Account Grace-4711</p></body></html>`;
const STRICT = `<meta http-equiv="Content-Security-Policy" content="script-src 'self' 'unsafe-inline' http:">`;
const PAGES = { "/till.html": page(""), "/strict.html": page(STRICT) };
const LINK = { branding: { naked: true }, permissions: { allow_console: true } };

async function write(visitor: Page, ...args: string[]): Promise<void> {
  await visitor.evaluate((given) => console.warn(...given), args);
}

test("O1-O5: the console is read and used while a session is on, and nothing masked is in it", async ({
  startServer,
  openSite,
  newPerson,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  await rest.good("PATCH", "/v1/team", { track_console: true, allow_remote_console: true });
  const { session, site, visitor, agent } = await openWatched(
    { server, openSite, newPerson },
    { pages: PAGES, path: "/till.html", link: LINK },
  );
  await expect(mirror(agent).getByRole("heading", { name: "Till" })).toBeVisible();
  const before = await visitor.evaluate(() => String(console.warn));
  const panel = agent.getByRole("region", { name: "Console" });
  const lines = panel.getByRole("listitem");
  const input = panel.getByRole("textbox", { name: "Code to run in the visitor’s page" });

  await test.step("it is read from when it is opened, by level and words", async () => {
    await write(visitor, "before anybody looked");
    await agent.getByRole("button", { name: "Console", exact: true }).click();
    await expect(panel).toContainText("Nothing yet.");
    await expect
      .poll(async () => (await visitor.evaluate(() => String(console.warn))) !== before)
      .toBe(true);
    await write(visitor, "stale cart");
    await visitor.evaluate(() => {
      setTimeout(() => {
        throw new TypeError("total is undefined");
      });
    });
    await expect(lines.filter({ hasText: "stale cart" })).toHaveAttribute("data-kind", "warn");
    await expect(lines.filter({ hasText: "TypeError: total is undefined" })).toHaveCount(1);
    await expect(panel).not.toContainText("before anybody looked");
    await panel.getByRole("radio", { name: "Errors" }).click();
    await expect(lines).toHaveCount(1);
    await panel.getByRole("radio", { name: "All" }).click();
    await panel.getByRole("searchbox").fill("STALE");
    await expect(lines).toHaveCount(1);
    await panel.getByRole("searchbox").fill("");
  });

  await test.step("what stands in masked places is not in it", async () => {
    await write(visitor, "login hunter22 of Grace-4711 in Account Grace-4711");
    await expect(lines.filter({ hasText: "login" })).toContainText("login ********");
    await expect(panel).not.toContainText("hunter22");
    await expect(panel).not.toContainText("Account Grace-4711");
  });

  await test.step("code is run in the page, and the visitor sees whose", async () => {
    await input.fill("document.querySelector('h1').textContent");
    await input.press("Enter");
    await expect(lines.last()).toHaveText(/"Till"$/);
    await expect(bar(visitor)).toContainText("Ada ran code in this page");
    await input.fill("document.querySelector('#secret').value");
    await input.press("Enter");
    await expect(lines.last()).toHaveText(/"\*{8}"$/);
    await input.fill("nothing.here");
    await input.press("Enter");
    await expect(lines.last()).toContainText("ReferenceError: nothing is not defined");
    await input.press("ArrowUp");
    await input.press("ArrowUp");
    await expect(input).toHaveValue("document.querySelector('#secret').value");
  });

  await test.step("another page goes on; one with a strict policy says why nothing is run", async () => {
    await visitor.goto(site.url("/strict.html"));
    await expect(async () => {
      await write(visitor, "hello from strict");
      await expect(lines.filter({ hasText: "hello from strict" }).first()).toBeVisible({
        timeout: 500,
      });
    }).toPass();
    await input.fill("1 + 1");
    await input.press("Enter");
    await expect(lines.filter({ hasText: "Content-Security-Policy" })).toHaveAttribute(
      "data-kind",
      "refused",
    );
  });

  await test.step("closed, and after the stop, the page's console is its own", async () => {
    await input.press("Escape");
    await expect(panel).toHaveCount(0);
    await expect.poll(() => visitor.evaluate(() => String(console.warn))).toBe(before);
    await agent.getByRole("button", { name: "Console", exact: true }).click();
    await expect.poll(() => visitor.evaluate(() => String(console.warn))).not.toBe(before);
    await stopSharing(visitor);
    await expect.poll(() => visitor.evaluate(() => String(console.warn))).toBe(before);
  });

  const { timeline } = await rest.good<{
    timeline: {
      type: string;
      agent: { agent_nickname: string } | null;
      detail: { code?: string };
    }[];
  }>("GET", `/v1/sessions/${session}/timeline`);
  const runs = timeline.filter(({ type }) => type === "console_run");
  expect(runs.map(({ agent: who, detail }) => [who?.agent_nickname, detail.code])).toEqual([
    ["Ada", "document.querySelector('h1').textContent"],
    ["Ada", "document.querySelector('#secret').value"],
    ["Ada", "nothing.here"],
    ["Ada", "1 + 1"],
  ]);
  expect((await rest.session(session)).features_used).toContain("console");
});

test("O4: the page's own option forbids it, a link that does not permit it shows none", async ({
  startServer,
  openSite,
  newPerson,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  await rest.good("PATCH", "/v1/team", { track_console: true, allow_remote_console: true });
  const options = { trackConsole: false, allowRemoteConsole: false };
  const { agent, shortId } = await openWatched(
    { server, openSite, newPerson },
    { pages: PAGES, path: "/till.html", link: LINK, options },
  );
  await expect(mirror(agent).getByRole("heading", { name: "Till" })).toBeVisible();
  await agent.keyboard.press("k");
  const panel = agent.getByRole("region", { name: "Console" });
  await expect(panel).toContainText(
    "The console cannot be read: the page does not let agents read its console.",
  );
  const input = panel.getByRole("textbox", { name: "Code to run in the visitor’s page" });
  await input.fill("document.title = 'run'");
  await input.press("Enter");
  await expect(panel.getByRole("listitem").last()).toContainText(
    "the page does not let agents run code",
  );

  const other = await newPerson();
  await other.goto(
    await rest.watchUrl(shortId, { agent: { id: "bob", name: "Bob" }, branding: { naked: true } }),
  );
  await expect(mirror(other).getByRole("heading", { name: "Till" })).toBeVisible();
  await expect(other.getByRole("button", { name: "Reload" })).toBeVisible();
  await expect(other.getByRole("button", { name: "Console", exact: true })).toHaveCount(0);
});
