/**
 * Canaries: texts that must not leave a visitor's page, each where it is put and what is done with it. One page holds all of them.
 * `c` is the canary: ten letters that stand nowhere else.
 */

export interface Row {
  readonly name: string;
  /** Put into the page's body. */
  readonly html?: (c: string) => string;
  /** Put into the page's head. */
  readonly head?: (c: string) => string;
  /** A script that runs in the page once it is shared; `by(id)` finds an element. */
  readonly act?: (c: string) => string;
  /** What the visitor types: into which field. */
  readonly types?: string;
  /** What the visitor clicks at the end. */
  readonly clicks?: string;
}

const mask = (inner: string): string => `<div class="no-userview">${inner}</div>`;

export const ROWS: readonly Row[] = [
  // Texts
  { name: "text of a masked element", html: (c) => mask(`<p>${c}</p>`) },
  { name: "text masked by attribute", html: (c) => `<p data-userview-mask>${c}</p>` },
  { name: "text masked by the team", html: (c) => `<p class="team-secret">${c}</p>` },
  { name: "text masked by the page", html: (c) => `<p class="page-secret">${c}</p>` },
  { name: "text deep inside", html: (c) => mask(`<ul><li><b><i>${c}</i></b></li></ul>`) },
  {
    name: "text that comes later",
    html: () => mask('<p id="late"></p>'),
    act: (c) => `by("late").append("${c}")`,
  },
  {
    name: "text that changes later",
    html: () => mask('<p id="changing">x</p>'),
    act: (c) => `by("changing").firstChild.data = "${c}"`,
  },
  {
    name: "text behind a mask that comes later",
    html: () => '<p id="masked-later">x</p>',
    act: (c) =>
      `by("masked-later").className = "no-userview"; by("masked-later").textContent = "${c}"`,
  },
  {
    name: "text when the class is taken away",
    html: (c) => `<p id="unmasked" class="no-userview">${c}</p>`,
    act: () => `by("unmasked").removeAttribute("class")`,
  },
  {
    name: "text that moves out of its mask",
    html: (c) => mask(`<p id="moving">${c}</p>`),
    act: () => `document.body.append(by("moving").firstChild)`,
  },
  {
    name: "element that leaves its mask and comes back elsewhere",
    html: (c) => mask(`<p id="leaving">${c}</p>`),
    act: () =>
      `const gone = by("leaving"); gone.remove(); await frame(); await frame(); document.body.append(gone)`,
  },
  {
    name: "masked element made anew without its class",
    html: (c) => `<p id="remade" class="no-userview">${c}</p>`,
    act: (c) =>
      `const anew = document.createElement("p"); anew.textContent = "${c}"; by("remade").replaceWith(anew)`,
  },
  { name: "comment", html: (c) => `<!-- ${c} -->` },
  { name: "template", html: (c) => `<template><p>${c}</p></template>` },
  { name: "script", html: (c) => `<script type="application/json">{"a":"${c}"}</script>` },
  { name: "noscript", html: (c) => `<noscript>${c}</noscript>` },
  {
    name: "summary of masked details",
    html: (c) => mask(`<details><summary>${c}</summary></details>`),
  },
  // Attributes
  { name: "title", html: (c) => mask(`<p title="${c}">x</p>`) },
  { name: "label for screen readers", html: (c) => mask(`<p aria-label="${c}">x</p>`) },
  { name: "value for screen readers", html: (c) => mask(`<p aria-valuetext="${c}">x</p>`) },
  { name: "placeholder", html: (c) => mask(`<input placeholder="${c}">`) },
  { name: "name of a masked field", html: (c) => mask(`<input name="${c}">`) },
  { name: "value of a button", html: (c) => mask(`<button value="${c}">x</button>`) },
  { name: "masked path of a link", html: (c) => mask(`<a href="/p/${c}" download="${c}">x</a>`) },
  { name: "data attribute in a mask", html: (c) => mask(`<p data-who="${c}">x</p>`) },
  {
    name: "attribute that nobody asks for",
    html: (c) => `<p data-customer="${c}" x-who="${c}">x</p>`,
  },
  { name: "attribute that is shown by a sheet", html: (c) => mask(`<p data-shown="${c}">x</p>`) },
  { name: "attribute that a sheet selects by", html: (c) => mask(`<p data-picked="${c}">x</p>`) },
  {
    name: "attribute that changes later",
    html: () => mask('<p id="titled">x</p>'),
    act: (c) => `by("titled").title = "${c}"; by("titled").dataset.x = "${c}"`,
  },
  { name: "state of a framework", html: (c) => `<div data-page='{"user":"${c}"}'>x</div>` },
  { name: "token in an attribute", html: (c) => `<div data-csrf-token="${c}">x</div>` },
  { name: "nonce", html: (c) => `<script nonce="${c}"></script>` },
  { name: "handler", html: (c) => `<p onclick="tell('${c}')">x</p>` },
  { name: "token in meta", head: (c) => `<meta name="csrf-token" content="${c}">` },
  { name: "description in meta", head: (c) => `<meta name="description" content="${c}">` },
  // Fields
  { name: "password as the page wrote it", html: (c) => `<input type="password" value="${c}">` },
  {
    name: "password that is typed",
    html: () => `<input type="password" id="typed">`,
    types: "typed",
  },
  {
    name: "password that is shown",
    html: (c) => `<input type="password" id="shown" value="${c}">`,
    act: () =>
      `by("shown").type = "text"; by("shown").dispatchEvent(new Event("input", { bubbles: true }))`,
  },
  { name: "card", html: () => `<input id="card" autocomplete="cc-number">`, types: "card" },
  {
    name: "one-time code",
    html: () => `<input id="otp" autocomplete="one-time-code">`,
    types: "otp",
  },
  { name: "hidden field", html: (c) => `<input type="hidden" value="${c}">` },
  {
    name: "field with a label that says so",
    html: () => `<label>Security code <input id="cvc"></label>`,
    types: "cvc",
  },
  { name: "text area of a secret", html: (c) => `<textarea name="secret">${c}</textarea>` },
  {
    name: "masked field that is typed into",
    html: () => mask(`<input id="in-mask">`),
    types: "in-mask",
  },
  {
    name: "masked field that a script fills",
    html: () => mask(`<input id="set">`),
    act: (c) => `by("set").value = "${c}"`,
  },
  {
    name: "choice in a mask",
    html: (c) =>
      mask(`<select id="choice"><option>x</option><option label="${c}">${c}</option></select>`),
    act: () =>
      `by("choice").selectedIndex = 1; by("choice").dispatchEvent(new Event("change", { bubbles: true }))`,
  },
  {
    name: "suggestions in a mask",
    html: (c) => mask(`<datalist><option value="${c}"></datalist>`),
  },
  {
    name: "text edited in a mask",
    html: () => mask(`<p id="edited" contenteditable>x</p>`),
    types: "edited",
  },
  // Echoes of fields
  {
    name: "echo as text",
    html: (c) => `<input type="password" value="${c}"><p>You typed ${c}.</p>`,
  },
  {
    name: "echo as attribute",
    html: (c) => `<input type="password" value="${c}"><p title="${c}" aria-label="${c}">x</p>`,
  },
  {
    name: "echo in another field",
    html: () => `<input type="password" id="source"><input id="target">`,
    types: "source",
    act: (c) => `by("target").value = "${c}"`,
  },
  {
    name: "echo in the title",
    html: (c) => `<input type="password" value="${c}">`,
    act: (c) => `document.title = "Hello ${c}"`,
  },
  {
    name: "echo in a link",
    html: (c) => `<input type="password" value="${c}"><a href="/find?q=${c}#${c}">x</a>`,
  },
  {
    name: "echo in the page's address",
    html: (c) => `<input type="password" value="${c}">`,
    act: (c) => `history.pushState(null, "", "/canaries.html?q=${c}")`,
  },
  {
    name: "echo in capitals",
    html: (c) => `<input type="password" value="${c}"><p>${c.toUpperCase()}</p>`,
  },
  {
    name: "echo in an error",
    html: () => `<input type="password" id="failing">`,
    types: "failing",
    act: (c) => `setTimeout(() => { throw new Error("not ${c}") })`,
  },
  {
    name: "clipboard: copied from a masked element, pasted into an open field",
    html: (c) => `${mask(`<input id="copied" value="${c}">`)}<input id="pasted">`,
    act: (c) =>
      `by("copied").select(); by("pasted").focus(); document.execCommand("insertText", false, "${c}")`,
  },
  // Frames
  { name: "frame in a mask", html: (c) => mask(`<iframe srcdoc="<p>${c}</p>"></iframe>`) },
  {
    name: "mask in a frame",
    html: (c) => `<iframe srcdoc="<p class=no-userview>${c}</p>"></iframe>`,
  },
  {
    name: "password in a frame",
    html: (c) => `<iframe srcdoc="<input type=password value=${c}>"></iframe>`,
  },
  {
    name: "frame in a mask that changes later",
    html: () => mask(`<iframe id="framed" srcdoc="<p>x</p>"></iframe>`),
    act: (c) => `by("framed").contentDocument.body.append("${c}")`,
  },
  // Shadow trees
  {
    name: "shadow tree in a mask",
    html: (c) => `${mask('<i id="s1"></i>')}${shadow("s1", "open", `<p>${c}</p>`)}`,
  },
  {
    name: "closed shadow tree in a mask",
    html: (c) => `${mask('<s-a id="s2"></s-a>')}${shadow("s2", "closed", `<p>${c}</p>`)}`,
  },
  {
    name: "mask in a closed shadow tree",
    html: (c) => `<s-a id="s3"></s-a>${shadow("s3", "closed", `<p class='no-userview'>${c}</p>`)}`,
  },
  {
    name: "slotted into a mask",
    html: (c) =>
      `<s-a id="s4"><b>${c}</b></s-a>${shadow("s4", "open", "<p class='no-userview'><slot></slot></p>")}`,
  },
  {
    name: "slotted into a mask of a closed tree",
    html: (c) =>
      `<s-a id="s5">${c}</s-a>${shadow("s5", "closed", "<p class='no-userview'><slot></slot></p>")}`,
  },
  {
    name: "slotted by name into a mask of a closed tree, later",
    html: () =>
      `<s-a id="s6"></s-a>${shadow("s6", "closed", "<p class='no-userview'><slot name='x'></slot></p>")}`,
    act: (c) => `by("s6").innerHTML = "<b slot='x'>${c}</b>"`,
  },
  {
    name: "password in a shadow tree",
    html: (c) =>
      `<s-a id="s7"></s-a>${shadow("s7", "closed", `<input type='password' value='${c}'>`)}<p>${c}</p>`,
  },
  // URLs
  { name: "token in a link", html: (c) => `<a href="/orders?token=${c}">x</a>` },
  { name: "token in a fragment", html: (c) => `<a href="/orders#access_token=${c}">x</a>` },
  {
    name: "session in a form's address",
    html: (c) =>
      `<form action="/x?session=${c}"><button formaction="/y?email=${c}">x</button></form>`,
  },
  { name: "password in a link", html: (c) => `<a href="https://ada:${c}@example.com/">x</a>` },
  { name: "script in a link", html: (c) => `<a href="javascript:tell('${c}')">x</a>` },
  {
    name: "token in the page's address",
    act: (c) => `history.pushState(null, "", "/canaries.html?token=${c}#session=${c}")`,
  },
  // Style sheets
  {
    name: "own style: content",
    html: (c) => mask(`<p style="--a:'${c}'; --b:${c}; list-style-type:'${c}'">x</p>`),
  },
  { name: "own style: counter", html: (c) => mask(`<p style="counter-reset:${c} 4711">x</p>`) },
  {
    name: "sheet in a mask",
    html: (c) => mask(`<style>.sheet-a::after{content:"${c}"}</style><p class="sheet-a">x</p>`),
  },
  {
    name: "content of a masked element",
    head: (c) => `<style>.sheet-b::after{content:"${c}"}</style>`,
    html: () => mask('<p class="sheet-b">x</p>'),
  },
  {
    name: "property of a masked element",
    head: (c) => `<style>.sheet-c{--who:"${c}"}</style>`,
    html: () => mask('<p class="sheet-c">x</p>'),
  },
  {
    name: "mark of a masked list",
    head: (c) => `<style>.sheet-d{list-style-type:"${c}"}</style>`,
    html: () => mask('<ul><li class="sheet-d">x</ul>'),
  },
  {
    name: "adopted sheet",
    html: () => mask('<p class="sheet-e">x</p>'),
    act: (c) =>
      `const sheet = new CSSStyleSheet(); sheet.replaceSync(".sheet-e::before{content:'${c}'}"); document.adoptedStyleSheets.push(sheet)`,
  },
  {
    name: "rule that comes later",
    html: () => mask('<p class="sheet-f">x</p>'),
    act: (c) =>
      `document.querySelector("style").sheet.insertRule(".sheet-f::before{content:'${c}'}")`,
  },
  {
    name: "own style that changes later",
    html: () => mask('<p id="styled">x</p>'),
    act: (c) => `by("styled").style.setProperty("--note", "'${c}'")`,
  },
  {
    name: "animation in a mask",
    html: () => mask('<p id="animated">x</p>'),
    act: (c) => `by("animated").animate([{ "--who": "'${c}'" }, { "--who": "'x'" }], 9999)`,
  },
  // Drawings and pictures
  {
    name: "text of a drawing",
    html: (c) => mask(`<svg><title>${c}</title><text>${c}</text></svg>`),
  },
  {
    name: "page in a drawing",
    html: (c) => mask(`<svg><foreignObject><p>${c}</p></foreignObject></svg>`),
  },
  { name: "formula", html: (c) => mask(`<math><mi>${c}</mi></math>`) },
  { name: "picture", html: (c) => mask(`<img src="/secret.svg?${c}" alt="${c}" width="30">`) },
  {
    name: "picture of a film",
    html: (c) => mask(`<video poster="/secret.svg?${c}" width="30"></video>`),
  },
  { name: "background", html: (c) => mask(`<p style="background:url(/secret.svg?${c})">x</p>`) },
  {
    name: "picture made by a script",
    html: () => mask('<img id="blob" width="30">'),
    act: (c) =>
      `by("blob").src = URL.createObjectURL(new Blob(["<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><desc>${c}</desc></svg>"], { type: "image/svg+xml" }))`,
  },
  // What is told outside of the page's content
  {
    name: "name of a masked button",
    html: (c) => mask(`<button id="masked-button">${c}</button>`),
    clicks: "masked-button",
  },
  {
    name: "masked part of a button's name",
    html: (c) => `<button id="part"><span data-userview-mask>${c}</span> signs out</button>`,
    clicks: "part",
  },
  {
    name: "echo in a button's name",
    html: () => `<input type="password" id="named"><button id="naming">x</button>`,
    types: "named",
    act: (c) => `by("naming").setAttribute("aria-label", "Send ${c}")`,
    clicks: "naming",
  },
  {
    name: "button that was masked once",
    html: (c) => `<button id="once" class="no-userview">${c}</button>`,
    act: () => `by("once").removeAttribute("class")`,
    clicks: "once",
  },
  { name: "console", act: (c) => `console.log("${c}"); console.error("${c}")` },
  { name: "interface of our own", html: (c) => `<div data-userview-ui><p>${c}</p></div>` },
];

