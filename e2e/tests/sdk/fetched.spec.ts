/** What the page names for the server to fetch, and what it uploads itself (rule F4). */
import { expect, test } from "../../fixtures/index.ts";
import { LonePage, type LonePageOptions, type NamedAsset, SITE } from "../../src/lone-page.ts";

const CDN = "http://cdn.test";
const svg = (width: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20"><rect width="${width}" height="20"/></svg>`;
const picture = (width: number) => ({ type: "image/svg+xml", body: svg(width) });

const FILES = { "/own.svg": picture(31), "/avatars/me.svg": picture(32) };

const PAGE = `<!doctype html><html><head></head><body>
<div style="height: 3000px"><img id="own" src="/own.svg"><img id="other" src="${CDN}/other.svg?signature=x"></div>
<img id="far" src="${CDN}/far.svg"><p class="no-userview"><img src="${CDN}/masked.svg" width="9" height="9"></p>
<p><img id="made" width="10"></p><script>
  made.src = URL.createObjectURL(new Blob(['${svg(33)}'], { type: "image/svg+xml" }));
</script></body></html>`;

type Page = Parameters<typeof LonePage.open>[0];

async function shared(page: Page, options: Partial<LonePageOptions>): Promise<LonePage> {
  // Another origin that lets nobody read what it shows.
  await page.route(`${CDN}/**`, (route) =>
    route.fulfill({
      contentType: "image/svg+xml",
      headers: { "Access-Control-Allow-Origin": "http://nobody.test" },
      body: svg(40),
    }),
  );
  const lone = await LonePage.open(page, { html: PAGE, files: FILES, ...options });
  await page.waitForLoadState("networkidle");
  await lone.welcomed();
  await lone.share();
  return lone;
}

function paths(named: readonly NamedAsset[]): string[] {
  return named.map(({ url }) => url.replace(SITE, ""));
}

test("F4: public pictures are named, on the screen first, and what only the browser has is uploaded", async ({
  page,
}) => {
  const lone = await shared(page, { fetches: () => true });
  await expect.poll(() => lone.named.length).toBe(3);
  expect(paths(lone.named)).toEqual(["/own.svg", `${CDN}/other.svg?signature=x`, `${CDN}/far.svg`]);
  const [own, other] = lone.named;
  expect(own?.bytes, "what the own site gave this visitor").toBe(svg(31).length);
  expect(other, "the browser may not say").not.toHaveProperty("bytes");
  await expect.poll(() => lone.uploads.length).toBe(1);
  expect(lone.uploads[0]?.bytes).toBe(svg(33).length);
  for (const { id } of lone.named) expect(lone.content()).toContain(`userview-asset:${id}`);
  expect(lone.content()).not.toContain("signature");
});

test("F4: what the server has not got is uploaded, and told as missing when the browser may not read it", async ({
  page,
}) => {
  const lone = await shared(page, { fetches: () => false });
  await expect.poll(() => lone.uploads.length).toBe(2);
  const own = lone.named.find(({ url }) => url.endsWith("/own.svg"));
  expect(lone.uploads.map(({ id }) => id)).toContain(own?.id);
  await expect.poll(() => lone.missing.length).toBe(2);
  expect(lone.named.length).toBe(3);
});

test("F4: a server that fetches nothing gets everything that can be read", async ({ page }) => {
  const lone = await shared(page, {});
  await expect.poll(() => lone.uploads.length).toBe(2);
  await expect.poll(() => lone.missing.length).toBe(2);
});

test("F4: what team or page names by proxyAssets is uploaded unasked", async ({ page }) => {
  const head = `<script src="http://userview.test/pk_abcdefghijklmnopqrstuvwx.js"></script>
    <script>UserView("init", { proxyAssets: ["/avatars/*"] })</script>`;
  const lone = await shared(page, {
    fetches: () => true,
    head,
    settings: { proxy_assets: ["*/own.svg"] },
    html: PAGE.replace("<body>", '<body><img src="/avatars/me.svg">'),
  });
  await expect.poll(() => lone.uploads.length).toBe(3);
  await expect.poll(() => lone.named.length).toBe(2);
  expect(paths(lone.named).every((url) => url.startsWith(CDN))).toBe(true);
});

test("F4: the next page of the session asks for nothing again", async ({ page }) => {
  const lone = await shared(page, { fetches: () => true });
  await expect.poll(() => lone.named.length).toBe(3);
  await page.evaluate(() => {
    const again = document.querySelector("#own")?.cloneNode() as Element;
    document.body.append(again, "mark");
  });
  await lone.told("mark");
  lone.capture();
  await expect.poll(() => lone.snapshots()).toBe(2);
  await page.evaluate((url) => {
    const image = new Image();
    image.src = url;
    document.body.prepend(image);
  }, `${CDN}/new.svg`);
  await expect.poll(() => lone.named.length).toBe(4);
  expect(lone.named.at(-1)?.url).toBe(`${CDN}/new.svg`);
});
