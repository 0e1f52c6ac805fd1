/** Everything that a page can be, op by op: what the stream says is what the mirror shows. */
import {
  AnimationState,
  ControlFlag,
  digest,
  FocusRing,
  Layer,
  Op,
  PointerKind,
  Press,
} from "@userview/protocol/content";
import { PNG } from "pngjs";
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
  type PageOptions,
  page,
  remove,
  setText,
  shadow,
  sheet,
  test,
  text,
  type Viewer,
  viewport,
  type Write,
} from "../../src/replay-page.ts";

const RED = "rgb(255, 0, 0)";
const GREEN = "rgb(0, 128, 0)";
const BLUE = "rgb(0, 0, 255)";
const BLACK = "rgb(0, 0, 0)";

async function show(viewer: Viewer, body: LabNode[], options: PageOptions = {}): Promise<void> {
  viewer.connection.start();
  viewer.connection.snapshot(page(body, options));
  await viewer.expectStatus("live");
}

/** The colour of a point of the page, as the agent sees it. */
async function pixel(viewer: Viewer, x: number, y: number): Promise<string> {
  const { data } = PNG.sync.read(
    await viewer.page.screenshot({ clip: { x, y, width: 1, height: 1 } }),
  );
  return `rgb(${data[0]}, ${data[1]}, ${data[2]})`;
}

