/** Pages of other sites in frames, as the viewer shows them: each a page of its own, believed no more than any other. */
import type { FrameLocator } from "@playwright/test";
import {
  add,
  element,
  expect,
  InsetContent,
  type LabNode,
  op,
  page,
  remove,
  setText,
  test,
  text,
  type Viewer,
} from "../../src/replay-page.ts";

const BOX = "position:absolute;left:100px;top:50px;width:300px;height:200px;border:5px solid";
const WORDS = "This part belongs to another site (pay.example) and cannot be shown";

function frame(id = "inner", style = BOX): LabNode {
  return element("iframe", { id, style });
}

/** Shows a page with frames that belong to another site. */
async function show(viewer: Viewer, ...frames: LabNode[]): Promise<void> {
  viewer.connection.start({ page: 4, epoch: 9 });
  const told = frames.map(({ id }) => op("foreign", id, "pay.example"));
  viewer.connection.snapshot(page([element("h1", {}, "Shop"), ...frames]), ...told);
  await viewer.expectStatus("live");
}

function inside(viewer: Viewer, id = "inner"): FrameLocator {
  return viewer.mirror.frameLocator(`#${id}`);
}

test("it is built in its frame with ids and texts of its own, changes, and gives the words their place back", async ({
  viewer,
}) => {
  const host = frame();
  const said = text("Pay here");
  const pay = new InsetContent(17);
  await show(viewer, host);
  await expect(inside(viewer).locator("body")).toHaveText(WORDS);
  viewer.connection.changes(
    pay.begins(host),
    pay.snapshot(page([element("p", { id: "words" }, "first")])),
  );
  await expect(inside(viewer).locator("#words")).toHaveText("first");
  viewer.connection.changes(pay.snapshot(page([said])));
  await expect(inside(viewer).locator("body")).toHaveText("Pay here");
  // The ids of the page around are others' in it: neither reaches into the other.
  viewer.connection.changes(
    setText(said.id, "not this one"),
    pay.changes(setText(said.id, "Paid")),
  );
  await expect(inside(viewer).locator("body")).toHaveText("Paid");
  await expect(viewer.mirror.locator("h1")).toHaveText("Shop");
  viewer.connection.changes(op("insetEnd", 17), pay.changes(setText(said.id, "late")));
  await expect(inside(viewer).locator("body")).toHaveText(WORDS);
  viewer.connection.changes(pay.begins(host), pay.snapshot(page([text("Again")])), remove(host.id));
  await expect(viewer.mirror.locator("iframe")).toHaveCount(0);
  await viewer.expectStatus("live");
});

test("input says which page is meant, in that page's own coordinates, also for keys and what is dragged out of it", async ({
  viewer,
}) => {
  const host = frame();
  const button = element(
    "button",
    { style: "position:absolute;left:20px;top:30px;width:80px;height:40px" },
    "Pay",
  );
  const pay = new InsetContent(17);
  await show(viewer, host);
  viewer.connection.changes(pay.begins(host), pay.snapshot(page([button])));
  await expect(inside(viewer).getByRole("button")).toBeVisible();
  await viewer.takeControl();
  const { mouse, keyboard } = viewer.page;
  await mouse.move(100 + 5 + 20 + 10, 50 + 5 + 30 + 8);
  await mouse.down();
  await mouse.move(10, 20, { steps: 3 });
  await mouse.up();
  await keyboard.press("a");
  await mouse.click(10, 20);
  await keyboard.press("b");
  await expect.poll(async () => (await viewer.told("input")).length).toBeGreaterThanOrEqual(6);
  const inputs = (await viewer.told("input")).map(({ inset, action }) => {
    const { kind, phase, node, x, y, offset_x } = action as Record<string, unknown>;
    return { inset, kind, phase, node, x, y, offset_x };
  });
  const of = (kind: string, phase?: string) =>
    inputs.filter((one) => one.kind === kind && one.phase === phase);
  expect(of("mouse", "down")[0]).toEqual({
    inset: 17,
    kind: "mouse",
    phase: "down",
    node: button.id,
    x: 30,
    y: 38,
    offset_x: 10,
  });
  expect(of("mouse", "up")[0]).toMatchObject({ inset: 17, node: null, x: 10 - 105, y: 20 - 55 });
  expect(of("mouse", "down")[1]).toMatchObject({ inset: null, x: 10, y: 20 });
  expect(of("key").map(({ inset }) => inset)).toEqual([17, null]);
});

