/** Zoom in its three kinds (the browser's, the page's own, by fingers), and styles for print. */
import type { Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, mirror, shortIdOf } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { scriptTag } from "../../src/site.ts";

const PAGE = `<!doctype html><html><head><meta name="viewport" content="width=device-width"><title>Zoom</title><style>
  body { margin: 20px }
  #box { width: 200px; height: 80px; zoom: 1.25; background: gold }
  @media (max-width: 700px) { #box { width: 50vw } }
  @media print { #box { color: red; width: 10px } }
</style><style media="print">body { display: none }</style></head><body><div id="box">Zoom</div></body></html>`;

interface Look {
  box: number[];
  color: string;
}

function look(box: Element): Look {
  const { x, y, width, height } = box.getBoundingClientRect();
  return {
    box: [x, y, width, height].map(Math.round),
    color: getComputedStyle(box).color,
  };
}

async function expectLook(visitor: Page, agent: Page, box: number[]): Promise<void> {
  const wanted = { box, color: "rgb(0, 0, 0)" };
  expect(await visitor.locator("#box").evaluate(look)).toEqual(wanted);
  await expect.poll(() => mirror(agent).locator("#box").evaluate(look)).toEqual(wanted);
}

test("the browser's zoom and the page's own are the mirror's, styles for print are not", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/zoom.html": PAGE },
  });
  const visitor = await newPerson({ viewport: { width: 1000, height: 600 } });
  const agent = await newPerson();
  await visitor.goto(site.url("/zoom.html"));
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expectLook(visitor, agent, [20, 20, 250, 100]);

  // Zoomed in by the browser a page has fewer pixels of its own, and each is larger.
  const browser = await visitor.context().newCDPSession(visitor);
  const zoomed = { width: 500, height: 300, deviceScaleFactor: 2, mobile: false };
  await browser.send("Emulation.setDeviceMetricsOverride", zoomed);
  await expectLook(visitor, agent, [20, 20, 313, 100]);
  const width = (page: Element): number | undefined => page.ownerDocument.defaultView?.innerWidth;
  expect(await mirror(agent).locator("html").evaluate(width)).toBe(500);

  await visitor.locator("#box").evaluate((box) => {
    (box as HTMLElement).style.zoom = "1";
  });
  await expectLook(visitor, agent, [20, 20, 250, 80]);

  // A print preview, and the page goes on meanwhile.
  await visitor.emulateMedia({ media: "print" });
  await visitor.locator("#box").evaluate((box) => {
    box.textContent = "Printed";
  });
  await expect(mirror(agent).locator("#box")).toHaveText("Printed");
  await expect(mirror(agent).locator("#box")).toHaveCSS("color", "rgb(0, 0, 0)");
  await expect(mirror(agent).locator("body")).toHaveCSS("display", "block");
});

test("what the visitor sees of a page that fingers made larger is framed for the agent", async ({
  server,
  newPerson,
  openSite,
}) => {
  const site = await openSite({
    name: "plain",
    head: scriptTag(server.ready),
    pages: { "/zoom.html": PAGE },
  });
  const visitor = await newPerson({
    viewport: { width: 400, height: 700 },
    isMobile: true,
    hasTouch: true,
  });
  const agent = await newPerson();
  await visitor.goto(site.url("/zoom.html"));
  await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expect(mirror(agent).locator("#box")).toBeVisible();
  const lens = agent.frameLocator('iframe[src*="/view"]').locator(".lens");
  await expect(lens).toHaveCount(0);
  const fingers = await visitor.context().newCDPSession(visitor);
  await fingers.send("Emulation.setPageScaleFactor", { pageScaleFactor: 2 });
  await expect.poll(() => visitor.evaluate(() => visualViewport?.scale)).toBe(2);
  await expect(lens).toBeVisible();
  const [framed, whole] = [await lens.boundingBox(), await mirror(agent).owner().boundingBox()];
  expect((framed?.width ?? 0) / (whole?.width ?? 1)).toBeCloseTo(0.5, 1);
  await fingers.send("Emulation.setPageScaleFactor", { pageScaleFactor: 1 });
  await expect(lens).toHaveCount(0);
});
