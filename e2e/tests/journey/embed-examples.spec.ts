/** The examples of embedding, as a developer starts them: the web component, and a plain frame with messages. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import type { Server } from "../../fixtures/index.ts";
import { expect, test } from "../../src/journey.ts";
import { allow, clickIn, prompt, shortIdOf } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

/** Of the element, as the server has it for pages. */
type Viewer = HTMLElement & {
  connect(token: unknown): void;
  setTool(tool: string | null): void;
  clearDrawings(): void;
  navigate(to: string): void;
};

const PROGRAM = fileURLToPath(new URL("../../../examples/embed/server.mjs", import.meta.url));

/** Runs the example's server; its address. */
async function startExample(server: Server): Promise<{ url: string; program: ChildProcess }> {
  const url = server.ready.base_url;
  const key = server.secrets.secretKey;
  const program = spawn(process.execPath, [PROGRAM], {
    env: { ...process.env, USERVIEW_URL: url.replace(/\/$/, ""), SECRET_KEY: key, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(program.stdout, "data");
  return { url: /http\S+/.exec(String(said))?.[0] ?? "", program };
}

/** What the frame in the example's page shows of the visitor's page. */
function mirrored(agent: Page) {
  return agent
    .frameLocator('iframe[title="Co-browsing session"]')
    .frameLocator('iframe[src*="/view"]')
    .frameLocator("iframe")
    .first();
}

for (const [way, path] of [
  ["web component", "/"],
  ["frame", "/frame"],
] as const) {
  test(`the example with the ${way} shows, steers and ends a session`, async ({
    startServer,
    newPerson,
    openSite,
  }) => {
    const server = await startServer();
    const rest = Rest.of(server);
    const shop = await openSite({ name: "plain", head: scriptTag(server.ready) });
    const { url, program } = await startExample(server);
    try {
      const agent = await newPerson();
      const standing = agent.locator("#standing");
      await test.step("with nobody there it says so", async () => {
        await agent.goto(url + path);
        if (way === "web component") await agent.getByRole("button", { name: "Start" }).click();
        await expect(standing).toHaveText("nobody is on your site now");
      });

      const visitor = await newPerson();
      await visitor.goto(shop.url());
      const shortId = await shortIdOf(visitor);
      await agent.goto(url + path);
      if (way === "web component") await agent.getByRole("button", { name: "Start" }).click();
      await expect(prompt(visitor)).toContainText("Grace");
      await expect(standing).toHaveText(way === "frame" ? "authorizing" : "consent");
      await allow(visitor);
      await expect(mirrored(agent).getByRole("heading", { name: "A plain page" })).toBeVisible();
      await expect(standing).toHaveText(await visitor.title());

      if (way === "web component") {
        await test.step("control is taken and given back from outside", async () => {
          await agent.getByRole("button", { name: "Take control" }).click();
          await expect(visitor.getByText(/Grace.*control/)).toBeVisible();
          await agent.getByRole("button", { name: "Give back control" }).click();
          await expect(visitor.getByText(/Grace.*control/)).toBeHidden();
          await expect(agent.getByRole("button", { name: "Take control" })).toBeVisible();
          await agent.getByRole("button", { name: "Take control" }).click();
        });
        await test.step("what the mouse draws is seen by the visitor, and taken away again", async () => {
          const heading = mirrored(agent).getByRole("heading", { name: "A plain page" });
          const drawn = visitor.locator('[data-userview-ui] g[data-tool="highlight"]');
          await agent.evaluate(() =>
            document.querySelector<Viewer>("#viewer")?.setTool("highlight"),
          );
          await clickIn(agent, heading);
          await expect(drawn).toHaveCount(1);
          await agent.evaluate(() => {
            const viewer = document.querySelector<Viewer>("#viewer");
            viewer?.clearDrawings();
            viewer?.setTool(null);
          });
          await expect(drawn).toHaveCount(0);
        });
      }
      await clickIn(agent, mirrored(agent).locator("#onward"));
      await expect(visitor).not.toHaveURL(shop.url());
      await expect(standing).toHaveText(await visitor.title());

      if (way === "web component") {
        await agent.evaluate(() => document.querySelector<Viewer>("#viewer")?.navigate("back"));
        await expect(visitor).toHaveURL(shop.url());
        await expect(standing).toHaveText(await visitor.title());
      }

      await agent.getByRole("button", { name: "End" }).click();
      await expect(standing).toContainText("agent_stopped");
      const session = await rest.good<{ sessions: { end_reason: string }[] }>(
        "GET",
        `/v1/sessions?visitor_id=${shortId}`,
      );
      expect(session.sessions.map(({ end_reason }) => end_reason)).toEqual(["agent_stopped"]);
    } finally {
      program.kill();
    }
  });
}

test("the element says what is wrong: an address that is none, a token that was used", async ({
  server,
  newPerson,
  openSite,
}) => {
  const rest = Rest.of(server);
  const shop = await openSite({ name: "plain", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(shop.url());
  const shortId = await shortIdOf(visitor);
  const pages = {
    "/crm.html": `<!doctype html><html><head><script type="module" src="${new URL("/viewer.js", server.ready.base_url)}"></script></head><body><userview-viewer id="viewer"></userview-viewer></body></html>`,
  };
  const crm = await openSite({ name: "plain", pages });
  const made = await rest.good<{ endpoint: string; token: string }>(
    "POST",
    `/v1/visitors/${shortId}/viewer_token`,
    { viewer: { id: "crm-8", name: "Vic" }, allowed_origins: [crm.origin] },
  );
  await rest.good("POST", new URL(`${made.endpoint}/redeem`).pathname, { token: made.token });

  const agent = await newPerson();
  await agent.goto(crm.url("/crm.html"));
  const said = await agent.evaluate(async (used) => {
    await customElements.whenDefined("userview-viewer");
    const viewer = document.querySelector("#viewer") as Viewer;
    const thrown: string[] = [];
    for (const token of [
      { endpoint: "nowhere", token: "t" },
      { endpoint: used.endpoint, token: "" },
    ]) {
      try {
        viewer.connect(token);
      } catch (error) {
        thrown.push(String(error));
      }
    }
    const failed = new Promise((resolve) =>
      viewer.addEventListener("failed", (event) => resolve((event as CustomEvent).detail)),
    );
    viewer.connect(used);
    return { thrown, failed: await failed };
  }, made);
  expect(said).toEqual({
    thrown: [
      'TypeError: endpoint: expected the address of a watch page, got "nowhere"',
      "TypeError: token: expected the token of a viewer, got none",
    ],
    failed: {
      code: "link_expired",
      message: "this link was used already or is too old; ask for a new one",
    },
  });
});
