/** Pages that want to act in the agent's browser: nothing in them runs, loads, submits, navigates or takes the focus. */
import { DocumentMode, Namespace, Op } from "@userview/protocol/content";
import {
  add,
  attributes,
  documentOf,
  element,
  expect,
  type LabNode,
  math,
  move,
  newId,
  op,
  page,
  remove,
  setText,
  sheet,
  svg,
  test,
  text,
  viewport,
  type Write,
} from "../../src/replay-page.ts";

const RUN = "window.pwned = true; top.postMessage('pwned', '*')";

/** Payloads by name; `url` makes addresses that must never be asked for. */
function payloads(url: (path: string) => string): Record<string, LabNode[]> {
  const script = `<script src="${url("script-in-html")}"></script>`;
  return {
    script: [element("script", {}, RUN)],
    "script from elsewhere": [element("script", { src: url("script") })],
    "module script": [element("script", { type: "module" }, `import "${url("module")}"`)],
    "script in capitals": [element("SCRIPT", { src: url("SCRIPT") })],
    "script in svg": [svg("svg", {}, svg("script", { href: url("svg-script") }, text(RUN)))],
    "svg script by xlink": [svg("svg", {}, svg("script", { "xlink:href": url("xlink-script") }))],
    "script in mathml": [
      math(
        "math",
        {},
        math("script", { src: url("math-script") }),
        element("script", { src: url("math-html-script") }),
      ),
    ],
    "image error handler": [element("img", { src: "data:image/png,broken", onerror: RUN })],
    "image load handler": [element("img", { src: url("img"), onload: RUN })],
    "handler with capitals": [element("img", { src: "data:image/png,x", oNeRRor: RUN })],
    "body load handler": [element("body", { onload: RUN, onpageshow: RUN })],
    "focus handler": [element("input", { autofocus: "", onfocus: RUN })],
    "toggle handler": [element("details", { open: "", ontoggle: RUN }, "x")],
    "animation handler": [
      element("style", {}, "@keyframes k{from{top:0}}"),
      element("div", { style: "animation:k 1s", onanimationstart: RUN }),
    ],
    "svg load handler": [svg("svg", { onload: RUN })],
    "svg animation of href": [
      svg(
        "svg",
        {},
        svg("a", {}, svg("animate", { attributeName: "href", values: `javascript:${RUN}` })),
      ),
    ],
    "svg set of a handler": [
      svg("svg", {}, svg("set", { attributeName: "onmouseover", to: RUN, begin: "0s" })),
    ],
    "frame with script address": [element("iframe", { src: `javascript:${RUN}` })],
    "frame from elsewhere": [element("iframe", { src: url("iframe") })],
    "frame with a document": [element("iframe", { srcdoc: `<script>${RUN}</script>${script}` })],
    "frame with a wider sandbox": [
      element("iframe", {
        sandbox: "allow-scripts allow-same-origin",
        srcdoc: `<script>${RUN}</script>`,
      }),
    ],
    "old frames": [element("frameset", {}, element("frame", { src: url("frame") }))],
    object: [element("object", { data: url("object"), type: "text/html" })],
    "object with html": [
      element("object", { data: `data:text/html,${script}`, type: "text/html" }),
    ],
    embed: [element("embed", { src: url("embed"), type: "image/svg+xml" })],
    applet: [element("applet", { archive: url("applet"), code: "X" })],
    portal: [
      element("portal", { src: url("portal") }),
      element("fencedframe", { src: url("fenced") }),
    ],
    base: [element("base", { href: url("base/") }), element("img", { src: "relative.png" })],
    "meta refresh": [
      element("meta", { "http-equiv": "refresh", content: `0;url=${url("refresh")}` }),
    ],
    "meta policy": [
      element("meta", { "http-equiv": "Content-Security-Policy", content: "style-src 'none'" }),
    ],
    "link style sheet": [element("link", { rel: "stylesheet", href: url("sheet") })],
    "link preload": [element("link", { rel: "preload", as: "image", href: url("preload") })],
    "link prefetch": [element("link", { rel: "prefetch", href: url("prefetch") })],
    "link preconnect": [
      element("link", { rel: "preconnect", href: url("preconnect") }),
      element("link", { rel: "dns-prefetch", href: url("dns") }),
    ],
    "link manifest": [element("link", { rel: "manifest", href: url("manifest") })],
    "link import": [element("link", { rel: "import modulepreload", href: url("import") })],
    "link icon": [element("link", { rel: "icon", href: url("icon") })],
    "speculation rules": [
      element(
        "script",
        { type: "speculationrules" },
        `{"prefetch":[{"urls":["${url("speculation")}"]}]}`,
      ),
    ],
    "image from elsewhere": [element("img", { src: url("image") })],
    "image set": [element("img", { srcset: `${url("srcset-1")} 1x, ${url("srcset-2")} 2x` })],
    "picture source": [
      element("picture", {}, element("source", { srcset: url("source") }), element("img", {})),
    ],
    "image of our own host": [
      element("img", { src: "/view/own" }),
      element("img", { src: "/ws/view" }),
    ],
    "input image": [element("input", { type: "image", src: url("input-image") })],
    "table background": [element("table", { background: url("background") })],
    video: [
      element("video", { src: url("video"), poster: url("poster"), autoplay: "", preload: "auto" }),
    ],
    "video track": [element("video", {}, element("track", { src: url("track"), default: "" }))],
    audio: [
      element(
        "audio",
        { src: url("audio"), autoplay: "" },
        element("source", { src: url("audio-2") }),
      ),
    ],
    "style attribute": [element("div", { style: `background:url(${url("style")})` }, "x")],
    "style with escapes": [
      element("div", { style: `background:\\75 rl(${url("escape")})` }, "x"),
      element("div", { style: `background:u\\72l("${url("escape-2")}")` }, "x"),
    ],
    "style image set": [
      element("div", { style: `background-image:image-set("${url("image-set")}" 1x)` }, "x"),
      element(
        "div",
        { style: `background-image:-webkit-image-set(url(${url("webkit-set")}) 1x)` },
        "x",
      ),
    ],
    "style by variable": [
      element(
        "div",
        { style: `--a:"${url("variable")}";background-image:image-set(var(--a) 1x)` },
        "x",
      ),
      element("div", { style: `--b:url(${url("variable-2")});background:var(--b)` }, "x"),
    ],
    "style import": [
      element("style", {}, `@import "${url("import-1")}"; @import url(${url("import-2")});`),
      element("style", {}, `@\\69mport '${url("import-3")}';`),
    ],
    "style font": [
      element("style", {}, `@font-face{font-family:f;src:url(${url("font")})} body{font-family:f}`),
    ],
    "style in a comment that is none": [
      element("style", {}, `/* " */ body{background:url(${url("comment")})} /* " */`),
      element("style", {}, `body{--x:'a\\\r\nb';background:url("${url("newline")}")}`),
    ],
    "style cursor and content": [
      element(
        "style",
        {},
        `body{cursor:url(${url("cursor")}),auto} body::after{content:url(${url("content")})}`,
      ),
    ],
    "svg image": [
      svg(
        "svg",
        {},
        svg("image", { href: url("svg-image") }),
        svg("image", { "xlink:href": url("svg-xlink") }),
      ),
    ],
    "svg use": [svg("svg", {}, svg("use", { href: `${url("use")}#a` }))],
    "svg filter": [
      svg("svg", {}, svg("rect", { width: "9", height: "9", filter: `url(${url("filter")}#f)` })),
      svg("svg", {}, svg("filter", {}, svg("feImage", { href: url("feimage") }))),
    ],
    "svg paint": [
      svg(
        "svg",
        {},
        svg("rect", {
          width: "9",
          height: "9",
          fill: `url("${url("fill")}#p")`,
          mask: `url(${url("mask")}#m)`,
        }),
      ),
    ],
    "svg foreign object": [
      svg("svg", {}, svg("foreignObject", {}, element("script", { src: url("foreign") }, RUN))),
    ],
    "link with script address": [
      element("a", { href: `javascript:${RUN}`, id: "script-link" }, "link"),
      element("a", { href: `\u0001java\nscript:${RUN}` }, "link"),
      element("area", { href: `vbscript:${RUN}` }),
    ],
    "link with data address": [
      element("a", { href: `data:text/html,<script>${RUN}</script>`, ping: url("ping") }, "x"),
    ],
    form: [
      element(
        "form",
        { action: url("form"), method: "post", id: "form" },
        element("button", { formaction: url("formaction"), type: "submit" }, "send"),
      ),
    ],
    "form that hides properties": [
      element(
        "form",
        {},
        element("input", { name: "parentNode" }),
        element("input", { name: "setAttribute" }),
        element("input", { id: "attachShadow" }),
        element("input", { name: "ownerDocument" }),
        element("input", { name: "childNodes" }),
        element("input", { name: "style" }),
      ),
    ],
    "names that hide the document's": [
      element("img", { name: "body", id: "documentElement" }),
      element("form", { name: "defaultView", id: "elementFromPoint" }),
      element("iframe", { name: "getComputedStyle" }),
      element("object", { id: "createElementNS", name: "fonts" }),
    ],
    template: [
      element("template", { shadowrootmode: "open" }, element("img", { src: url("template") })),
    ],
    noscript: [element("noscript", {}, element("img", { src: url("noscript") }))],
    "custom element": [element("evil-element", { onclick: RUN, src: url("custom") })],
    "permission element": [element("permission", { type: "camera" }), element("geolocation", {})],
    "strange names": [
      element("img src=x onerror=alert(1)", { 'x"><script>': RUN }),
      element("a\u0000b", { "\u0000": "x" }),
      element("", { "": "x" }),
    ],
  };
}

