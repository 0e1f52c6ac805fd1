/** Agents draw over the page: the visitor sees it, and other agents; the page hears nothing of it (rule C10). */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { bar, middleOf, mirror, stopSharing } from "../../src/people.ts";
import { openWatched } from "../../src/watched.ts";

const PAGE = `<!doctype html><html><head><title>Draw</title><style>
  body { margin: 0; font: 16px sans-serif; } #tall { height: 3000px; padding: 40px; }
  #pane { width: 400px; height: 160px; overflow: auto; border: 1px solid; margin-top: 120px; }
  #inside { height: 900px; padding-top: 60px; } button { padding: 10px 30px; }
</style></head><body><div id="tall"><button id="press">Press</button>
  <div id="pane"><div id="inside"><button id="deep">Deep</button></div></div>
  <iframe id="frame" srcdoc="<button id='framed' style='margin:20px'>In a frame</button>" width="400" height="120"></iframe>
</div><script>
  window.heard = []; for (const type of ["mousedown", "click", "mousemove", "pointermove"])
    document.addEventListener(type, (event) => { if (!event.isTrusted) heard.push(type); }, true);
</script></body></html>`;
const WANTED = {
  pages: {
    "/draw.html": PAGE,
    "/other.html": "<!doctype html><html><head></head><body><h1>Other</h1></body></html>",
  },
  path: "/draw.html",
};

/** Drawings over the visitor's page. */
function shown(visitor: Page, tool: string): Locator {
  return visitor.locator(`[data-userview-ui] g[data-tool="${tool}"]`);
}

/** Drawings over an agent's mirror. */
function overlaid(agent: Page, tool: string): Locator {
  return agent
    .frameLocator('iframe[src*="/view"]')
    .locator(`[data-userview-overlay] g[data-tool="${tool}"]`);
}

async function take(agent: Page, tool: string): Promise<void> {
  await agent.getByRole("button", { name: tool, exact: true }).click();
  const layer = agent.frameLocator('iframe[src*="/view"]').locator(".layer");
  await expect(layer).toHaveAttribute("data-tool", tool.toLowerCase());
}

/** Where something is, in its own window. */
async function boxOf(
  element: Locator,
): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await element.boundingBox();
  if (box === null) throw new Error("expected it to be shown, it is not");
  return box;
}

/** The frame around an element is where the element is. */
async function surrounds(drawing: Locator, element: Locator): Promise<void> {
  const rect = drawing.locator("rect").nth(1);
  await expect(async () => {
    const [around, inside] = [await boxOf(rect), await boxOf(element)];
    expect(Math.abs(around.x + around.width / 2 - inside.x - inside.width / 2)).toBeLessThan(2);
    expect(Math.abs(around.y + around.height / 2 - inside.y - inside.height / 2)).toBeLessThan(2);
    expect(around.width).toBeGreaterThan(inside.width);
  }).toPass();
}

test("C10: a stroke of the pen is seen by the visitor and another agent, stays with the page and fades", async ({
  server,
  openSite,
  newPerson,
}) => {
  const journey = { server, openSite, newPerson };
  const { rest, session, shortId, visitor, agent } = await openWatched(journey, WANTED);
  const second = await newPerson({ viewport: { width: 1280, height: 800 } });
  const link = { agent: { id: "bob", name: "Bob" }, branding: { naked: true } };
  await second.goto(await rest.watchUrl(shortId, link));
  await expect(mirror(second).locator("#press")).toBeVisible();
  const { x, y } = await middleOf(mirror(agent).locator("#press"));

  await take(agent, "Pen");
  await agent.mouse.move(x - 60, y + 60);
  await agent.mouse.down();
  for (let step = 0; step <= 10; step++) await agent.mouse.move(x - 60 + 12 * step, y + 60);
  await agent.mouse.up();
  await expect(shown(visitor, "pen")).toHaveCount(1);
  await expect(overlaid(agent, "pen")).toHaveCount(1);
  await expect(overlaid(second, "pen")).toHaveCount(1);
  const path = shown(visitor, "pen").locator("path").last();
  await expect(path).toHaveAttribute("stroke", "#2563eb");
  const [before, button] = [await boxOf(path), await boxOf(visitor.locator("#press"))];
  await visitor.mouse.move(500, 300);
  await visitor.mouse.wheel(0, 30);
  await expect(async () => {
    const after = await boxOf(path);
    const moved = await boxOf(visitor.locator("#press"));
    expect(moved.y).toBeLessThan(button.y - 5);
    expect(after.y - before.y).toBeCloseTo(moved.y - button.y, 0);
  }).toPass({ timeout: 2000 });
  await expect(shown(visitor, "pen")).toHaveCount(0, { timeout: 6000 });
  await expect(overlaid(second, "pen")).toHaveCount(0);

  expect(await visitor.evaluate("heard")).toEqual([]);
  await expect(bar(visitor)).toContainText("Ada and Bob see this page");
  expect((await rest.session(session)).features_used).toContain("drawing");
});

