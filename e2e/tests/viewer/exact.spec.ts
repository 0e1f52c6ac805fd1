/** The mirror is the visitor's page, pixel by pixel: pages of our own for each kind of content, and other people's sites. */
import type { Page, TestInfo } from "@playwright/test";
import { expectSame } from "../../src/compare.ts";
import { installCapture, startCapturing } from "../../src/recorded-page.ts";
import { test as base, expect, type Viewer } from "../../src/replay-page.ts";
import { Site, type SiteName } from "../../src/site.ts";

const VISITOR = { width: 1024, height: 700 };

interface Watched {
  visitor: Page;
  /** Opens a page of a site in the visitor's browser and mirrors it. */
  watch(name: SiteName, options?: { path?: string; html?: string }): Promise<void>;
  /** Expects the mirror to become what the visitor sees. */
  same(name: string, most?: number): Promise<void>;
}

const test = base.extend<{ watched: Watched }>({
  watched: async ({ browser, viewer, lab }, use, testInfo) => {
    const context = await browser.newContext({ viewport: VISITOR, reducedMotion: "reduce" });
    await viewer.page.emulateMedia({ reducedMotion: "reduce" });
    const visitor = await context.newPage();
    await installCapture(visitor, lab);
    const sites: Site[] = [];
    await use({
      visitor,
      async watch(name, { path = "/", html } = {}) {
        const pages = html === undefined ? {} : { "/own.html": html };
        const site = await Site.start({ name, pages });
        sites.push(site);
        await visitor.goto(site.url(html === undefined ? path : "/own.html"), {
          waitUntil: "networkidle",
        });
        await startCapturing(visitor, viewer.connection);
        await viewer.expectStatus("live");
      },
      same: (name, most = 0) => same(visitor, viewer, testInfo, name, most),
    });
    await Promise.all(sites.map((site) => site.close()));
    await context.close();
  },
});

async function same(
  visitor: Page,
  viewer: Viewer,
  testInfo: TestInfo,
  name: string,
  most: number,
): Promise<void> {
  // Out of the way: pages of this file are the same with a pointer there as without one.
  await visitor.mouse.move(1, 699);
  await expectSame(visitor, viewer.page, testInfo, { name, most });
}

/** Share of pixels that pictures of canvases, which travel with some loss, may change. */
const WITH_CANVAS = 0.01;

const PICTURE =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="120" height="80" fill="teal"/><circle cx="60" cy="40" r="30" fill="gold"/></svg>',
  ) +
  "#".padEnd(1);