/** What is no node of a page, and what was there already, asking for the same. */
function laterState(
  url: (path: string) => string,
  documentId: number,
  image: LabNode,
  canvas: LabNode,
  film: LabNode,
): Write[] {
  const style = element("style");
  const constructed = newId();
  const frames = (value: string) => JSON.stringify([{ backgroundImage: value }, { opacity: 1 }]);
  const timing = JSON.stringify({ duration: 1e6, iterations: null });
  return [
    op(
      "font",
      newId(),
      documentId,
      "f",
      url("late-font"),
      1,
      "weight",
      `400;src:url(${url("font-descriptor")})`,
    ),
    op("font", newId(), documentId, "g", `x") , url(${url("font-break")}`, 0),
    add(image.id, style),
    sheet(style.id, `@import "${url("late-import")}"; body{background:url(${url("late-sheet")})}`),
    op("insertRule", style.id, 0, `p{background:url(${url("late-rule")})}`),
    op("replaceRule", style.id, 0, `p{--a:url("${url("late-replaced")}");background:var(--a)}`),
    op("insertRule", style.id, 0, `@import url(${url("late-rule-import")});`),
    sheet(constructed, `body{background:url(${url("constructed")})}`),
    op("adopt", 1, 1, constructed),
    op("insertRule", constructed, 0, `body{cursor:url(${url("constructed-rule")}),auto}`),
    op("picture", canvas.id, 0, 0, 9, 9, url("picture")),
    op("picture", canvas.id, 1, 1, 3, 3, url("tile")),
    op("picture", film.id, 0, 0, 300, 150, url("film")),
    op("animate", 1, image.id, "", frames(`url(${url("keyframe")})`), timing, 1, 5, 1),
    op("animate", 2, image.id, "", frames(`image-set("${url("keyframe-2")}" 1x)`), timing, 1, 5, 1),
    op(
      "animate",
      3,
      image.id,
      "::before",
      frames(`\\75 rl(${url("keyframe-3")})`),
      timing,
      1,
      5,
      1,
    ),
    op(
      "animate",
      4,
      image.id,
      `::x{}@import url(${url("pseudo")})`,
      frames("none"),
      timing,
      1,
      5,
      1,
    ),
    op("states", image.id, 1, RUN),
    op("highlight", `x){}*{background:url(${url("highlight")})}`, 0, 1, image.id, 0, image.id, 0),
    op("layer", film.id, 4),
    op("title", `</title><script>${RUN}</script>`),
  ];
}