test("C10: a highlight stays around its element, in panes and frames, until it is cleared", async ({
  server,
  openSite,
  newPerson,
}) => {
  const { visitor, agent } = await openWatched({ server, openSite, newPerson }, WANTED);
  await take(agent, "Highlight");
  const mark = async (element: Locator) => {
    const { x, y } = await middleOf(element);
    await agent.mouse.click(x, y);
  };
  await mark(mirror(agent).locator("#deep"));
  await surrounds(shown(visitor, "highlight"), visitor.locator("#deep"));
  await expect(shown(visitor, "highlight").locator("text")).toHaveText("Ada");
  await visitor.locator("#pane").evaluate((pane) => pane.scrollTo(0, 30));
  await visitor.evaluate(() => scrollTo(0, 50));
  await surrounds(shown(visitor, "highlight"), visitor.locator("#deep"));
  await surrounds(overlaid(agent, "highlight"), mirror(agent).locator("#deep"));

  // As much of it as the pane shows has a frame, and no frame stands where nothing of it is seen.
  await visitor.locator("#pane").evaluate((pane) => pane.scrollTo(0, 75));
  for (const drawing of [shown(visitor, "highlight"), overlaid(agent, "highlight")])
    await expect(async () => {
      const rect = await boxOf(drawing.locator("rect").nth(1));
      expect(rect.height).toBeGreaterThan(8);
      expect(rect.height).toBeLessThan(42);
    }).toPass();
  await visitor.locator("#pane").evaluate((pane) => pane.scrollTo(0, 400));
  await expect(shown(visitor, "highlight")).toBeHidden();
  await expect(overlaid(agent, "highlight")).toBeHidden();
  await visitor.locator("#pane").evaluate((pane) => pane.scrollTo(0, 0));
  await expect(shown(visitor, "highlight")).toBeVisible();
  await surrounds(overlaid(agent, "highlight"), mirror(agent).locator("#deep"));

  await mark(mirror(agent).frameLocator("#frame").locator("#framed"));
  await expect(shown(visitor, "highlight")).toHaveCount(1);
  await surrounds(shown(visitor, "highlight"), visitor.frameLocator("#frame").locator("#framed"));
  await surrounds(
    overlaid(agent, "highlight"),
    mirror(agent).frameLocator("#frame").locator("#framed"),
  );
  await visitor.setViewportSize({ width: 800, height: 600 });
  await surrounds(shown(visitor, "highlight"), visitor.frameLocator("#frame").locator("#framed"));
  await agent.getByRole("button", { name: "Clear drawings" }).click();
  await expect(shown(visitor, "highlight")).toHaveCount(0);
  await expect(overlaid(agent, "highlight")).toHaveCount(0);
  expect(await visitor.evaluate("heard")).toEqual([]);
});

test("C10: a laser shows where the agent points and goes; another page and the end clear everything", async ({
  server,
  openSite,
  newPerson,
}) => {
  const { site, visitor, agent } = await openWatched({ server, openSite, newPerson }, WANTED);
  const { x, y } = await middleOf(mirror(agent).locator("#press"));
  await take(agent, "Laser");
  await agent.mouse.move(x - 40, y);
  await agent.mouse.move(x, y, { steps: 5 });
  const dot = shown(visitor, "laser").locator("circle").last();
  await expect(async () => {
    const [at, button] = [await boxOf(dot), await boxOf(visitor.locator("#press"))];
    expect(Math.abs(at.x + at.width / 2 - button.x - button.width / 2)).toBeLessThan(3);
    expect(Math.abs(at.y + at.height / 2 - button.y - button.height / 2)).toBeLessThan(3);
  }).toPass({ timeout: 1000, intervals: [20] });
  await expect(shown(visitor, "laser")).toHaveCount(0, { timeout: 4000 });

  await take(agent, "Highlight");
  await agent.mouse.click(x, y);
  await expect(shown(visitor, "highlight")).toHaveCount(1);
  await expect(overlaid(agent, "highlight")).toHaveCount(1);
  // A page that goes elsewhere within itself is another one, too.
  await visitor.evaluate(() => history.pushState(null, "", "/within"));
  await expect(shown(visitor, "highlight")).toHaveCount(0);
  await expect(overlaid(agent, "highlight")).toHaveCount(0);
  await agent.mouse.click(x, y);
  await expect(shown(visitor, "highlight")).toHaveCount(1);
  await visitor.goto(site.url("/other.html"));
  await expect(mirror(agent).getByRole("heading", { name: "Other" })).toBeVisible();
  await expect(overlaid(agent, "highlight")).toHaveCount(0);
  await expect(shown(visitor, "highlight")).toHaveCount(0);

  const other = await middleOf(mirror(agent).getByRole("heading", { name: "Other" }));
  await agent.mouse.click(other.x, other.y);
  await expect(shown(visitor, "highlight")).toHaveCount(1);
  await stopSharing(visitor);
  await expect(shown(visitor, "highlight")).toHaveCount(0);
});

test("A4: where the page's own option forbids drawing no tool for it is offered", async ({
  server,
  openSite,
  newPerson,
}) => {
  const wanted = { ...WANTED, options: { allowDraw: false } };
  const { agent } = await openWatched({ server, openSite, newPerson }, wanted);
  await expect(mirror(agent).locator("#press")).toBeVisible();
  await expect(agent.getByRole("button", { name: "Reload" })).toBeVisible();
  await expect(agent.getByRole("button", { name: "Pen", exact: true })).toHaveCount(0);
});

test("A4: a link that does not permit drawing offers no tool for it", async ({
  server,
  openSite,
  newPerson,
}) => {
  const link = { branding: { naked: true }, permissions: { allow_draw: false } };
  const { agent } = await openWatched({ server, openSite, newPerson }, { ...WANTED, link });
  await expect(mirror(agent).locator("#press")).toBeVisible();
  await expect(agent.getByRole("button", { name: "Reload" })).toBeVisible();
  await expect(agent.getByRole("button", { name: "Pen", exact: true })).toHaveCount(0);
});