const OWN_PAGES: Readonly<Record<string, string>> = {
  "text and lists": `<!doctype html><html><head><title>x</title></head><body><h1>Words &amp; more</h1>
    <p>Some <b>bold</b>, <i>italic</i>, <code>code</code> <a href="/x">a link</a> <mark>mark</mark> H<sub>2</sub>O</p>
    <ol start="3"><li>three<li value="9">nine</ol><ul><li>a<ul><li>b</ul></ul><dl><dt>t<dd>d</dl><hr><pre>  keep
    this </pre><blockquote>quote</blockquote><table border=1><caption>c</caption><tr><td>1<td rowspan=2>2<tr><td>3</table>
    <details open><summary>open</summary>seen</details><details><summary>shut</summary>unseen</details>
    <noscript>never seen</noscript><script>document.body.append(" from a script")</script></body></html>`,
  "quirks mode": `<html><body bgcolor=#eef><table width=50% height=40%><tr><td bgcolor=red>cell<td><font size=5 color=green>font</font></table>
    <div style="width:100;height:50;border:1px solid">unitless</div><p align=right>right</p></body></html>`,
  "almost standards": `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
    <html><body><table border=1><tr><td><img src="${PICTURE}"></td></tr></table></body></html>`,
  forms: `<!doctype html><html><body><form><p><input value="text"><input placeholder="placeholder"><input type=password value=eight-ch>
    <input type=checkbox checked><input type=checkbox><input type=radio name=r><input type=radio name=r checked>
    <p><select><option>one<option selected>two</select><select multiple size=3><option selected>a<option>b<option selected>c</select>
    <textarea rows=3>some
text</textarea><p><input type=range value=70><input type=color value=#ff8800><input type=date value=2024-05-06><input type=number value=42>
    <progress value=.4></progress><meter value=.7></meter><fieldset disabled><legend>legend</legend><button>button</button><input type=submit></fieldset>
    </form></body></html>`,
  "modern layout": `<!doctype html><html><head><style>
    @layer base{body{margin:0;font-family:Georgia}} :root{--gap:12px;--c:oklch(70% .15 200)}
    .grid{display:grid;grid-template-columns:repeat(3,1fr);gap:var(--gap);padding:var(--gap)} .card{background:var(--c);border-radius:12px;padding:1em;
    container-type:inline-size;& b{color:navy} &:nth-child(even){background:linear-gradient(45deg,pink,gold)}} @container (min-width:200px){.card i{letter-spacing:3px}}
    .sticky{position:sticky;top:0;background:#000a;color:#fff;backdrop-filter:blur(3px)} .clip{clip-path:circle(40%);transform:rotate(7deg);filter:hue-rotate(90deg)}
    p::before{content:"→ " counter(x);counter-increment:x} @media (min-width:900px){p{columns:2}}
    </style></head><body><div class=sticky>sticky</div><div class=grid><div class=card><b>1</b> <i>wide</i></div><div class="card clip">2</div><div class=card>3</div></div>
    <p>${"columns of text ".repeat(40)}</p></body></html>`,
  "pictures and svg": `<!doctype html><html><body style="background:url('img/undraw_profile_1.svg') right bottom/200px no-repeat"><img src="img/undraw_profile.svg" width=90>
    <img src="img/undraw_rocket.svg" height=120><picture><source srcset="img/undraw_profile_2.svg 2x, img/undraw_profile_3.svg 1x"><img width=80></picture>
    <svg width=200 height=120 viewBox="0 0 100 60"><defs><linearGradient id=g><stop stop-color=red /><stop offset=1 stop-color=blue /></linearGradient>
    <clipPath id=c><circle cx=30 cy=30 r=25 /></clipPath><symbol id=s viewBox="0 0 10 10"><path d="M0 0h10v10z"/></symbol></defs>
    <rect width=60 height=60 fill="url(#g)" clip-path="url(#c)"/><use href="#s" x=65 width=20 height=20 /><text x=62 y=50 font-size=10>text</text>
    <foreignObject x=62 y=25 width=38 height=15><div style="font:6px serif">html in svg</div></foreignObject></svg>
    <math><mfrac><mi>a</mi><msqrt><mi>b</mi></msqrt></mfrac><mo>=</mo><mn>2</mn></math>
    <canvas id=k width=150 height=100></canvas><script>const c=k.getContext("2d");c.fillStyle="coral";c.fillRect(10,10,80,60);c.fillText("drawn",100,50)</script></body></html>`,
  "shadow trees": `<!doctype html><html><head><style>my-card{display:block} my-card:not(:defined){visibility:hidden} my-card::part(p){color:green}</style></head><body>
    <my-card><b slot=title>slotted</b>rest</my-card><my-card>second</my-card><script>const sheet=new CSSStyleSheet();
    sheet.replaceSync(":host{border:2px solid purple;padding:8px;margin:8px} ::slotted(b){font-size:24px}");
    customElements.define("my-card",class extends HTMLElement{constructor(){super();const r=this.attachShadow({mode:"open"});r.adoptedStyleSheets=[sheet];
    r.innerHTML="<h2><slot name=title>no title</slot></h2><p part=p><slot></slot></p>"}});
    const d=new CSSStyleSheet();d.replaceSync("body{background:#fafae0}");document.adoptedStyleSheets=[d];
    const s=document.createElement("style");document.head.append(s);s.sheet.insertRule("@media all{body{color:maroon}}");</script></body></html>`,
  "nested frames": `<!doctype html><html><body><p>outside</p><iframe width=400 height=200 srcdoc="<!doctype html><body style='background:#def;margin:4px'><h2>inside</h2>
    <iframe width=300 height=90 srcdoc='<body bgcolor=pink>innermost quirks'></iframe>"></iframe></body></html>`,
  scrolled: `<!doctype html><html><head><style>.pane{overflow:auto;width:120px;height:60px} .long{width:300px;height:400px;background:linear-gradient(45deg,gold,teal)}
    .few{width:70px;height:30px;font:20px/30px monospace}</style></head><body style="margin:0"><div style="height:3000px;background:linear-gradient(red,blue)"><div id=pane style="width:300px;height:200px;overflow:auto;position:sticky;top:40px;background:#fff">
    <div style="width:900px;height:900px;background:repeating-conic-gradient(#ccc 0 25%,#fff 0 50%) 0/40px 40px">pane</div></div></div>
    <div style="position:fixed;top:260px;left:10px;background:#fff"><div class="pane few" id=few>Three few words</div>
    <div class=pane id=outer style="height:120px"><div style="height:90px"></div><div class=pane id=inner><div class=long></div></div><div class=long></div></div>
    <div id=host></div><iframe id=frame style="width:200px;height:100px" srcdoc="<style>.pane{overflow:auto;height:60px} .long{height:400px;background:linear-gradient(pink,navy)}</style><div class=pane><div class=long></div></div>"></iframe></div>
    <script>scrollTo(0,700);pane.scrollTo(120,333);few.scrollTop=50;outer.scrollTop=80;inner.scrollTo(60,90);
    const root=host.attachShadow({mode:"open"});root.innerHTML="<style>.pane{overflow:auto;width:120px;height:60px} .long{height:400px;background:linear-gradient(white,green)}</style><div class=pane><div class=long></div></div>";
    root.querySelector(".pane").scrollTop=150;frame.onload=()=>{frame.contentDocument.querySelector(".pane").scrollTop=170}</script></body></html>`,
  "dialogs and top layer": `<!doctype html><html><body><p>behind</p><dialog id=d>modal <input></dialog><dialog open style="top:300px">not modal</dialog>
    <style>dialog::backdrop{background:#0308}</style><script>d.showModal();document.activeElement.blur()</script></body></html>`,
};