/** A square of one colour. */
function square(color: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="${color}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

test("nodes are moved, replaced, removed and put before others; circles are not made", async ({
  viewer,
}) => {
  const items = ["one", "two", "three"].map((said) => element("li", {}, said));
  const list = element("ul", {}, ...items);
  const [one, two, three] = items.map(({ id }) => id) as [number, number, number];
  await show(viewer, [list]);
  const li = viewer.mirror.locator("li");
  viewer.connection.changes(move(three, list.id, one));
  await expect(li).toHaveText(["three", "one", "two"]);
  const other = element("li", {}, "other");
  viewer.connection.changes(add(list.id, other, one), remove(three));
  await expect(li).toHaveText(["other", "one", "two"]);
  // Nodes that change places: both are taken out before one is put back.
  viewer.connection.changes(
    op("detach", one),
    op("detach", two),
    op("move", one, two, 0),
    op("move", two, list.id, 0),
  );
  await expect(viewer.mirror.locator("li > li")).toHaveText("one");
  viewer.connection.changes(op("move", two, one, 0), (writer) => {
    writer.ints(Op.at, list.id, 0, Op.id, other.id, Op.element, 0).text("li").int(0);
    writer.int(Op.text).text("in its place");
    writer.ints(Op.up, 1);
  });
  await expect(li).toHaveText(["twoone", "one", "in its place"]);
});

test("texts are replaced whole and in part", async ({ viewer }) => {
  const words = text("The quick fox");
  await show(viewer, [element("p", {}, words)]);
  const p = viewer.mirror.locator("p");
  viewer.connection.changes(op("spliceText", words.id, 4, 5, "slow"));
  await expect(p).toHaveText("The slow fox");
  viewer.connection.changes(
    op("spliceText", words.id, 12, 0, "es"),
    op("spliceText", words.id, 99, 1, "x"),
  );
  await expect(p).toHaveText("The slow foxes");
  viewer.connection.changes(setText(words.id, "Gone"));
  await expect(p).toHaveText("Gone");
});

test("style sheets: what a style element says is not what applies; rules come and go", async ({
  viewer,
}) => {
  const style = element("style");
  const link = element("link", { rel: "stylesheet", media: "screen" });
  await show(viewer, [element("p", {}, "words"), element("b", {}, "bold")], {
    head: [style, link],
  });
  const p = viewer.mirror.locator("p");
  const b = viewer.mirror.locator("b");
  viewer.connection.changes(add(style.id, text("p { color: blue }")));
  viewer.connection.changes(sheet(style.id, "p { color: red } b { color: red }"));
  await expect(p).toHaveCSS("color", RED);
  viewer.connection.changes(
    op("insertRule", style.id, 2, "p { color: green }"),
    op("deleteRule", style.id, 1),
  );
  await expect(p).toHaveCSS("color", GREEN);
  await expect(b).toHaveCSS("color", BLACK);
  // A rule that this browser does not take keeps its place.
  viewer.connection.changes(
    op("insertRule", style.id, 0, "@unknown {"),
    op("replaceRule", style.id, 2, "p { color: blue }"),
  );
  await expect(p).toHaveCSS("color", BLUE);
  viewer.connection.changes(sheet(style.id, "p { color: green }", "print"));
  await expect(p).toHaveCSS("color", BLACK);
  viewer.connection.changes(sheet(style.id, "p { color: green }", "screen"));
  await expect(p).toHaveCSS("color", GREEN);
  viewer.connection.changes(op("disableSheet", style.id, 1));
  await expect(p).toHaveCSS("color", BLACK);
  viewer.connection.changes(op("disableSheet", style.id, 0));
  await expect(p).toHaveCSS("color", GREEN);

  viewer.connection.changes(sheet(link.id, "b { color: blue }", "screen"));
  await expect(b).toHaveCSS("color", BLUE);
  viewer.connection.changes(attributes(link.id, { disabled: "" }));
  await expect(b).toHaveCSS("color", BLACK);
  viewer.connection.changes(attributes(link.id, { disabled: null }));
  await expect(b).toHaveCSS("color", BLUE);
});

test("constructed sheets are adopted by documents, shadow roots and frames, in order", async ({
  viewer,
}) => {
  const host = element("section", {}, shadow(element("i", {}, "inner")));
  const frame = element("iframe");
  const [first, second, framed] = [newId(), newId(), newId()];
  const documentId = newId();
  viewer.connection.start();
  viewer.connection.snapshot(
    page([element("p", {}, "words"), host, frame]),
    sheet(first, "p, i { color: red }"),
    sheet(second, "p, i { color: green }"),
    op("insertRule", second, 1, "p { font-weight: 700 }"),
    op("adopt", host.id, 2, second, first),
  );
  const p = viewer.mirror.locator("p");
  const inner = viewer.mirror.locator("i");
  await expect(inner).toHaveCSS("color", RED);
  await expect(p).toHaveCSS("color", BLACK);
  viewer.connection.changes(op("adopt", host.id, 2, first, second));
  await expect(inner).toHaveCSS("color", GREEN);
  viewer.connection.changes(
    op("deleteRule", second, 0),
    op("replaceRule", first, 0, "i{color:blue}"),
  );
  await expect(inner).toHaveCSS("color", BLUE);
  viewer.connection.changes(
    documentOf(frame.id, [element("u", {}, "framed")], { id: documentId }),
    sheet(framed, "u { color: red }"),
    op("adopt", documentId, 1, framed),
  );
  await expect(viewer.mirror.frameLocator("iframe").locator("u")).toHaveCSS("color", RED);
});

test("a frame's document may come before its frame is there, in a mode of its own", async ({
  viewer,
}) => {
  const holder = element("div");
  await show(viewer, [holder]);
  const frame = element("iframe");
  const inside = documentOf(frame.id, [element("em", {}, "early")], { quirks: true });
  viewer.connection.changes((writer) => {
    writer.ints(Op.at, holder.id, 0, Op.id, newId(), Op.element, 0).text("div").int(0);
    writer.ints(Op.id, frame.id, Op.element, 0).text("iframe").int(0);
    inside(writer);
    writer.ints(Op.up, 2);
  });
  const nested = viewer.mirror.frameLocator("iframe");
  await expect(nested.locator("em")).toHaveText("early");
  expect(await nested.locator("em").evaluate((em) => em.ownerDocument.compatMode)).toBe(
    "BackCompat",
  );
  viewer.connection.changes(documentOf(frame.id, [element("em", {}, "another")]));
  await expect(nested.locator("em")).toHaveText("another");
  expect(await nested.locator("em").evaluate((em) => em.ownerDocument.compatMode)).toBe(
    "CSS1Compat",
  );
});

test("a shadow root comes to an element that is there, with slots by hand", async ({ viewer }) => {
  const host = element("div", {}, element("b", {}, "light"));
  await show(viewer, [host]);
  const root = shadow(element("i", {}, "in the shadow"), element("slot"));
  viewer.connection.changes(add(host.id, root));
  await expect(viewer.mirror.locator("i")).toHaveText("in the shadow");
  const later = element("u", {}, "later");
  viewer.connection.changes(add(root.id, later));
  await expect(viewer.mirror.locator("u")).toHaveText("later");
});

test("custom elements are defined, and have the states that their class gave them", async ({
  viewer,
}) => {
  const card = element("my-card", {}, "card");
  const css = "my-card:not(:defined){color:red} my-card:state(open){color:green}";
  await show(viewer, [card], { head: [element("style", {}, css)] });
  const shown = viewer.mirror.locator("my-card");
  await expect(shown).toHaveCSS("color", RED);
  viewer.connection.changes(op("define", "my-card"), op("states", card.id, 1, "open"));
  await expect(shown).toHaveCSS("color", GREEN);
  viewer.connection.changes(op("states", card.id, 0));
  await expect(shown).toHaveCSS("color", BLACK);
});

test("fields show what stands in them, ticks and choices", async ({ viewer }) => {
  const [field, tick, area] = [
    element("input"),
    element("input", { type: "checkbox" }),
    element("textarea", {}, "first"),
  ];
  const one = element("select", {}, element("option", {}, "a"), element("option", {}, "b"));
  const many = element(
    "select",
    { multiple: "" },
    ...["a", "b", "c"].map((said) => element("option", {}, said)),
  );
  await show(viewer, [field, tick, area, one, many]);
  viewer.connection.changes(
    op("control", field.id, 0, "typed"),
    op("control", tick.id, ControlFlag.checked | ControlFlag.indeterminate, ""),
    op("control", area.id, 0, "two\nlines"),
    op("choose", one.id, 1, 1),
    op("choose", many.id, 2, 0, 2),
  );
  const { mirror } = viewer;
  await expect(mirror.locator("input").first()).toHaveValue("typed");
  await expect(mirror.locator("input").last()).toBeChecked({ indeterminate: true });
  await expect(mirror.locator("textarea")).toHaveValue("two\nlines");
  await expect(mirror.locator("select").first()).toHaveValue("b");
  await expect(mirror.locator("select").last()).toHaveValues(["a", "c"]);
  viewer.connection.changes(op("choose", one.id, 0), op("control", tick.id, 0, ""));
  await expect(mirror.locator("select").first()).toHaveValue("");
  await expect(mirror.locator("input").last()).not.toBeChecked();
});

test("the top layer: dialogs, popovers and full screens, in their order", async ({ viewer }) => {
  const box = (color: string) =>
    `margin:0;padding:0;border:0;inset:auto;left:0;top:0;width:300px;height:200px;background:${color}`;
  const dialog = element("dialog", { open: "", style: box("red") }, "dialog");
  const popover = element("div", { popover: "auto", style: box("green") }, "popover");
  const full = element("section", { style: "background:blue" }, "full");
  const css = "section:fullscreen{outline:3px solid red} dialog::backdrop{background:none}";
  await show(viewer, [popover, dialog, full], { head: [element("style", {}, css)] });
  await expect.poll(() => pixel(viewer, 150, 150)).toBe(RED);
  viewer.connection.changes(
    op("layer", popover.id, Layer.popover),
    op("layer", dialog.id, Layer.modal),
  );
  await expect(viewer.mirror.locator("dialog:modal")).toHaveCount(1);
  await expect(viewer.mirror.locator("div:popover-open")).toHaveCount(1);
  await expect.poll(() => pixel(viewer, 150, 150)).toBe(RED);
  viewer.connection.changes(
    op("layer", popover.id, Layer.none),
    op("layer", popover.id, Layer.popover),
  );
  await expect.poll(() => pixel(viewer, 150, 150)).toBe(GREEN);
  viewer.connection.changes(op("layer", full.id, Layer.fullscreen));
  await expect.poll(() => pixel(viewer, 150, 150)).toBe(BLUE);
  await expect.poll(() => pixel(viewer, 790, 590)).toBe(BLUE);
  await expect(viewer.mirror.locator("section")).toHaveCSS("outline-color", RED);
  viewer.connection.changes(op("layer", full.id, Layer.none), op("layer", popover.id, Layer.none));
  await expect.poll(() => pixel(viewer, 150, 150)).toBe(RED);
  await expect(viewer.mirror.locator("div")).toHaveAttribute("popover", "auto");
  await expect(viewer.mirror.locator("section")).not.toHaveAttribute("popover");
  viewer.connection.changes(
    attributes(dialog.id, { open: null }),
    op("layer", dialog.id, Layer.none),
  );
  await expect(viewer.mirror.locator("dialog")).toBeHidden();
});

test("drawings are put together of their parts, and keep what is transparent", async ({
  viewer,
}) => {
  const style = "position:absolute;left:0;top:0;width:200px;height:100px;background:blue";
  const canvas = element("canvas", { width: "100", height: "50", style }, "fallback");
  const film = element("video", {
    width: "80",
    height: "40",
    style: "position:absolute;left:0;top:200px",
  });
  await show(viewer, [canvas, film]);
  await expect.poll(() => pixel(viewer, 150, 50)).toBe(BLUE);
  viewer.connection.changes(
    op("picture", canvas.id, 0, 0, 20, 50, square("red")),
    op("picture", canvas.id, 80, 0, 20, 50, square("green")),
    op("picture", film.id, 0, 0, 80, 40, square("red")),
  );
  await expect.poll(() => pixel(viewer, 20, 50)).toBe(RED);
  expect(await pixel(viewer, 100, 50)).toBe(BLUE);
  expect(await pixel(viewer, 180, 50)).toBe(GREEN);
  await expect.poll(() => pixel(viewer, 20, 220)).toBe(RED);
  viewer.connection.changes(op("picture", canvas.id, 0, 0, 20, 25, ""));
  await expect.poll(() => pixel(viewer, 20, 25)).toBe(BLUE);
  expect(await pixel(viewer, 20, 75)).toBe(RED);
  viewer.connection.changes(op("picture", canvas.id, 0, 0, 100, 50, square("green")));
  await expect.poll(() => pixel(viewer, 100, 50)).toBe(GREEN);
  viewer.connection.changes(attributes(canvas.id, { style: `${style};opacity:0.999` }));
  viewer.connection.changes(op("picture", canvas.id, 40, 0, 20, 50, square("red")));
  await expect.poll(() => pixel(viewer, 100, 50)).toBe(RED);
  viewer.connection.changes(attributes(canvas.id, { width: "100" }));
  await expect.poll(() => pixel(viewer, 100, 50)).toBe(BLUE);
});

test("animations of scripts and of style sheets stand where the page's do", async ({ viewer }) => {
  const scripted = element("p", {}, "by a script");
  const styled = element("b", {}, "by a style sheet");
  const css =
    "@keyframes fade { from { opacity: 0 } to { opacity: 1 } } b { animation: fade 1s linear infinite }";
  await show(viewer, [scripted, styled], { head: [element("style", {}, css)] });
  const frames = JSON.stringify([
    { opacity: 0, offset: 0 },
    { opacity: 1, offset: 1 },
  ]);
  const timing = JSON.stringify({
    duration: 1000,
    fill: "both",
    easing: "linear",
    iterations: null,
  });
  viewer.connection.changes(
    op("animate", 1, scripted.id, "", frames, timing, AnimationState.paused, 250, 1),
    op("animate", 2, styled.id, "", "", "fade", AnimationState.paused, 750, 1),
  );
  const p = viewer.mirror.locator("p");
  await expect(p).toHaveCSS("opacity", "0.25");
  await expect(viewer.mirror.locator("b")).toHaveCSS("opacity", "0.75");
  viewer.connection.changes(op("animation", 1, AnimationState.paused, 1500, 1));
  await expect(p).toHaveCSS("opacity", "0.5");
  viewer.connection.changes(op("animation", 1, AnimationState.running, 0, 1));
  expect(await p.evaluate((target) => target.getAnimations()[0]?.playState)).toBe("running");
  viewer.connection.changes(op("animation", 1, AnimationState.idle, -1, 1));
  await expect(p).toHaveCSS("opacity", "1");
  await expect.poll(() => p.evaluate((target) => target.getAnimations().length)).toBe(0);
});

test("states of the visitor's page hold in its style sheets", async ({ viewer }) => {
  const field = element("input", { id: "field" });
  const outer = element("div", {}, field);
  const css = `div:hover{color:red} div:active{color:green} div:focus-within{background:green} input:focus-visible{color:blue}
    input:user-invalid{background:red} div:target{border-color:blue}`;
  await show(viewer, [outer], { head: [element("style", {}, css)] });
  const div = viewer.mirror.locator("div");
  const input = viewer.mirror.locator("input");
  const steps: readonly (readonly [Write, typeof div, string, string])[] = [
    [op("pointer", field.id, 10, 10, PointerKind.mouse), div, "color", RED],
    [op("press", field.id, 10, 10, Press.down), div, "color", GREEN],
    [op("press", field.id, 10, 10, Press.up), div, "color", RED],
    [op("pointer", 0, -1, -1, PointerKind.mouse), div, "color", BLACK],
    [op("focus", field.id, 0), div, "background-color", GREEN],
    [op("focus", field.id, FocusRing.browser), input, "color", BLUE],
    [op("focus", field.id, FocusRing.browser), input, "outline-style", "auto"],
    [op("focus", field.id, FocusRing.page), input, "outline-style", "none"],
    [op("focus", field.id, FocusRing.page), input, "color", BLUE],
    [op("focus", 0, 0), div, "background-color", "rgba(0, 0, 0, 0)"],
    [op("userInvalid", field.id, 1), input, "background-color", RED],
    [op("target", outer.id), div, "border-color", BLUE],
    [op("target", 0), div, "border-color", BLACK],
  ];
  for (const [write, target, property, value] of steps) {
    viewer.connection.changes(write);
    await expect(target).toHaveCSS(property, value);
  }
});

test("selected text and the page's own highlights are painted", async ({ viewer }) => {
  const words = text("The quick brown fox");
  const css =
    "::highlight(found) { background-color: red } .own::selection { color: rgb(1, 2, 3) }";
  const body = [element("p", {}, words), element("p", { class: "own" })];
  await show(viewer, body, { head: [element("style", {}, css)] });
  const selected = () =>
    viewer.mirror
      .locator("body")
      .evaluate(({ ownerDocument, children }) => [
        String(ownerDocument.getSelection()),
        ...Array.from(children, (p) => getComputedStyle(p, "::selection").color),
        ownerDocument.activeElement?.localName,
      ]);
  const marks = () =>
    viewer.mirror.locator("body").evaluate((body) => {
      const view = body.ownerDocument.defaultView as (Window & typeof globalThis) | null;
      return Array.from(view?.CSS.highlights ?? [], ([name, ranges]) => [
        name,
        Array.from(ranges, (range) => range.startOffset),
      ]);
    });
  viewer.connection.changes(
    op("selection", 1, words.id, 4, words.id, 9),
    op("highlight", "found", 2, 2, words.id, 0, words.id, 3, words.id, 10, words.id, 15),
    op("highlight", "userview-selection", 0, 1, words.id, 0, words.id, 3),
  );
  await expect.poll(marks).toEqual([["found", [0, 10]]]);
  // The browser's own colours, also where the focus is not; the page's where it has some.
  expect(await selected()).toEqual(["quick", "rgb(255, 255, 255)", "rgb(1, 2, 3)", "body"]);
  viewer.connection.changes(op("highlight", "found", 0, 0), op("selection", 0));
  await expect.poll(marks).toEqual([]);
  expect((await selected())[0]).toBe("");
});

test("a page with colours of its own for all that is selected has no others", async ({
  viewer,
}) => {
  const words = text("The quick brown fox");
  const css = "::selection { background: rgb(1, 2, 3) } p { color: rgb(4, 5, 6) }";
  const written = text("Write");
  const field = element("div", { contenteditable: "" }, written);
  await show(viewer, [element("p", {}, words), field], { head: [element("style", {}, css)] });
  const p = viewer.mirror.locator("p");
  const selected = () => p.evaluate(({ ownerDocument }) => String(ownerDocument.getSelection()));
  viewer.connection.changes(op("selection", 1, words.id, 4, words.id, 9));
  await expect.poll(selected).toBe("quick");
  const colours = await p.evaluate((one) => {
    const { backgroundColor, color } = getComputedStyle(one, "::selection");
    return [backgroundColor, color];
  });
  expect(colours).toEqual(["rgb(1, 2, 3)", "rgb(4, 5, 6)"]);
  // Where text can be written a selection does not take the focus away from the agent.
  viewer.connection.changes(op("selection", 1, written.id, 0, written.id, 5));
  await expect.poll(selected).toBe("Write");
  expect(await p.evaluate(({ ownerDocument }) => ownerDocument.activeElement?.localName)).toBe(
    "body",
  );
});

test("boxes that agents must not see into keep their size, and panes their place", async ({
  viewer,
}) => {
  const box = element("div", {});
  const pane = element(
    "section",
    { style: "width:100px;height:50px;overflow:auto" },
    element("p", { style: "height:900px" }),
  );
  await show(viewer, [box, pane]);
  viewer.connection.changes(op("hold", box.id, 120, 34.5), op("scroll", pane.id, 0, 200));
  const held = viewer.mirror.locator("div");
  await expect(held).toHaveCSS("height", "34.5px");
  viewer.connection.changes(attributes(box.id, { style: "color:red" }));
  await expect(held).toHaveCSS("width", "120px");
  viewer.connection.changes(op("hold", box.id, 0, 0));
  await expect(held).toHaveCSS("height", "0px");
  await expect
    .poll(() => viewer.mirror.locator("section").evaluate((at) => at.scrollTop))
    .toBe(200);
});

test("what the visitor sees of a page that is pinched larger is framed", async ({ viewer }) => {
  await show(viewer, [element("p", {}, "words")]);
  const lens = viewer.frame.locator("[data-userview-overlay] .lens");
  await expect(lens).toHaveCount(0);
  viewer.connection.changes(viewport(800, 600, [100, 50, 2]));
  await expect.poll(() => lens.boundingBox()).toEqual({ x: 100, y: 50, width: 400, height: 300 });
  viewer.connection.changes(viewport(800, 600));
  await expect(lens).toHaveCount(0);
});

test("a mirror that is not the page any more gets a fresh start, and not all the time", async ({
  viewer,
}) => {
  const words = text("twelve units");
  const p = element("p", {}, words);
  const hash = (length: number) =>
    digest([words.id], { parent: () => p.id, next: () => 0, length: () => length });
  const { connection } = viewer;
  await show(viewer, [p, element("script", {}, "kept from view")]);
  connection.changes(op("digest", words.id, 1, hash(12)));
  connection.changes(setText(words.id, "as it should be"), op("digest", words.id, 1, hash(15)));
  await expect(viewer.mirror.locator("p")).toHaveText("as it should be");
  expect(connection.said).toEqual([]);
  connection.changes(op("digest", words.id, 1, hash(9)));
  await expect.poll(() => connection.said).toEqual([{ type: "stream.restart" }]);
  connection.start({ epoch: 2 });
  connection.snapshot(page([p]));
  connection.changes(setText(words.id, "shown all the same"), op("digest", words.id, 1, hash(9)));
  await expect(viewer.mirror.locator("p")).toHaveText("shown all the same");
  expect(connection.said).toHaveLength(1);
});
