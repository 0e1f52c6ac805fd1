/** Nodes that no honest capture would send as they are: each asks the agent's browser to run, load, submit, navigate or take the focus. */
import { element, type LabNode, math, svg, text } from "../replay-content.ts";
import { DOCUMENT_NAMES, NODE_NAMES } from "./names.ts";
import { RUN } from "./run.ts";

/** By what they are; `url` makes addresses that must never be asked for. */
export function hostileNodes(url: (path: string) => string): Record<string, LabNode[]> {
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
    "all names of document and window": DOCUMENT_NAMES.flatMap((name) => [
      element("img", { name, id: name }),
      element("form", { name }),
      element("object", { id: name }),
      element("embed", { name }),
      element("iframe", { name }),
    ]),
    "all names of nodes": [
      element("form", {}, ...NODE_NAMES.map((name) => element("input", { name, id: name }))),
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
