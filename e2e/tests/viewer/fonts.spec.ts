/** What scripts make for documents to use, and take back again: fonts and constructed style sheets. */
import type { Locator } from "@playwright/test";
import {
  documentOf,
  element,
  expect,
  newId,
  op,
  page,
  sheet,
  test,
} from "../../src/replay-page.ts";

test("fonts that scripts made belong to one document each, and go again; so do constructed sheets", async ({
  viewer,
}) => {
  const frame = element("iframe");
  const [own, framed, sheetId] = [newId(), newId(), newId()];
  const [first, second, third] = [newId(), newId(), newId()];
  const source = "userview-asset:none";
  const families = (root: Locator): Promise<string[]> =>
    root.evaluate(({ ownerDocument: { fonts } }) => [...fonts].map(({ family }) => family));
  viewer.connection.start();
  viewer.connection.snapshot(
    page([element("p", {}, "words"), frame], { id: own }),
    op("font", first, own, "First", source, 0),
    op("font", second, own, "Second", source, 1, "weight", "700"),
    sheet(sheetId, "p { color: red }"),
    op("adopt", own, 1, sheetId),
  );
  const outer = viewer.mirror.locator("html");
  const inner = viewer.mirror.frameLocator("iframe").locator("html");
  await expect.poll(() => families(outer)).toEqual(["First", "Second"]);
  viewer.connection.changes(
    documentOf(frame.id, [element("u", {}, "framed")], { id: framed }),
    op("font", third, framed, "Third", source, 0),
    op("removeFont", first),
    op("adopt", own, 0),
    op("forgetSheet", sheetId),
  );
  await expect.poll(() => families(inner)).toEqual(["Third"]);
  expect(await families(outer)).toEqual(["Second"]);
  // Another document in the same frame has none; what is forgotten cannot be adopted.
  viewer.connection.changes(
    documentOf(frame.id, [element("u", {}, "another")]),
    op("removeFont", third),
    op("adopt", own, 1, sheetId),
  );
  await expect(inner.locator("u")).toHaveText("another");
  expect(await families(inner)).toEqual([]);
  await expect(viewer.mirror.locator("p")).toHaveCSS("color", "rgb(0, 0, 0)");
});

test("a page comes into view when its fonts are there, or after 150 ms; the first one too", async ({
  viewer,
  lab,
}) => {
  const { clock } = viewer.page;
  const show = async (id: string): Promise<void> => {
    const style = element("style");
    const font = `url("userview-asset:${id}")`;
    viewer.connection.start();
    viewer.connection.snapshot(
      page([element("p", {}, id)], { head: [style] }),
      sheet(style.id, `@font-face { font-family: F; src: ${font} } p { font-family: F }`),
    );
    await expect.poll(() => lab.asked.some((path) => path.endsWith(`/${id}`))).toBe(true);
  };
  const shown = viewer.mirror.locator("p");
  await clock.install();
  await clock.pauseAt(Date.now() + 60_000);
  await show("comes");
  await clock.runFor(100);
  expect(await shown.count()).toBe(0);
  lab.addAsset("comes", { type: "font/woff2", body: Buffer.from("no font") });
  // Known to be none it is waited for no longer.
  let passed = 100;
  const wait = async (): Promise<number> => {
    await clock.runFor(5);
    passed += 5;
    return shown.count();
  };
  await expect.poll(wait, { intervals: [200] }).toBe(1);
  expect(passed).toBeLessThan(150);
  await expect(shown).toHaveText("comes");
  await show("never");
  await clock.runFor(140);
  await expect(shown).toHaveText("comes");
  await clock.runFor(30);
  await expect(shown).toHaveText("never");
});
