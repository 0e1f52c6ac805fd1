/** What the agent sees is what the visitor sees: pictures of both, held against each other, on the shop and on pages that are not ours. */
import { expectSame } from "../../src/compare.ts";
import { expect, test } from "../../src/journey.ts";
import { allow, clickIn, mirror, shortIdOf, typeInto } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { type SiteName, scriptTag, snippet } from "../../src/site.ts";

/** Share of pixels that may differ. Text that is rastered in another layer can differ by a shade at its edges. */
const MOST = 0.001;

const PAGES: readonly (readonly [SiteName, string])[] = [
  ["shop", "/"],
  ["shop", "/kites/otto.html"],
  ["shop", "/about.html"],
  ["admin", "/index.html"],
  ["admin", "/tables.html"],
  ["admin", "/login.html"],
  ["todo", "/"],
  ["gallery", "/"],
  ["editor", "/"],
  ["plain", "/second.html"],
];

for (const [name, path] of PAGES) {
  test(`the mirror of ${name}${path} equals the page at load and after scrolling`, async ({
    server,
    newPerson,
    openSite,
  }, testInfo) => {
    const site = await openSite({ name, head: scriptTag(server.ready) });
    const visitor = await newPerson();
    await visitor.goto(site.url(path), { waitUntil: "networkidle" });
    const agent = await newPerson({ viewport: { width: 1100, height: 760 } });
    await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
    await allow(visitor);
    await expectSame(visitor, agent, testInfo, { most: MOST, name: `${name}-load` });
    await visitor.mouse.move(500, 400);
    await visitor.mouse.wheel(0, 380);
    await visitor.mouse.move(5, 400);
    await expectSame(visitor, agent, testInfo, { most: MOST, name: `${name}-scrolled` });
  });
}

test("what is under the pointer shows as hovered, also when the page moves and the pointer does not", async ({
  server,
  newPerson,
  openSite,
}, testInfo) => {
  const rows = Array.from({ length: 80 }, (_, row) => `<li>Row ${row}</li>`).join("");
  const list = `<!doctype html><html><head><style>body{margin:0}li{line-height:40px}li:hover{background:gold}</style></head>
    <body><ol>${rows}</ol></body></html>`;
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/list.html": list },
  });
  const visitor = await newPerson();
  await visitor.goto(site.url("/list.html"));
  const agent = await newPerson();
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  // Leaves the pointer where the button was.
  await allow(visitor);
  const hovered = visitor.locator("li:hover");
  await expect(hovered).toHaveCount(1);
  await expectSame(visitor, agent, testInfo, { most: 0, name: "hover-at-the-beginning" });
  await visitor.mouse.move(300, 200);
  await visitor.mouse.wheel(0, 420);
  await expect(hovered).toHaveText("Row 15");
  await expectSame(visitor, agent, testInfo, { most: 0, name: "hover-after-scrolling" });
  await hovered.evaluate((row) => row.remove());
  await expect(hovered).toHaveText("Row 16");
  await expectSame(visitor, agent, testInfo, { most: 0, name: "hover-after-a-row-went" });
});

test("the asynchronous snippet mirrors too", async ({ server, newPerson, openSite }, testInfo) => {
  const site = await openSite({ name: "todo", head: snippet(server.ready, { tags: ["#async"] }) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const agent = await newPerson();
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expectSame(visitor, agent, testInfo, { most: MOST, name: "snippet" });
  expect((await Rest.of(server).visitor(await shortIdOf(visitor))).tags).toEqual(["#async"]);
});

test("an agent works in a React page: controlled fields, double click, filters", async ({
  server,
  newPerson,
  openSite,
}, testInfo) => {
  const site = await openSite({ name: "todo", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const agent = await newPerson();
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  const page = mirror(agent);
  await typeInto(agent, page.getByPlaceholder("What is next?"), "Buy a kite");
  await expect(visitor.getByText("You typed 10 letters")).toBeVisible();
  await agent.keyboard.press("Enter");
  await expect(visitor.getByText("Buy a kite")).toBeVisible();
  await clickIn(agent, page.getByLabel("Done: Call the plumber"));
  await expect(visitor.getByText("2 left")).toBeVisible();
  await clickIn(agent, page.getByRole("link", { name: "Done", exact: true }));
  await expect(visitor.getByText("Buy a kite")).toBeHidden();
  await clickIn(agent, page.getByRole("link", { name: "All" }));
  const plants = page.getByText("Water the plants");
  const box = await plants.boundingBox();
  await agent.mouse.dblclick((box?.x ?? 0) + 20, (box?.y ?? 0) + 10);
  await expect(visitor.getByLabel("Edit")).toBeFocused();
  await agent.keyboard.press("End");
  await agent.keyboard.type(" now");
  await agent.keyboard.press("Enter");
  await expect(visitor.getByText("Water the plants now")).toBeVisible();
  await expectSame(visitor, agent, testInfo, { most: MOST, name: "todo-after" });
});

test("an agent works in shadow roots: buttons, tabs, fields, dialogs", async ({
  server,
  newPerson,
  openSite,
}, testInfo) => {
  const site = await openSite({ name: "gallery", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const agent = await newPerson();
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  const page = mirror(agent);
  await clickIn(agent, page.getByText("Pressed 0 times"));
  await expect(visitor.getByText("Pressed 1 times")).toBeVisible();
  await clickIn(agent, page.locator("#tab-two"));
  await expect(visitor.getByText("The second panel")).toBeVisible();
  await typeInto(agent, page.locator("#name input"), "Grace");
  await expect(visitor.locator("#name input")).toHaveValue("Grace");
  await clickIn(agent, page.locator("#open-dialog"));
  await expect(visitor.getByText("Hello from inside.")).toBeVisible();
  await expect(page.getByText("Hello from inside.")).toBeVisible();
  await clickIn(agent, page.locator("#close-dialog"));
  await expect(visitor.getByText("Hello from inside.")).toBeHidden();
  await expectSame(visitor, agent, testInfo, { most: MOST, name: "gallery-after" });
});

test("an agent writes in a rich text editor", async ({ server, newPerson, openSite }, testInfo) => {
  const site = await openSite({ name: "editor", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url());
  const agent = await newPerson();
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  const page = mirror(agent);
  const words = Number(await visitor.locator("#words").textContent());
  await clickIn(agent, page.getByText("this is"));
  await agent.keyboard.press("End");
  await agent.keyboard.type(" And more.");
  await expect(visitor.locator(".ql-editor")).toContainText("a list: And more.");
  await expect(visitor.locator("#words")).toHaveText(String(words + 2));
  await typeInto(agent, page.locator("#plain"), "!");
  await expect(visitor.locator("#plain")).toHaveValue(/!/);
  await expectSame(visitor, agent, testInfo, { most: MOST, name: "editor-after" });
});

test("an agent opens menus of an admin template", async ({
  server,
  newPerson,
  openSite,
}, testInfo) => {
  const site = await openSite({ name: "admin", head: scriptTag(server.ready) });
  const visitor = await newPerson();
  await visitor.goto(site.url("/index.html"), { waitUntil: "networkidle" });
  const agent = await newPerson();
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await clickIn(agent, mirror(agent).getByText("Douglas McGee"));
  await expect(visitor.getByText("Activity Log")).toBeVisible();
  await clickIn(agent, mirror(agent).getByRole("link", { name: "Charts" }));
  await expect(visitor).toHaveURL(/charts\.html$/);
  await visitor.waitForLoadState("networkidle");
  await expectSame(visitor, agent, testInfo, { most: MOST, name: "admin-charts" });
});
