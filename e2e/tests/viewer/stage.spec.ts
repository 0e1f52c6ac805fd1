/** Where the mirror stands, what is drawn over it, and what the agent does there. */
import { Press } from "@userview/protocol/content";
import {
  documentOf,
  element,
  expect,
  type LabNode,
  op,
  page,
  shadow,
  type Told,
  test,
  type Viewer,
  viewport,
} from "../../src/replay-page.ts";

const BOX = "position:absolute;left:100px;top:50px;width:200px;height:100px;background:red";

/** Shows a page and waits until it is in view. */
async function show(
  viewer: Viewer,
  body: LabNode[],
  size: { width?: number; height?: number } = {},
): Promise<void> {
  viewer.connection.start({ page: 4, epoch: 9 });
  viewer.connection.snapshot(page(body, size));
  await viewer.expectStatus("live");
}

async function actions(viewer: Viewer): Promise<Record<string, unknown>[]> {
  return (await viewer.told("input")).map((told) => told["action"] as Record<string, unknown>);
}

async function placed(
  viewer: Viewer,
): Promise<{ x: number; y: number; width: number; height: number } | null> {
  return viewer.frame.locator(".mirror iframe").boundingBox();
}

async function lastPage(viewer: Viewer): Promise<Told | undefined> {
  return (await viewer.told("page")).at(-1);
}

test("page_only stands at the top left at 100 %, and is scaled when the window is too small", async ({
  viewer,
}) => {
  await show(viewer, [element("div", { style: BOX })]);
  expect(await placed(viewer)).toEqual({ x: 0, y: 0, width: 800, height: 600 });
  await viewer.page.setViewportSize({ width: 400, height: 600 });
  await expect.poll(() => lastPage(viewer)).toMatchObject({ scale: 0.5 });
  expect(await placed(viewer)).toEqual({ x: 0, y: 0, width: 400, height: 300 });
  await viewer.page.setViewportSize({ width: 800, height: 600 });
  await expect.poll(() => lastPage(viewer)).toMatchObject({ scale: 1 });
  expect(await placed(viewer)).toEqual({ x: 0, y: 0, width: 800, height: 600 });
});

test("fit is centred and never larger than 100 %; actual scrolls", async ({ viewer }) => {
  await show(viewer, [element("div", { style: BOX })], { width: 1000, height: 500 });
  await viewer.tell({ type: "fit", mode: "fit" });
  await expect.poll(() => placed(viewer)).toEqual({ x: 140, y: 150, width: 1000, height: 500 });
  await viewer.page.setViewportSize({ width: 500, height: 500 });
  await expect.poll(() => placed(viewer)).toEqual({ x: 0, y: 125, width: 500, height: 250 });
  await viewer.tell({ type: "fit", mode: "actual" });
  await expect.poll(async () => (await placed(viewer))?.width).toBe(1000);
  await viewer.page.mouse.move(250, 250);
  await viewer.page.mouse.wheel(300, 0);
  await expect.poll(async () => (await placed(viewer))?.x).toBe(-300);
});

test("around the mirror it is dark where the agent prefers that; behind the page it stays white", async ({
  viewer,
}) => {
  await show(viewer, [element("i", {}, "a page without a background")]);
  const stage = viewer.frame.locator(".stage");
  const brightness = () =>
    stage.evaluate((around) => {
      const parts = getComputedStyle(around).backgroundColor.match(/\d+/g) ?? [];
      return Math.max(...parts.map(Number));
    });
  expect(await brightness()).toBeGreaterThan(200);
  await viewer.page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(brightness).toBeLessThan(60);
  const mirror = viewer.frame.locator(".mirror iframe");
  await expect(mirror).toHaveCSS("background-color", "rgb(255, 255, 255)");
});

test("the visitor's new window size is the mirror's", async ({ viewer }) => {
  await show(viewer, [element("div", { style: "height:100%" })]);
  viewer.connection.changes(viewport(640, 360));
  await expect.poll(() => placed(viewer)).toEqual({ x: 0, y: 0, width: 640, height: 360 });
  await expect.poll(() => lastPage(viewer)).toMatchObject({ width: 640, height: 360 });
});

