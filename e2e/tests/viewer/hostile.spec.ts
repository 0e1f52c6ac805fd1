/** Pages that want to act in the agent's browser: nothing in them runs, loads, submits, navigates or takes the focus. */
import { DocumentMode, Namespace, Op } from "@userview/protocol/content";
import { RUN } from "../../src/hostile/run.ts";
import {
  add,
  attributes,
  documentOf,
  element,
  expect,
  type LabNode,
  move,
  newId,
  op,
  page,
  remove,
  setText,
  test,
  viewport,
  type Write,
} from "../../src/replay-page.ts";

test("a nested frame's document gets the same sandbox and the same policy", async ({
  viewer,
  lab,
}) => {
  const frame = element("iframe", { sandbox: "allow-scripts", src: lab.elsewhere("frame") });
  viewer.connection.start();
  viewer.connection.snapshot(page([frame]));
  const inner = [
    element("p", { id: "inner" }, "inside"),
    element("script", {}, RUN),
    element("img", { src: lab.elsewhere("inner"), onerror: RUN }),
  ];
  viewer.connection.changes(documentOf(frame.id, inner));
  const nested = viewer.mirror.frameLocator("iframe");
  await expect(nested.locator("#inner")).toHaveText("inside");
  await expect(viewer.mirror.locator("iframe")).toHaveAttribute("sandbox", "allow-same-origin");
  expect(lab.leaked).toEqual([]);
});

test("clicks and keys of the agent never reach the mirrored page itself", async ({
  viewer,
  lab,
}) => {
  viewer.connection.start();
  viewer.connection.snapshot(
    page([
      element("a", { href: lab.elsewhere("link"), style: "display:block;height:100px" }, "link"),
      element(
        "form",
        { action: lab.elsewhere("form") },
        element("button", { style: "display:block;width:300px;height:100px" }, "send"),
      ),
      element("input", { autofocus: "", id: "field" }),
    ]),
  );
  await expect(viewer.mirror.locator("a")).toHaveText("link");
  await viewer.takeControl();
  await viewer.page.mouse.click(40, 60);
  await viewer.page.mouse.click(40, 60, { button: "middle" });
  await viewer.page.mouse.click(40, 170);
  await viewer.page.keyboard.press("Enter");
  await viewer.page.keyboard.press("Tab");
  await expect.poll(async () => (await viewer.told("input")).length).toBe(8);
  expect(
    await viewer.mirror
      .locator("body")
      .evaluate((body) => body.ownerDocument.activeElement?.localName),
  ).toBe("body");
  expect(viewer.page.url()).toBe(lab.holderUrl);
  expect(viewer.page.context().pages()).toHaveLength(1);
  expect(lab.leaked).toEqual([]);
});

/** A page of so many elements, each in the one before it. */
function nested(levels: number): Write {
  return (writer) => {
    writer.ints(Op.document, 0, DocumentMode.standards);
    for (let level = 0; level < levels; level++)
      writer.ints(Op.element, Namespace.html).text("div").int(0);
    writer.ints(Op.up, levels + 1);
  };
}

/** Half as many elements in each other as may be, and a few more. */
function half(): { top: LabNode; bottom: LabNode } {
  const bottom = element("div");
  let top = bottom;
  for (let level = 0; level < 260; level++) top = element("div", {}, top);
  return { top, bottom };
}

