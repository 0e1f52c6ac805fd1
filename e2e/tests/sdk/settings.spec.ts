/** Rule P6: the team's settings hold at once, in a page that is open and in a session that runs. */
import { expect, test } from "../../fixtures/index.ts";
import { KEY, LonePage, SERVER } from "../../src/lone-page.ts";
import { TEAM_DEFAULTS } from "../../src/team-settings.ts";

const TAG = `<script src="${SERVER}/${KEY}.js"></script>`;
const HTML = `<!doctype html><html><head><title>Shop</title></head><body>
<p class="account">Account of CANARY-name</p>
<h2 class="open">Opening hours</h2>
<p id="mail">Write to canary@example.com or call +49 30 1234567, since 2024-11-22.</p>
<label>Note <input id="note" name="note" value="CANARY-note" placeholder="CANARY-hint"></label>
<input id="search" class="open" value="kites">
<select id="size"><option>small</option><option selected>large</option></select>
<button id="buy" title="CANARY-title">Buy CANARY-button</button>
<p contenteditable="true">CANARY-editable</p>
<a href="/patients/4711/letters?order_id=4711">Letters</a>
</body></html>`;

test("P6: what is masked now is told again before anything else, and is not told any more", async ({
  page,
}) => {
  const lone = await LonePage.open(page, { html: HTML });
  await lone.welcomed();
  await lone.share();
  await lone.told("CANARY-name");
  const before = lone.snapshots();
  lone.send({ type: "settings", settings: { ...TEAM_DEFAULTS, masked_elements: [".account"] } });
  await expect.poll(() => lone.snapshots()).toBe(before + 1);
  const after = lone.content().length;
  await page.evaluate(() => {
    const account = document.querySelector(".account") as HTMLElement;
    account.textContent = "Now CANARY-other";
    document.body.append("END-1");
  });
  await lone.told("END-1");
  expect(lone.content().slice(after)).not.toContain("CANARY-other");
  // Settings that hide nothing else are no reason to tell the page again.
  lone.send({
    type: "settings",
    settings: { ...TEAM_DEFAULTS, masked_elements: [".account"], allow_remote_type: false },
  });
  await page.evaluate(() => document.body.append("END-2"));
  await lone.told("END-2");
  expect(lone.snapshots()).toBe(before + 1);
});

test("P6: permissions and the stop button follow the settings, and the page can only narrow them", async ({
  page,
}) => {
  const head = `<script>UserView("init", { allowRemoteScroll: false });</script>`;
  const lone = await LonePage.open(page, { html: HTML, head: `${TAG}${head}` });
  await lone.welcomed();
  await lone.share();
  await lone.told("Opening hours");
  const stop = page.getByRole("button", { name: "Stop sharing" });
  await expect(stop).toBeVisible();
  lone.send({ type: "settings", settings: { ...TEAM_DEFAULTS, show_terminate_button: false } });
  await expect(stop).toBeHidden();
  lone.send({ type: "settings", settings: TEAM_DEFAULTS });
  await expect(stop).toBeVisible();
  await page.evaluate(() =>
    (window as unknown as { UserView(name: string, options: object): void }).UserView("init", {
      showTerminateButton: false,
    }),
  );
  await expect(stop).toBeHidden();
});

test("P6: the texts are the page's, else the team's, else the SDK's own, and follow at once", async ({
  page,
}) => {
  const words = { stop: "Schluss" };
  const head = `<script>UserView("init", { translations: ${JSON.stringify(words)} });</script>`;
  const lone = await LonePage.open(page, {
    html: HTML,
    head: `${TAG}${head}`,
    settings: { translations: { stop: "Genug", watching: "{%names%} schaut zu" } } as never,
  });
  await lone.welcomed();
  await lone.share();
  const region = page.locator("[data-userview-ui]").getByRole("region");
  await expect(region.getByRole("button", { name: "Schluss" })).toBeVisible();
  await expect(region).toContainText("schaut zu");
  await expect(region).toHaveAccessibleName("Screen sharing");
  const translations = { watching: "{%names%} is looking on", bar_label: "Sharing" };
  lone.send({ type: "settings", settings: { ...TEAM_DEFAULTS, translations } });
  await expect(region).toContainText("is looking on");
  await expect(region).toHaveAccessibleName("Sharing");
  await expect(region.getByRole("button", { name: "Schluss" })).toBeVisible();
});