test("where the visitor's pointer is in it is shown where it is in the window", async ({
  viewer,
}) => {
  const host = frame();
  const spot = element("div", { style: "height:100px" });
  const pay = new InsetContent(17);
  await show(viewer, host);
  viewer.connection.changes(
    pay.begins(host),
    pay.snapshot(page([spot])),
    pay.changes(op("pointer", spot.id, 40, 60, 0)),
  );
  const pointer = viewer.frame.locator(".pointer").first();
  await expect(pointer).toBeVisible();
  const box = await pointer.boundingBox();
  expect(Math.abs((box?.x ?? 0) - 145)).toBeLessThan(8);
  expect(Math.abs((box?.y ?? 0) - 115)).toBeLessThan(8);
});

test("what a page in a frame says wrong, or too much, takes it away and nothing of the page around it", async ({
  viewer,
}) => {
  const host = frame();
  const wrong: [string, (pay: InsetContent) => ReturnType<InsetContent["snapshot"]>[]][] = [
    ["an unknown op", (pay) => [pay.snapshot(page([]), (writer) => writer.int(99))]],
    ["no document", (pay) => [pay.snapshot(op("title", "x"))]],
    ["an open node", (pay) => [pay.changes(op("at", 1, 0))]],
    [
      "no json",
      (pay) => [op("insetText", pay.number, "{".repeat(200)), op("insetMessage", pay.number, 0)],
    ],
    ["too deep", (pay) => [pay.snapshot(page([deep(600)]))]],
  ];
  await show(viewer, host);
  for (const [name, says] of wrong) {
    const pay = new InsetContent(17);
    viewer.connection.changes(pay.begins(host), pay.snapshot(page([text(`good before ${name}`)])));
    await expect(inside(viewer).locator("body")).toHaveText(`good before ${name}`);
    viewer.connection.changes(...says(pay));
    await expect(inside(viewer).locator("body"), name).toHaveText(WORDS);
    await expect(viewer.mirror.locator("h1")).toHaveText("Shop");
  }
  await viewer.expectStatus("live");
});

test("ops of pages that are not there, of elements that are no frames, and of too many pages are passed over", async ({
  viewer,
}) => {
  const host = frame();
  const no = element("p", {}, "no frame");
  const many = Array.from({ length: 20 }, (_, at) => frame(`many-${at}`, "width:20px;height:20px"));
  await show(viewer, host);
  const strange = new InsetContent(3);
  viewer.connection.changes(
    op("insetEnd", 99),
    strange.snapshot(page([text("nowhere")])),
    add(1, no),
    strange.begins(no),
    op("inset", 999_999, 5),
  );
  const body = element("div", {}, no, ...many);
  viewer.connection.snapshot(page([body]));
  for (const [at, one] of many.entries()) {
    const pay = new InsetContent(100 + at);
    viewer.connection.changes(pay.begins(one), pay.snapshot(page([text(`page ${at}`)])));
  }
  await expect(inside(viewer, "many-15").locator("body")).toHaveText("page 15");
  await expect(inside(viewer, "many-16").locator("body")).toHaveText("");
  await viewer.expectStatus("live");
});

test("pages in frames of pages in frames are shown two deep, and no scripts run in any", async ({
  viewer,
}) => {
  const [first, second, third] = [frame("one"), frame("two"), frame("three")];
  const pages = [new InsetContent(1), new InsetContent(2), new InsetContent(3)] as const;
  await show(viewer, first);
  const script = element("script", {}, "document.title = 'ran'");
  const image = element("img", { src: "x", onerror: "document.title = 'ran'" });
  viewer.connection.changes(
    pages[0].begins(first),
    pages[0].snapshot(
      page([second, script]),
      pages[1].begins(second),
      pages[1].snapshot(
        page([text("deep"), third, image]),
        pages[2].begins(third),
        pages[2].snapshot(page([text("deeper")])),
      ),
    ),
  );
  const two = inside(viewer, "one").frameLocator("#two");
  await expect(two.locator("body")).toContainText("deep");
  await expect(two.frameLocator("#three").locator("body")).toHaveCount(1);
  await expect(two.frameLocator("#three").getByText("deeper")).toHaveCount(0);
  for (const id of ["#one"])
    expect(await viewer.mirror.locator(id).getAttribute("sandbox")).toBe("allow-same-origin");
  await expect(two.locator("img")).not.toHaveAttribute("onerror", /.*/);
  await viewer.expectStatus("live");
});

function deep(levels: number): LabNode {
  let node = element("i", {});
  for (let level = 0; level < levels; level++) node = element("b", {}, node);
  return node;
}
