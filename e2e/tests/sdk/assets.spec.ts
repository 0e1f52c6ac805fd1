/** Pictures, fonts and style sheets: named in the stream, uploaded once, never from masked parts (rules F1, F2). */
import { expect, test } from "../../fixtures/index.ts";
import { LonePage, SESSION } from "../../src/lone-page.ts";

const svg = (colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect id="part" width="40" height="20" fill="${colour}"/></svg>`;
const picture = (colour: string) => ({ type: "image/svg+xml", body: svg(colour) });
const css = (body: string) => ({ type: "text/css", body });

const FILES = {
  "/a.svg": picture("red"),
  "/b.svg": picture("green"),
  "/twice.svg": picture("blue"),
  "/masked.svg": picture("black"),
  "/css/back.svg": picture("teal"),
  "/sprite.svg": picture("navy"),
  "/css/main.css": css(
    '@import "more.css"; .a { background: url("back.svg") } @media (min-width: 1px) { .b { border: var(--x); border-top: 0 } }',
  ),
  "/css/more.css": css(".c { list-style-image: url(../b.svg) }"),
};

const PAGE = `<!doctype html><html><head><link rel="stylesheet" href="/css/main.css"></head><body>
<img id="one" src="/a.svg" width="40"><img src="/a.svg" width="10"><img id="set" srcset="/a.svg 1x, /twice.svg 2x" width="40">
<picture><source srcset="/b.svg" media="(min-width: 1px)"><img id="in-picture" src="/a.svg"></picture>
<svg><use href="/sprite.svg#part"></use></svg>
<p class="a" style="background-image: url('/b.svg')">x</p><input type="image" src="/b.svg" alt="go">
<img id="broken" src="/nothing.svg" alt="broken"><b style="background-image: url(/none.svg)">x</b><img id="inline" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<div class="no-userview"><img src="/masked.svg" width="30" height="20"><p style="background:url(/masked.svg)">x</p></div>
<div style="height: 4000px"></div><img id="far" src="/twice.svg" loading="lazy"></body></html>`;

async function shared(page: Parameters<typeof LonePage.open>[0], html = PAGE): Promise<LonePage> {
  const lone = await LonePage.open(page, { html, files: FILES });
  await page.waitForLoadState("networkidle");
  await lone.welcomed();
  await lone.share();
  return lone;
}

test("every picture that the page has loaded is uploaded once, with the token and its type", async ({
  page,
}) => {
  const lone = await shared(page);
  await expect.poll(() => lone.uploads.length).toBe(3);
  const ids = lone.uploads.map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
  for (const upload of lone.uploads) {
    expect(upload).toMatchObject({ type: "image/svg+xml", authorization: "Bearer token" });
    expect(lone.content()).toContain(`userview-asset:${upload.id}`);
  }
  await expect.poll(() => lone.missing.length, "the broken picture is told").toBe(1);
  expect(lone.content()).toContain(`userview-asset:${lone.missing[0]}`);
  expect(lone.content()).toMatch(/userview-asset:[\w-]{22}#part/);
  expect(lone.content()).not.toMatch(/http:\/\/shop\.test\/(?:a|b|twice|sprite|masked|css)/);
});

test("a picture that comes later is uploaded when it has loaded, and the next page knows what was uploaded", async ({
  page,
}) => {
  const lone = await shared(page, PAGE.replace(/<img id="set"[^>]*>|<img id="far"[^>]*>/g, ""));
  await expect.poll(() => lone.uploads.length).toBe(3);
  await page.evaluate(() =>
    document.body.insertAdjacentHTML("afterbegin", '<img id="new" src="/twice.svg">'),
  );
  await expect.poll(() => lone.uploads.length).toBe(4);
  await page.reload();
  await expect.poll(() => lone.count("hello")).toBe(2);
  lone.send({
    type: "session.start",
    session: SESSION,
    continued: true,
    agents: [],
    control: null,
  });
  lone.capture();
  await expect.poll(() => lone.snapshots()).toBe(2);
  await page.evaluate(() =>
    document.body.insertAdjacentHTML("afterbegin", '<img src="/a.svg"><p>mark</p>'),
  );
  await lone.told("mark");
  expect(lone.uploads.length).toBe(4);
});

test("style sheets are whole: imports in their place, addresses resolved, lost shorthands fetched", async ({
  page,
}) => {
  const lone = await shared(page);
  await lone.told("border: var(--x); border-top: 0");
  const { content } = { content: lone.content() };
  expect(content).toContain("@media all {");
  expect(content).toMatch(/list-style-image: ?url\(\\"userview-asset:/);
});

test("S7: stopping aborts what is being uploaded", async ({ page }) => {
  await page.route("**/sdk/assets/**", () => new Promise<void>(() => {}));
  const lone = await LonePage.open(page, { html: PAGE, files: FILES });
  await lone.welcomed();
  const started = page.waitForRequest((request) => request.method() === "PUT");
  const failed = page.waitForEvent("requestfailed", (request) => request.method() === "PUT");
  await lone.share();
  await started;
  await page.getByRole("button", { name: "Stop sharing" }).click();
  expect((await failed).failure()?.errorText).toContain("ABORTED");
});

test("pictures that scripts may not fetch are drawn", async ({ page }) => {
  const policy = "connect-src http://userview.test ws://userview.test";
  const lone = await LonePage.open(page, {
    html: PAGE,
    files: FILES,
    headers: { "Content-Security-Policy": policy },
  });
  await page.waitForLoadState("networkidle");
  await lone.welcomed();
  await lone.share();
  await expect
    .poll(() => lone.uploads.filter(({ type }) => type === "image/png").length)
    .toBeGreaterThan(1);
});

test("canvases are told with the page, and when they are drawn anew", async ({ page }) => {
  const html = `<!doctype html><html><head></head><body><canvas id="c" width="60" height="40"></canvas><canvas id="d" width="10" height="10"></canvas>
    <script>const pen = c.getContext("2d"); pen.fillStyle = "red"; pen.fillRect(0, 0, 30, 30);</script></body></html>`;
  const lone = await shared(page, html);
  const pictures = () =>
    new Set(lone.content().match(/data:image\/webp;base64,[\w+/=]+/g) ?? []).size;
  // A picture is made behind the page, once its canvas is seen.
  await expect.poll(pictures).toBe(1);
  await page.evaluate(() => {
    const pen = (document.querySelector("#d") as HTMLCanvasElement).getContext("2d");
    pen?.fillRect(2, 2, 5, 5);
  });
  await expect.poll(pictures).toBe(2);
});

test("style sheets that scripts adopt are told, also those pushed onto the list", async ({
  page,
}) => {
  const html = `<!doctype html><html><head></head><body><div id="host"></div><p id="p">x</p></body></html>`;
  const lone = await shared(page, html);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("p { border: solid var(--w); border-top: 0; color: rebeccapurple }");
    document.adoptedStyleSheets = [sheet];
  });
  await lone.told("border: solid var(--w)");
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("p { outline: 1px solid salmon }");
    document.adoptedStyleSheets.push(sheet);
    document.querySelector("#p")?.append("y");
  });
  await lone.told("salmon");
});
