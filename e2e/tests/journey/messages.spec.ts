/** A product's page and its agents' pages tell each other things of their own (rules G1-G3). */
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { bar, mirror, stopSharing } from "../../src/people.ts";
import { openWatched } from "../../src/watched.ts";

const PAGES = {
  "/cart.html": `<!doctype html><html><head><title>Cart</title></head><body><h1>Cart</h1><p id="offer"></p>
<script>addEventListener("load", () => UserView("on", "customMessage", (message, agent) => {
  document.querySelector("#offer").textContent = agent.name + " offers " + message.offer;
}));</script></body></html>`,
};

/** What the page is told of whether its message went out. */
async function says(visitor: Page, message: unknown): Promise<boolean> {
  return visitor.evaluate(
    (given) =>
      (window as unknown as { UserView: (...a: unknown[]) => Promise<boolean> }).UserView(
        "customMessage",
        given,
      ),
    message,
  );
}

test("G1: a page's messages are listed for agents, told to products around, and nowhere kept", async ({
  server,
  openSite,
  newPerson,
}) => {
  const journey = { server, openSite, newPerson };
  const { rest, session, shortId, visitor, agent } = await openWatched(journey, {
    pages: PAGES,
    path: "/cart.html",
  });
  await expect(mirror(agent).getByRole("heading", { name: "Cart" })).toBeVisible();
  const list = agent.getByRole("region", { name: "Messages of the page" });
  await expect(list).toHaveCount(0);

  await test.step("the watch page lists what comes, unknown shapes as JSON", async () => {
    expect(await says(visitor, { text: "I am at the till" })).toBe(true);
    expect(await says(visitor, { kind: "cart", lines: [{ sku: "A-1" }] })).toBe(true);
    await expect(list.getByText("I am at the till", { exact: true })).toBeVisible();
    await expect(list.locator("pre")).toContainText('"sku": "A-1"');
    await list.getByRole("button", { name: "Messages of the page" }).click();
    await expect(list.getByRole("log")).toHaveCount(0);
    await says(visitor, { text: "Still here" });
    await expect(list.getByRole("button", { expanded: false })).toContainText("1 new");
    await list.getByRole("button", { name: "Clear the messages" }).click();
    await expect(list).toHaveCount(0);
  });

  await test.step("a product's page sends and hears", async () => {
    const page = `<!doctype html><html><head><script type="module" src="${new URL("/viewer.js", server.ready.base_url)}"></script></head><body>
<userview-viewer id="viewer" style="width:800px;height:500px"></userview-viewer></body></html>`;
    const crm = await openSite({ name: "plain", pages: { "/crm.html": page } });
    const token = await rest.good<object>("POST", `/v1/visitors/${shortId}/viewer_token`, {
      viewer: { id: "crm-1", name: "Grace" },
      allowed_origins: [crm.origin],
    });
    const product = await newPerson();
    await product.goto(crm.url("/crm.html"));
    await product.evaluate((made) => {
      const viewer = document.querySelector("#viewer") as HTMLElement & {
        connect(token: unknown): void;
        sendMessage(message: object): void;
      };
      viewer.addEventListener("message", (event) => {
        document.title = JSON.stringify((event as CustomEvent).detail);
      });
      viewer.addEventListener("live", () => viewer.sendMessage({ offer: "a warranty" }));
      viewer.connect(made);
    }, token);
    await expect(visitor.locator("#offer")).toHaveText("Grace offers a warranty");
    expect(await says(visitor, { answer: true })).toBe(true);
    await expect(product).toHaveTitle('{"answer":true}');
    const thrown = await product.evaluate(() => {
      const viewer = document.querySelector("#viewer") as unknown as {
        sendMessage(m: unknown): void;
      };
      try {
        viewer.sendMessage("text");
        return "nothing";
      } catch (error) {
        return String(error);
      }
    });
    expect(thrown).toBe("TypeError: message: expected an object, got string");
  });

  await test.step("what cannot be sent, and what comes after the stop, goes nowhere", async () => {
    expect(await says(visitor, "text")).toBe(false);
    await stopSharing(visitor);
    await expect(bar(visitor)).toContainText("ended");
    expect(await says(visitor, { text: "after the stop" })).toBe(false);
  });

  const { timeline } = await rest.good<{
    timeline: { type: string; agent: unknown; detail: object }[];
  }>("GET", `/v1/sessions/${session}/timeline`);
  const told = timeline.filter(({ type }) => type === "message_sent");
  expect(told.map(({ agent: who, detail }) => [who === null, detail])).toEqual([
    [true, { bytes: 27 }],
    [true, { bytes: 39 }],
    [true, { bytes: 21 }],
    [false, { bytes: 22 }],
    [true, { bytes: 15 }],
  ]);
  expect(JSON.stringify(timeline)).not.toContain("till");
  expect((await rest.session(session)).features_used).toContain("custom_message");
});