test("what is no page content costs a fresh start and nothing else", async ({ viewer }) => {
  const { connection } = viewer;
  const broken: readonly unknown[][] = [
    [99],
    [1, 0],
    [2, 0, "p", -1],
    [2, 0, "p", 1, "class", null],
    [3, "nowhere"],
    [6, 1],
    [7, 0, 8, 1, 0, 3, "x"],
    [8, 1, 0],
    [8, 1, 0, 2, 0, "p", 0],
    [15, 1, -1, 0, ""],
    [32, 1, "left", 0],
    ["text"],
  ];
  for (const [index, tokens] of broken.entries()) {
    connection.start({ epoch: index + 1 });
    connection.snapshot(page([element("p", {}, `before ${index}`)]));
    await expect(viewer.mirror.locator("p")).toHaveText(`before ${index}`);
    connection.content(2, JSON.stringify(tokens), false);
    await expect.poll(() => connection.said.length, { message: `${tokens}` }).toBe(index + 1);
  }
  // Ids that nothing has are no reason to begin anew: a page may have forgotten them meanwhile.
  connection.start({ epoch: 99 });
  connection.snapshot(page([element("p", {}, "still here")]));
  const nothing = newId();
  connection.changes(
    remove(nothing),
    move(nothing, 1),
    setText(nothing, "x"),
    attributes(nothing, { class: "x" }),
    add(nothing, element("b", {}, "lost")),
    documentOf(nothing, [element("b", {}, "lost")]),
    op("insertRule", nothing, 0, "a{}"),
    op("adopt", nothing, 1, nothing),
    op("control", nothing, 0, "x"),
    op("choose", nothing, 1, 0),
    op("scroll", nothing, 0, 0),
    op("media", nothing, 0, 0, 1),
    op("picture", nothing, 0, 0, 1, 1, ""),
    op("layer", nothing, 2),
    op("states", nothing, 1, "x"),
    op("userInvalid", nothing, 1),
    op("hold", nothing, 9, 9),
    op("animate", 1, nothing, "", "[]", "{}", 1, 0, 1),
    op("animation", 2, 1, 0, 1),
    op("pointer", nothing, 1, 1, 0),
    op("press", nothing, 1, 1, 2),
    op("focus", nothing, 1),
    op("selection", 1, nothing, 0, nothing, 1),
    op("highlight", "x", 0, 1, nothing, 0, nothing, 1),
    op("target", nothing),
    add(1, element("b", {}, "no place for a second root")),
  );
  connection.changes(viewport(640, 480));
  await expect.poll(async () => (await viewer.told("page")).at(-1)).toMatchObject({ width: 640 });
  expect(connection.said).toHaveLength(broken.length);
});

test("a page that is too large is refused with a reason", async ({ viewer }) => {
  const { connection } = viewer;
  const reason = async () => (await viewer.told("status")).at(-1)?.["detail"];
  for (const [epoch, levels] of [520, 10_000].entries()) {
    connection.start({ epoch: 10 + epoch });
    connection.snapshot(nested(levels));
    await expect.poll(reason).toContain("nested deeper than 512");
    connection.start({ epoch: 20 + epoch });
    connection.snapshot(page([element("p", {}, "in between")]));
    await viewer.expectStatus("live");
  }
  const [outer, inner] = [half(), half()];
  connection.start();
  connection.snapshot(page([outer.top, inner.top]));
  connection.changes(move(inner.top.id, outer.bottom.id));
  await expect.poll(reason).toContain("nested deeper than 512");

  connection.start({ epoch: 2 });
  const many = Array.from({ length: 260_000 }, () => element("b"));
  connection.snapshot(page(many));
  await expect.poll(reason).toContain("more than 250,000 elements");

  connection.start({ epoch: 3 });
  const sheets = page([element("style", {}, `a{color:red}${" ".repeat(6 * 1024 * 1024)}`)]);
  connection.content(1, connection.snapshotText(sheets), false);
  await expect.poll(reason).toContain("more than 5 MiB of style sheets");

  connection.start({ epoch: 4 });
  connection.content(1, Buffer.alloc(64 * 1024 * 1024, "["), true);
  await expect.poll(() => connection.said.at(-1)?.type).toBe("stream.restart");

  connection.start({ epoch: 5 });
  connection.snapshot(page([element("p", {}, "small again")]));
  await expect(viewer.mirror.locator("p")).toHaveText("small again");
  await viewer.expectStatus("live");
});