test("a click names node and place, at any scale, in shadow trees and nested frames", async ({
  viewer,
}) => {
  const box = element("div", { style: BOX });
  const inShadow = element("b", { style: `${BOX};left:400px` });
  const slot = element("slot", { name: "s" });
  const holder = element("span", { style: "position:absolute;left:600px;top:300px" }, slot);
  const slotted = element("em", { slot: "s", style: "display:contents" }, "slotted text");
  const host = element("section", {}, shadow(inShadow, holder), slotted);
  const frame = element("iframe", {
    style:
      "position:absolute;left:100px;top:300px;width:300px;height:200px;border:5px solid;padding:7px",
  });
  await show(viewer, [box, host, frame]);
  const inFrame = element("i", { style: `${BOX};left:10px;top:20px` });
  viewer.connection.changes(documentOf(frame.id, [inFrame]));
  await expect(viewer.mirror.frameLocator("iframe").locator("i")).toBeVisible();
  await viewer.takeControl();

  await viewer.page.mouse.click(110, 60);
  await viewer.page.mouse.click(410, 60);
  await viewer.page.mouse.click(142, 352);
  await viewer.page.mouse.click(605, 305);
  await viewer.page.setViewportSize({ width: 400, height: 300 });
  await expect.poll(() => lastPage(viewer)).toMatchObject({ scale: 0.5 });
  await viewer.page.keyboard.down("Shift");
  await viewer.page.mouse.click(55, 30);
  await viewer.page.keyboard.up("Shift");
  await expect.poll(async () => (await actions(viewer)).length).toBe(10);
  const common = { kind: "mouse", button: 0, clicks: 1 };
  const seen = await actions(viewer);
  const expected = [
    { node: box.id, x: 110, y: 60, offset_x: 10, offset_y: 10 },
    { node: inShadow.id, x: 410, y: 60, offset_x: 10, offset_y: 10 },
    { node: inFrame.id, x: 142, y: 352, offset_x: 20, offset_y: 20 },
    { node: holder.id, x: 605, y: 305, offset_x: 5, offset_y: 5 },
    { node: box.id, x: 110, y: 60, offset_x: 10, offset_y: 10 },
  ];
  for (const [index, place] of expected.entries()) {
    expect(seen[index * 2]).toMatchObject({ ...common, phase: "down", ...place });
    expect(seen[index * 2 + 1]).toMatchObject({ ...common, phase: "up", ...place });
  }
  expect(seen[8]?.["modifiers"]).toEqual({ alt: false, ctrl: false, meta: false, shift: true });
  const [first, second] = await viewer.told("input");
  expect(first).toMatchObject({ id: 1, page: 4, epoch: 9 });
  expect(second).toMatchObject({ id: 2, page: 4, epoch: 9 });
});

test("the cursor over the mirror is the one that the page wants, while in control", async ({
  viewer,
}) => {
  await show(viewer, [element("a", { href: "https://x.example/", style: BOX }, "link")]);
  const layer = viewer.frame.locator(".layer");
  await viewer.page.mouse.move(150, 80);
  await expect(layer).not.toHaveCSS("cursor", "pointer");
  await viewer.takeControl();
  await viewer.page.mouse.move(151, 80);
  await expect(layer).toHaveCSS("cursor", "pointer");
  await viewer.page.mouse.move(500, 400);
  await expect(layer).toHaveCSS("cursor", "auto");
});

test("without control only the pointer is told, at most 30 times a second", async ({ viewer }) => {
  await show(viewer, [element("div", { style: BOX })]);
  await viewer.page.mouse.click(150, 80);
  await viewer.page.keyboard.type("x");
  const begun = Date.now();
  for (let step = 0; step < 60; step++) await viewer.page.mouse.move(150 + step, 80);
  await expect
    .poll(async () => (await viewer.told("pointer")).at(-1))
    .toMatchObject({ x: 209, y: 80, visible: true });
  const allowed = ((Date.now() - begun) / 1000) * 30 + 3;
  expect((await viewer.told("pointer")).length).toBeLessThanOrEqual(allowed);
  expect(await viewer.told("input")).toEqual([]);
});

test("the wheel scrolls the pane under it, or the page", async ({ viewer }) => {
  const pane = element(
    "div",
    { style: "width:300px;height:200px;overflow:auto" },
    element("div", { style: "height:1000px;width:100px" }),
  );
  await show(viewer, [pane, element("div", { style: "height:3000px" })]);
  await viewer.takeControl();
  await viewer.page.mouse.move(100, 100);
  await viewer.page.mouse.wheel(0, 120);
  await viewer.page.mouse.wheel(0, 120);
  await expect
    .poll(async () => (await actions(viewer)).at(-1))
    .toMatchObject({ kind: "scroll", delta_x: 0, x: 100, y: 100 });
  const turned = async () => {
    const scrolls = (await actions(viewer)).filter(({ kind }) => kind === "scroll");
    return scrolls.reduce((sum, { delta_y: by }) => sum + Number(by), 0);
  };
  await expect.poll(turned).toBe(240);
  viewer.connection.changes(op("scroll", pane.id, 0, 800));
  await expect
    .poll(() =>
      viewer.mirror
        .locator("div")
        .first()
        .evaluate((div) => div.scrollTop),
    )
    .toBe(800);
  await viewer.page.mouse.move(500, 400);
  await viewer.page.mouse.wheel(0, 100);
  await expect
    .poll(async () => (await actions(viewer)).at(-1))
    .toMatchObject({ kind: "scroll", x: 500, y: 400, delta_y: 100 });
});