/** What agents may see, each at another place: without them a search that finds nothing would prove nothing. */
export const SEEN: readonly Row[] = [
  { name: "open text", html: (c) => `<p>${c}</p>` },
  {
    name: "open text that comes later",
    html: () => '<p id="open"></p>',
    act: (c) => `by("open").append("${c}")`,
  },
  {
    name: "name of an open button",
    html: (c) => `<button id="open-button">${c}</button>`,
    clicks: "open-button",
  },
  {
    name: "picture made by a script",
    html: () => '<img id="open-blob" width="30">',
    act: (c) =>
      `by("open-blob").src = URL.createObjectURL(new Blob(["<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><desc>${c}</desc></svg>"], { type: "image/svg+xml" }))`,
  },
];

/** Pictures are searched by a colour: `[name, html, script that draws it in the colour c]`. */
export const COLOURS: readonly Row[] = [
  {
    name: "canvas in a mask",
    html: () => mask('<canvas id="canvas" width="20" height="20"></canvas>'),
    act: (c) => `draw(by("canvas").getContext("2d"), "${c}")`,
  },
  {
    name: "canvas that is masked later",
    html: () => '<canvas id="later-canvas" width="20" height="20"></canvas>',
    act: (c) =>
      `by("later-canvas").className = "no-userview"; await frame(); draw(by("later-canvas").getContext("2d"), "${c}")`,
  },
  {
    name: "WebGL in a mask",
    html: () => mask('<canvas id="gl" width="20" height="20"></canvas>'),
    act: (c) =>
      `const gl = by("gl").getContext("webgl"); if (gl) { const [r, g, b] = rgb("${c}"); gl.clearColor(r / 255, g / 255, b / 255, 1); gl.clear(gl.COLOR_BUFFER_BIT); }`,
  },
  {
    name: "film in a mask",
    html: () => mask('<video id="film" width="20" height="20" muted></video>'),
    act: (c) =>
      `const drawn = document.createElement("canvas"); drawn.width = drawn.height = 20; draw(drawn.getContext("2d"), "${c}"); by("film").srcObject = drawn.captureStream(); await by("film").play()`,
  },
  {
    name: "picture in a mask, made of a canvas",
    html: () => mask('<img id="drawn" width="20">'),
    act: (c) =>
      `const drawn = document.createElement("canvas"); drawn.width = drawn.height = 200; draw(drawn.getContext("2d"), "${c}"); by("drawn").src = drawn.toDataURL()`,
  },
];

/** A colour that agents may see. */
export const SEEN_COLOUR: Row = {
  name: "open canvas",
  html: () => '<canvas id="open-canvas" width="20" height="20"></canvas>',
  act: (c) => `draw(by("open-canvas").getContext("2d"), "${c}")`,
};

function shadow(id: string, mode: "open" | "closed", html: string): string {
  return `<script>document.getElementById("${id}").attachShadow({ mode: "${mode}" }).innerHTML = ${JSON.stringify(html)};</script>`;
}