for (const [name, html] of Object.entries(OWN_PAGES)) {
  test(`own page: ${name}`, async ({ watched }) => {
    await watched.watch("admin", { html });
    await watched.same(name, html.includes("<canvas") ? WITH_CANVAS : 0);
  });
}

/** Its spinner never stands still, and rules of its constructed sheets lose shorthands with variables when they are read. */
const WITH_SPINNER = 0.02;

const SITES: readonly (readonly [SiteName, string, number])[] = [
  ["admin", "/index.html", WITH_CANVAS],
  ["admin", "/tables.html", 0],
  ["admin", "/buttons.html", 0],
  ["todo", "/", 0],
  ["gallery", "/", WITH_SPINNER],
  ["editor", "/", 0],
  ["shop", "/", 0],
];

for (const [name, path, most] of SITES) {
  test(`other people's site: ${name}${path}`, async ({ watched }) => {
    await watched.watch(name, { path });
    await watched.same(`${name}${path.replaceAll("/", "-")}`, most);
  });
}

test("focus and hover show as they do in the page", async ({ watched, viewer }, testInfo) => {
  const { visitor } = watched;
  await watched.watch("plain", {
    html: `<!doctype html><html><head><style>a:hover,li:hover>b{background:gold} .card:focus-within{outline:4px solid teal}
      .own:focus{outline:none;background:pink} .own:focus-visible{border-color:red} p{margin:20px}</style></head><body>
      <p><input id=text><input type=checkbox id=box><p><a href=#x id=link>link</a><p class=card><input class=own id=own><p><textarea id=area></textarea>
      <p contenteditable id=free>free</p><button id=button style="all:unset">button</button><ul><li id=item>item <b>bold</b></ul><my-host id=host></my-host>
      <script>host.attachShadow({mode:"open"}).innerHTML="<style>button{all:unset} button:hover{color:red} button:focus-visible{color:green}</style><button id=inner>in the shadow</button>"</script></body></html>`,
  });
  for (const id of ["text", "own", "area", "free"]) {
    await visitor.locator(`#${id}`).click();
    await watched.same(`focus ${id}`);
  }
  await visitor.locator("#text").click();
  for (const step of ["box", "link", "own", "area"]) {
    await visitor.keyboard.press("Tab");
    await watched.same(`tab to ${step}`);
  }
  await visitor.evaluate(() => (document.activeElement as HTMLElement).blur());
  for (const id of ["link", "item", "inner"]) {
    await visitor.locator(`#${id}`).hover();
    await expectSame(visitor, viewer.page, testInfo, { name: `hover ${id}`, most: 0 });
  }
});

test("what browsers draw in fields by themselves shows in the mirror", async ({
  watched,
  viewer,
}, testInfo) => {
  const { visitor } = watched;
  await watched.watch("plain", {
    html: `<!doctype html><html><head><style>input{border:1px solid}</style></head><body><p><input type=search id=search value=kites><p><input type=number id=number value=3>
      <p><input type=checkbox id=some><script>some.indeterminate = true</script></body></html>`,
  });
  await watched.same("neither ticked nor not");
  for (const id of ["search", "number"]) {
    await visitor.locator(`#${id}`).hover();
    await expectSame(visitor, viewer.page, testInfo, { name: `hover ${id}`, most: 0 });
    await visitor.locator(`#${id}`).click();
    await watched.same(`focus ${id}`);
  }
  await visitor.locator("#some").click();
  await watched.same("ticked");
  await visitor.locator("#some").evaluate((box: HTMLInputElement) => {
    box.indeterminate = true;
  });
  await watched.same("neither again");
});

