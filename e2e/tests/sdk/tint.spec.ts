/** What is hidden from agents, tinted for the visitor who wants to see it. */
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../../src/journey.ts";
import { allow, bar, mirror, shortIdOf, stopSharing } from "../../src/people.ts";
import { Rest } from "../../src/rest.ts";
import { snippet } from "../../src/site.ts";

const FRAMED = `<p style="margin:10px" class="no-userview">Framed secret</p>`;
const HTML = `<!doctype html><html lang="en"><head><title>Account</title></head><body style="margin:0"><main>
<h1>Account</h1>
<p id="open">Everybody may read this.</p>
<p id="secret" class="no-userview" style="width:300px">Account <b>12345</b></p>
<label>Password <input id="password" type="password"></label>
<label>Town <input id="town" value="Bonn"></label>
<div id="pane" tabindex="0" style="height:100px;width:320px;overflow:auto;border:1px solid"><div style="height:90px">Above</div><p id="low" data-userview-mask style="height:40px;margin:0">Lower secret</p><div style="height:300px"></div></div>
<div id="host"></div>
<iframe id="frame" title="Frame" style="width:320px;height:80px;border:4px solid" srcdoc='${FRAMED}'></iframe>
<div style="height:1500px"></div><p id="far" class="no-userview">Far secret</p>
</main><script>
document.querySelector("#host").attachShadow({ mode: "open" }).innerHTML = "<p id=inner class=no-userview>Inner secret</p>";
</script></body></html>`;

const button = (visitor: Page) =>
  bar(visitor).getByRole("button", { name: "Show what is hidden from agents" });
const tints = (visitor: Page) => visitor.locator("[data-userview-ui] .hidden-part");

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Whether there is a tint that lies exactly over this, or over its visible part. */
async function isTinted(visitor: Page, part: Locator | Place): Promise<boolean> {
  const place = "boundingBox" in part ? await part.boundingBox() : part;
  if (place === null) throw new Error("expected the part to have a place, it has none");
  for (const tint of await tints(visitor).all()) {
    const box = await tint.boundingBox();
    const off = (["x", "y", "width", "height"] as const).map((side) =>
      Math.abs((box?.[side] ?? Number.NaN) - place[side]),
    );
    if (off.every((pixels) => pixels <= 1)) return true;
  }
  return false;
}

test("the bar's button tints what is hidden, and only that; it follows, and agents see nothing of it", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  const head = snippet(server.ready);
  const site = await openSite({ name: "plain", head, pages: { "/account.html": HTML } });
  const visitor = await newPerson({ viewport: { width: 900, height: 700 } });
  await visitor.goto(site.url("/account.html"));
  const agent = await newPerson();
  await agent.goto(await rest.watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await expect(mirror(agent).getByText("Everybody may read this.")).toBeVisible();
  await expect(tints(visitor)).toHaveCount(0);

  await button(visitor).focus();
  await visitor.keyboard.press("Enter");
  await expect(button(visitor)).toHaveAttribute("aria-pressed", "true");
  const framed = visitor.frameLocator("#frame").getByText("Framed secret");
  for (const part of ["#secret", "#password", "#inner"])
    await expect.poll(() => isTinted(visitor, visitor.locator(part))).toBe(true);
  await expect.poll(() => isTinted(visitor, framed)).toBe(true);
  // Of what lies half below the edge of its pane, the half that is seen.
  const pane = await visitor.locator("#pane").boundingBox();
  const low = await visitor.locator("#low").boundingBox();
  if (pane === null || low === null) throw new Error("expected a pane and a part in it");
  const seen = { ...low, height: pane.y + pane.height - low.y };
  await expect.poll(() => isTinted(visitor, seen)).toBe(true);
  await expect(tints(visitor)).toHaveCount(5);
  expect(await isTinted(visitor, visitor.locator("#town"))).toBe(false);
  expect((await new AxeBuilder({ page: visitor }).analyze()).violations).toEqual([]);

  await test.step("it follows the page: a pane that scrolls, what comes new, what is far below", async () => {
    await visitor.locator("#pane").evaluate((pane) => pane.scrollTo(0, 60));
    await expect.poll(() => isTinted(visitor, visitor.locator("#low"))).toBe(true);
    await visitor.locator("#open").evaluate((open) => open.classList.add("no-userview"));
    await expect.poll(() => isTinted(visitor, visitor.locator("#open"))).toBe(true);
    await visitor.locator("#far").scrollIntoViewIfNeeded();
    await expect.poll(() => isTinted(visitor, visitor.locator("#far"))).toBe(true);
    await visitor.evaluate(() => scrollTo(0, 0));
  });

  await test.step("a setting that hides more shows at once, and the page still hears the mouse", async () => {
    await rest.good("PATCH", "/v1/team", { mask_all_inputs: true });
    await expect.poll(() => isTinted(visitor, visitor.locator("#town"))).toBe(true);
    await visitor.locator("#town").click();
    await expect(visitor.locator("#town")).toBeFocused();
  });

  await expect(mirror(agent).locator(".hidden-part")).toHaveCount(0);
  await button(visitor).click();
  await expect(button(visitor)).toHaveAttribute("aria-pressed", "false");
  await expect(tints(visitor)).toHaveCount(0);

  await button(visitor).click();
  await expect(tints(visitor).first()).toBeAttached();
  await stopSharing(visitor);
  await expect(tints(visitor)).toHaveCount(0);
});

test("with all text masked every text is tinted but what the team leaves readable", async ({
  startServer,
  newPerson,
  openSite,
}) => {
  const server = await startServer();
  const rest = Rest.of(server);
  await rest.good("PATCH", "/v1/team", { mask_all_text: true, unmasked_elements: ["h1"] });
  const pages = { "/account.html": HTML };
  const site = await openSite({ name: "plain", head: snippet(server.ready), pages });
  const visitor = await newPerson({ viewport: { width: 390, height: 700 } });
  await visitor.goto(site.url("/account.html"));
  const agent = await newPerson();
  await agent.goto(await rest.watchUrl(await shortIdOf(visitor)));
  await allow(visitor);
  await button(visitor).click();
  const text = await visitor.locator("#open").evaluate((open) => {
    const range = document.createRange();
    range.selectNodeContents(open);
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x, y, width, height };
  });
  await expect.poll(() => isTinted(visitor, text)).toBe(true);
  const title = await visitor.locator("h1").boundingBox();
  const boxes = await Promise.all((await tints(visitor).all()).map((tint) => tint.boundingBox()));
  expect(boxes.filter((box) => box !== null && title !== null && box.y < title.y + 20)).toEqual([]);
  const place = await bar(visitor).boundingBox();
  expect((place?.x ?? -1) >= 0 && (place?.x ?? 0) + (place?.width ?? 999) <= 390).toBe(true);
});
