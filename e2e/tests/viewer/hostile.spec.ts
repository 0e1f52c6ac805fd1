/** Pages that want to act in the agent's browser: nothing in them runs, loads, submits, navigates or takes the focus. */
import {
  change,
  element,
  expect,
  type LabNode,
  mutation,
  page,
  svg,
  test,
  text,
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
    "script in mathml": [element("math", {}, element("script", { src: url("math-script") }))],
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
      element("style", { _cssText: `@\\69mport '${url("import-3")}';` }),
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
    "custom element": [
      { ...element("evil-element", { onclick: RUN, src: url("custom") }), isCustom: true },
    ],
    "permission element": [element("permission", { type: "camera" }), element("geolocation", {})],
    "strange names": [
      element("img src=x onerror=alert(1)", { 'x"><script>': RUN }),
      element("a\u0000b", { "\u0000": "x" }),
      element("", { "": "x" }),
    ],
    "document with a script type": [
      { type: 0, id: 900_001, childNodes: [element("script", {}, RUN)] } as LabNode,
      { type: 99, id: 900_002 } as LabNode,
      { type: 2, id: 900_003, tagName: 7 as unknown } as LabNode,
    ],
  };
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
    connection.snapshot(page([element("h1", {}, "Page"), ...nodes]));
  const together = Object.values(payloads((path) => lab.elsewhere(path))).flat();
  connection.snapshot(page([...together, element("h1", {}, "Together")]));
  await expect(viewer.mirror.locator("h1")).toHaveText("Together");
  const holder = element("div", { id: "holder" });
  connection.snapshot(page([holder, element("h1", {}, "Changed")]));
  const later = Object.values(payloads((path) => lab.elsewhere(path))).flat();
  for (const node of later) {
    connection.changes([mutation({ adds: [{ parentId: holder.id, nextId: null, node }] })]);
  }
  const image = element("img", { id: "late" });
  connection.changes([mutation({ adds: [{ parentId: holder.id, nextId: null, node: image }] })]);
  for (const [name, value] of [
    ["src", lab.elsewhere("late-src")],
    ["srcset", lab.elsewhere("late-srcset")],
    ["onerror", RUN],
    ["style", `background:url(${lab.elsewhere("late-style")})`],
    ["src", `javascript:${RUN}`],
  ] as const) {
    connection.changes([
      mutation({ attributes: [{ id: image.id, attributes: { [name]: value } }] }),
    ]);
  }
  connection.changes([
    mutation({
      attributes: [
        {
          id: image.id,
          attributes: { style: { "background-image": `url(${lab.elsewhere("late-object")})` } },
        },
      ],
    }),
    change(10, { family: "f", fontSource: `url(${lab.elsewhere("late-font")})`, buffer: false }),
  ]);
  connection.changes([
    mutation({
      adds: [{ parentId: holder.id, nextId: null, node: element("p", { id: "end" }, "the end") }],
    }),
  ]);
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
  const inner = page([
    element("p", { id: "inner" }, "inside"),
    element("script", {}, RUN),
    element("img", { src: lab.elsewhere("inner"), onerror: RUN }),
  ]);
  const { node } = (inner[1] as { data: { node: LabNode } }).data;
  viewer.connection.changes([mutation({ adds: [{ parentId: frame.id, nextId: null, node }] })]);
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

test("a page that is too large is refused with a reason", async ({ viewer }) => {
  const { connection } = viewer;
  const reason = async () => (await viewer.told("status")).at(-1)?.["detail"];
  let deep = element("div", {}, "x");
  for (let depth = 0; depth < 600; depth++) deep = element("div", {}, deep);
  connection.start();
  connection.snapshot(page([deep]));
  await expect.poll(reason).toContain("nested deeper than 512");

  connection.start({ epoch: 2 });
  const many = Array.from({ length: 260_000 }, () => element("b"));
  connection.snapshot(page(many));
  await expect.poll(reason).toContain("more than 250,000 elements");

  connection.start({ epoch: 3 });
  const sheets = page([element("style", {}, `a{color:red}${" ".repeat(6 * 1024 * 1024)}`)]);
  connection.content(1, JSON.stringify(sheets), false);
  await expect.poll(reason).toContain("more than 5 MiB of style sheets");

  connection.start({ epoch: 4 });
  connection.content(1, Buffer.alloc(64 * 1024 * 1024, "["), true);
  await expect.poll(() => connection.said.at(-1)?.type).toBe("stream.restart");

  connection.start({ epoch: 5 });
  connection.snapshot(page([element("p", {}, "small again")]));
  await expect(viewer.mirror.locator("p")).toHaveText("small again");
  await viewer.expectStatus("live");
});