for (const [what, settings, hidden, shown] of [
  [
    "mask_all_text",
    { mask_all_text: true, unmasked_elements: [".open"] },
    ["CANARY", "canary@example.com", "Letters"],
    ["Opening hours", "kites"],
  ],
  [
    "mask_all_inputs",
    { mask_all_inputs: true, unmasked_elements: [".open"] },
    ["CANARY-note", "CANARY-hint", "CANARY-editable"],
    ["CANARY-name", "kites", "canary@example.com"],
  ],
  [
    "hide_private_details",
    { hide_private_details: true },
    ["canary@example.com", "1234567"],
    ["CANARY-name", "2024-11-22", "kites"],
  ],
  [
    "url_scrubbing",
    { url_scrubbing: { parameters: ["order*"], paths: ["/patients/*"] } },
    ["/patients/4711", "order_id=4711"],
    ["/patients/***/letters?order_id=***"],
  ],
] as const) {
  test(`P6: ${what} hides what it says and no more`, async ({ page }) => {
    const lone = await LonePage.open(page, {
      html: HTML,
      settings: structuredClone(settings) as never,
    });
    await lone.welcomed();
    await lone.share();
    for (const text of shown) await lone.told(text);
    await page.locator("#note").fill("CANARY-note CANARY-hint");
    await page.locator("#search").fill("kites END-fields");
    await lone.told("END-fields");
    for (const text of hidden) expect(lone.content()).not.toContain(text);
  });
}

test("P6: the page's own exceptions count for its own masks alone", async ({ page }) => {
  const head = `<script>UserView("init", { unmaskedElements: [".account"] });</script>`;
  const lone = await LonePage.open(page, {
    html: HTML,
    head: `${TAG}${head}`,
    settings: { mask_all_text: true, unmasked_elements: [".open"] },
  });
  await lone.welcomed();
  await lone.share();
  await lone.told("Opening hours");
  expect(lone.content()).not.toContain("CANARY");
});

test("P6: an exception that ends while the page is mirrored ends in the mirror", async ({
  page,
}) => {
  const lone = await LonePage.open(page, {
    html: HTML,
    settings: { mask_all_text: true, unmasked_elements: [".open"] },
  });
  await lone.welcomed();
  await lone.share();
  await lone.told("Opening hours");
  const before = lone.content().length;
  await page.evaluate(() => document.querySelector("h2.open")?.removeAttribute("class"));
  await lone.told("******* *****");
  expect(lone.content().slice(before)).not.toContain("Opening hours");
});

test("P6: an exception that cannot be read leaves nothing readable", async ({ page }) => {
  const lone = await LonePage.open(page, {
    html: HTML,
    settings: { mask_all_text: true, unmasked_elements: [".open", ":::"] },
  });
  await lone.welcomed();
  await lone.share();
  await lone.told("******* *****");
  expect(lone.content()).not.toContain("Opening hours");
  expect(lone.console.join("\n")).toContain('unmaskedElements: ":::" is no CSS selector');
});

test("P6: the end of sharing is said in the team's words", async ({ page }) => {
  const lone = await LonePage.open(page, {
    html: HTML,
    settings: { end_of_screenshare_message: "Thank you for visiting {%currentDomain%}" },
  });
  await lone.welcomed();
  await lone.share();
  await lone.told("Opening hours");
  await page.getByRole("button", { name: "Stop sharing" }).click();
  await expect(page.getByText("Thank you for visiting shop.test")).toBeVisible();
});
