/** The SDK's interface in pages that are not friendly to it. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../../fixtures/index.ts";
import { LonePage, SESSION } from "../../src/lone-page.ts";

const PAGES: Readonly<Record<string, string>> = {
  "hides everything":
    "<style>html * { display: none } div { visibility: hidden; opacity: 0 !important }</style>",
  "styles every dialog and button":
    "<style>dialog, div, button { all: unset !important; display: block !important; transform: scale(.1) !important; position: static !important } ::backdrop { background: red !important }</style>",
  "writes from right to left": '<script>document.documentElement.dir = "rtl"</script>',
  "lies in a transformed, clipped root":
    "<style>html { transform: rotate(3deg); filter: blur(1px); overflow: hidden; height: 50px } body { clip-path: inset(40px) }</style>",
  "covers all with its own layer":
    '<script>addEventListener("load", () => document.body.insertAdjacentHTML("beforeend", "<div style=\\"position:fixed;inset:0;z-index:2147483647;background:#fff\\">Cover</div>"))</script>',
};

for (const [name, head] of Object.entries(PAGES)) {
  test(`a page that ${name}: prompt and bar can be seen and used`, async ({ page }) => {
    const lone = await LonePage.open(page, {
      html: `<!doctype html><html><head>${head}</head><body><p>Page</p></body></html>`,
    });
    await lone.welcomed();
    lone.ask();
    await page.getByRole("button", { name: "Allow" }).click();
    expect((await lone.until("session.answer")).allow).toBe(true);
    await lone.share();
    await page.getByRole("button", { name: "Stop sharing" }).click();
    await lone.until("session.stop");
  });
}

test("a page that takes unknown elements out gets the interface back", async ({ page }) => {
  const lone = await LonePage.open(page, {
    html: "<!doctype html><html><head></head><body>Page</body></html>",
  });
  await lone.welcomed();
  await lone.share();
  await page.evaluate(() => document.querySelector("[data-userview-ui]")?.remove());
  await expect(page.getByRole("button", { name: "Stop sharing" })).toBeVisible();
});

test("while the page has a modal dialog open, sharing can still be stopped", async ({ page }) => {
  const lone = await LonePage.open(page, {
    html: "<!doctype html><html><head></head><body><dialog>Modal</dialog></body></html>",
  });
  await lone.welcomed();
  await lone.share();
  await page.evaluate(() => document.querySelector("dialog")?.showModal());
  await page.getByRole("button", { name: "Stop sharing" }).click();
  await lone.until("session.stop");
});

test("it can be hidden by who names it, for comparing", async ({ page }) => {
  const lone = await LonePage.open(page, {
    html: "<!doctype html><html><head></head><body>Page</body></html>",
  });
  await lone.welcomed();
  await lone.share();
  await page.addStyleTag({ content: "[data-userview-ui] { display: none !important; }" });
  await expect(page.getByRole("button", { name: "Stop sharing" })).toBeHidden();
});

test("on a screen of 320 by 400 both answers are on the screen", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 400 });
  const lone = await LonePage.open(page, {
    html: "<!doctype html><html><head></head><body>Page</body></html>",
  });
  await lone.welcomed();
  lone.ask("An agent with a name that is much longer than usual, and then some");
  for (const name of ["Allow", "Decline"])
    await expect(page.getByRole("button", { name })).toBeInViewport({ ratio: 1 });
});

for (const scheme of ["light", "dark"] as const) {
  test(`prompt and bar are accessible (${scheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const lone = await LonePage.open(page, {
      html: '<!doctype html><html lang="en"><head><title>Page</title></head><body><main><h1>Page</h1></main></body></html>',
    });
    await lone.welcomed();
    lone.ask();
    await expect(page.getByRole("dialog")).toBeVisible();
    const look = async (): Promise<unknown[]> =>
      (await new AxeBuilder({ page }).include("[data-userview-ui]").analyze()).violations;
    expect(await look()).toEqual([]);
    await lone.share();
    await expect(page.getByRole("region", { name: "Screen sharing" })).toBeVisible();
    expect(await look()).toEqual([]);
  });
}

test("agents' pointers bear their names, move, and go with their agents", async ({ page }) => {
  const lone = await LonePage.open(page, {
    html: "<!doctype html><html><head></head><body>Page</body></html>",
  });
  await lone.welcomed();
  await lone.share();
  lone.send({ type: "pointer", session: SESSION, agent: "p1", x: 200, y: 150, visible: true });
  const pointer = page.locator("[data-userview-ui] .pointer");
  await expect(pointer).toHaveText("Ada");
  await expect.poll(async () => Math.round((await pointer.boundingBox())?.x ?? 0)).toBe(195);
  lone.send({ type: "pointer", session: SESSION, agent: "p1", x: 0, y: 0, visible: false });
  await expect(pointer).toHaveCSS("opacity", "0");
  lone.send({ type: "session.agents", session: SESSION, agents: [], control: null });
  await expect(pointer).toHaveCount(0);
});