test("keys, pasted and composed text, and Escape", async ({ viewer, browserName }) => {
  expect(browserName).toBe("chromium");
  await show(viewer, [element("input", { style: BOX })]);
  await viewer.takeControl();
  await viewer.page.mouse.click(150, 80);
  await viewer.page.keyboard.press("a");
  await viewer.page.keyboard.press("Control+Enter");
  await viewer.page.keyboard.press("F5");
  await viewer.page.keyboard.insertText("こんにちは");
  const field = viewer.frame.locator("textarea");
  await field.evaluate((target) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "pasted ".repeat(2000));
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true }));
  });
  await viewer.page.keyboard.press("Escape");
  await viewer.page.keyboard.press("Shift+Escape");
  await expect.poll(() => viewer.told("shortcut")).toEqual([{ type: "shortcut", key: "Escape" }]);
  const typed = (await actions(viewer)).filter(({ kind }) => kind !== "mouse");
  const none = { alt: false, ctrl: false, meta: false, shift: false };
  expect(typed.slice(0, 3)).toEqual([
    { kind: "key", key: "a", code: "KeyA", modifiers: none },
    { kind: "key", key: "Enter", code: "Enter", modifiers: { ...none, ctrl: true } },
    { kind: "text", text: "こんにちは", pasted: false },
  ]);
  const pasted = typed.slice(3, 5);
  expect(pasted.map(({ text }) => (text as string).length)).toEqual([10_000, 4000]);
  expect(pasted.every((one) => one["pasted"] === true)).toBe(true);
  expect(typed.slice(5)).toEqual([{ kind: "key", key: "Escape", code: "Escape", modifiers: none }]);
});

test("selects and pickers open over the mirror", async ({ viewer }) => {
  const select = element(
    "select",
    { style: BOX },
    element("option", { value: "s" }, "Small"),
    element("option", { value: "l", selected: "" }, "Large"),
  );
  const date = element("input", { type: "date", value: "2024-02-03", style: `${BOX};left:400px` });
  await show(viewer, [select, date]);
  await viewer.takeControl();
  await viewer.page.mouse.click(150, 80);
  const chooser = viewer.frame.locator("[data-userview-overlay] .chooser");
  await expect(chooser.locator("select")).toHaveValue("l");
  await chooser.locator("option", { hasText: "Small" }).click();
  await expect(chooser).toHaveCount(0);
  await viewer.page.keyboard.press("x");
  await viewer.page.mouse.click(450, 80);
  await chooser.locator("input").fill("2025-12-31");
  await chooser.getByRole("button", { name: "Set" }).click();
  await expect
    .poll(() => actions(viewer))
    .toEqual([
      { kind: "choose", node: select.id, values: ["s"] },
      expect.objectContaining({ kind: "key", key: "x" }),
      { kind: "choose", node: date.id, values: ["2025-12-31"] },
    ]);
});

test("pointers, clicks and refusals are overlays; gaps are marked", async ({ viewer }) => {
  const broken = element("img", { src: "https://other.example/x.png", style: BOX });
  await show(viewer, [broken]);
  const overlay = viewer.frame.locator("[data-userview-overlay]");
  await expect(overlay.locator(".gap")).toHaveText("Not available here");
  viewer.connection.changes(op("press", broken.id, 30, 40, Press.click));
  await expect(overlay.locator(".pointer")).toHaveCount(1);
  await viewer.tell({
    type: "pointer",
    agent: "p1",
    name: "Ada",
    color: 2,
    x: 70,
    y: 80,
    visible: true,
  });
  await viewer.tell({
    type: "pointer",
    agent: "p2",
    name: "Bob",
    color: 3,
    x: 7,
    y: 8,
    visible: true,
  });
  await expect(overlay.locator(".pointer span")).toHaveText(["Ada", "Bob"]);
  await viewer.tell({ type: "pointers", agents: [{ id: "p2", name: "Bob", color: 3 }] });
  await expect(overlay.locator(".pointer span")).toHaveText(["Bob"]);
  await viewer.takeControl();
  await viewer.page.mouse.click(150, 80);
  await viewer.tell({ type: "refused", id: 1, reason: "covered" });
  await expect(overlay.locator(".notice")).toHaveText("Something else is in front of this");
});