test("changes of every kind arrive", async ({ watched }) => {
  const { visitor } = watched;
  await watched.watch("admin", {
    html: `<!doctype html><html><head><style id=css>li{color:black}</style></head><body><ul id=list><li>1<li>2<li>3</ul>
      <input id=field><input type=checkbox id=tick><select id=pick><option>a<option>b</select><textarea id=area></textarea>
      <div id=box style="width:50px;height:50px;background:red"></div><div id=host></div><canvas id=k width=100 height=50></canvas>
      <div style="height:2000px"></div></body></html>`,
  });
  await watched.same("before");
  const steps: Record<string, () => void> = {
    moved: () => {
      const list = document.querySelector("#list");
      list?.append(list.firstElementChild ?? "");
      list?.prepend(
        Object.assign(document.createElement("li"), { innerHTML: "<b>new</b> &amp; bold" }),
      );
      list?.children[2]?.remove();
    },
    attributes: () => {
      const box = document.querySelector<HTMLElement>("#box");
      box?.style.setProperty("background", "green", "important");
      box?.style.setProperty("--x", "1");
      if (box) box.className = "c";
      box?.setAttribute("hidden", "");
      box?.removeAttribute("hidden");
    },
    "style rules": () => {
      const sheet = document.querySelector<HTMLStyleElement>("#css")?.sheet;
      if (!sheet) return;
      sheet.insertRule("li{font-size:30px}", 0);
      sheet.insertRule("@media all{li{color:purple}}", 2);
      (sheet.cssRules[2] as CSSMediaRule).insertRule("ul{border:3px solid}", 1);
      (sheet.cssRules[0] as CSSStyleRule).style.setProperty("font-style", "italic");
      sheet.deleteRule(1);
    },
    "style text": () => {
      const style = document.querySelector("#css");
      if (style) style.textContent = "li{letter-spacing:4px}";
      document.head.append(
        Object.assign(document.createElement("style"), { textContent: "body{background:#eef}" }),
      );
    },
    "shadow tree": () => {
      const root = document.querySelector("#host")?.attachShadow({ mode: "open" });
      if (root) root.innerHTML = "<style>p{color:red}</style><p>in the shadow</p>";
    },
    drawing: () => {
      const context = document.querySelector<HTMLCanvasElement>("#k")?.getContext("2d");
      context?.fillRect(10, 10, 40, 20);
    },
    scrolled: () => scrollTo(0, 60),
  };
  await visitor.locator("#field").fill("typed");
  await visitor.locator("#tick").check();
  await visitor.locator("#pick").selectOption("b");
  await visitor.locator("#area").fill("two\nlines");
  await visitor.evaluate(() => (document.activeElement as HTMLElement).blur());
  await watched.same("typed");
  for (const [name, step] of Object.entries(steps)) {
    await visitor.evaluate(step);
    await watched.same(name, WITH_CANVAS);
  }
});

test("a storm of changes leaves the mirror the page, and costs no fresh start", async ({
  watched,
  viewer,
}) => {
  const { visitor } = watched;
  await watched.watch("plain", {
    html: `<!doctype html><html><head><style>div,p,b{border:1px solid;margin:1px}</style></head><body><main id=main><p>one</p><p>two</p></main></body></html>`,
  });
  const { connection } = viewer;
  // Small enough to travel as it is: a message that ends with a digest of nodes.
  let digests = 0;
  const pass = connection.frame.bind(connection);
  connection.frame = (header, payload) => {
    if (/\[(?:.*,)?63,\d+,\d+,\d+\]$/.test(Buffer.from(payload).toString())) digests++;
    pass(header, payload);
  };
  for (const seed of [1, 2, 3]) {
    await visitor.evaluate(async (begin) => {
      let state = begin * 2654435761;
      const random = (below: number) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
      };
      const main = document.querySelector("#main") as HTMLElement;
      const any = () => {
        const all = main.querySelectorAll("*");
        return all[random(all.length)] ?? main;
      };
      const make = () => {
        const made = document.createElement(["div", "p", "b"][random(3)] ?? "i");
        made.append(`made ${random(1000)}`);
        return made;
      };
      const acts = [
        () => any().append(make()),
        () => any().prepend(make(), make()),
        () => any().before(make()),
        () => {
          const [moved, to] = [any(), any()];
          if (!moved.contains(to)) to.append(moved);
        },
        () => main.querySelectorAll("*").length > 60 && any().remove(),
        () => any().setAttribute("style", `padding:${random(5)}px`),
        () => {
          any().textContent = `text ${random(1000)}`;
        },
        () => any().firstChild?.nodeType === 3 && (any().firstChild as Text | null)?.normalize(),
        () => any().replaceWith(make()),
        () => main.append(...Array.from(main.children).reverse()),
        () => {
          any().innerHTML = "<b>in <i>html</i></b> &amp; more";
        },
      ];
      for (let frame = 0; frame < 20; frame++) {
        for (let act = 0; act < 40; act++) acts[random(acts.length)]?.();
        if (main.querySelectorAll("*").length > 200) main.replaceChildren(make(), make());
        await new Promise(requestAnimationFrame);
      }
    }, seed);
    const before = digests;
    await expect.poll(() => digests, { message: "digests" }).toBeGreaterThan(before);
    await watched.same(`storm ${seed}`);
  }
  expect(connection.said).toEqual([]);
});