test("nothing of a hostile page runs, or asks for anything but assets", async ({ viewer, lab }) => {
  const told: string[] = [];
  viewer.page.on("console", (message) => told.push(message.text()));
  viewer.page.on("dialog", (dialog) => {
    told.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  viewer.page.on("popup", (popup) => told.push(`popup: ${popup.url()}`));
  const all = payloads((path) => lab.elsewhere(path));
  expect(Object.keys(all).length).toBeGreaterThan(60);
  const connection = viewer.connection;
  connection.start();
  // Each by itself as a page of its own, then all in one page, then all again as changes of a page.
  for (const nodes of Object.values(all))
    connection.snapshot(op("define", "evil-element"), page([element("h1", {}, "Page"), ...nodes]));
  const together = Object.values(payloads((path) => lab.elsewhere(path))).flat();
  connection.snapshot(page([...together, element("h1", {}, "Together")]));
  await expect(viewer.mirror.locator("h1")).toHaveText("Together");
  const holder = element("div", { id: "holder" });
  const documentId = newId();
  connection.snapshot(page([holder, element("h1", {}, "Changed")], { id: documentId }));
  const later = Object.values(payloads((path) => lab.elsewhere(path))).flat();
  connection.changes(op("define", "evil-element"));
  for (const node of later) connection.changes(add(holder.id, node));
  const image = element("img", { id: "late" });
  const canvas = element("canvas", { width: "9", height: "9" });
  const film = element("video", { poster: lab.elsewhere("late-poster") });
  for (const node of [image, canvas, film]) connection.changes(add(holder.id, node));
  for (const [name, value] of [
    ["src", lab.elsewhere("late-src")],
    ["srcset", lab.elsewhere("late-srcset")],
    ["onerror", RUN],
    ["style", `background:url(${lab.elsewhere("late-style")})`],
    ["src", `javascript:${RUN}`],
  ] as const) {
    connection.changes(attributes(image.id, { [name]: value }));
  }
  for (const write of laterState((path) => lab.elsewhere(path), documentId, image, canvas, film))
    connection.changes(write);
  connection.changes(add(holder.id, element("p", { id: "end" }, "the end")));
  await expect(viewer.mirror.locator("#end")).toHaveText("the end");
  await viewer.page.waitForLoadState("networkidle");

  const strangers = lab.asked.filter((path) => !/^\/view(?:$|\/frame-)|^\/assets\//.test(path));
  expect(lab.leaked).toEqual([]);
  expect(strangers).toEqual([]);
  for (const frame of viewer.page.frames()) {
    expect(await frame.evaluate(() => "pwned" in window)).toBe(false);
  }
  expect(told.filter((line) => /pwned|dialog|popup/.test(line))).toEqual([]);
  expect(viewer.page.url()).toBe(lab.holderUrl);
  expect(viewer.page.context().pages()).toHaveLength(1);
});

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
