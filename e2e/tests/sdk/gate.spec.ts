/** What must not leave the page does not, however it comes to stand there. */
import { expect, test } from "../../fixtures/index.ts";
import { LonePage } from "../../src/lone-page.ts";

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>';

const HTML = `<!doctype html><html><head><title>Shop</title>
<meta name="csrf-token" content="CANARY-meta">
<style>.canary::after { content: attr(data-secret); }</style></head><body>
<noscript>CANARY-noscript</noscript>
<script>window.secret = "CANARY-script";</script>
<!-- CANARY-comment -->
<h1 onclick="alert('CANARY-handler')">Hello</h1>
<a id="link" href="/orders?token=CANARY-href&tab=2">Orders</a>
<a href="javascript:alert('CANARY-javascript')">Run</a>
<form action="/login?session=CANARY-action"><button formaction="/x?email=CANARY-formaction">Go</button></form>
<input type="hidden" name="csrf" value="CANARY-hidden">
<input id="password" type="password" name="p" value="CANARY-password">
<input id="shown" type="text" name="new_password" value="CANARY-shown-password">
<input id="card" name="cardNumber" value="CANARY-card">
<input id="autocomplete" autocomplete="section-a billing cc-number" value="CANARY-autocomplete">
<input autocomplete="one-time-code" value="CANARY-otp">
<input autocomplete="new-password" value="CANARY-new-password">
<input role="combobox" aria-haspopup="listbox" autocomplete="one-time-code" value="CANARY-otp-list">
<input role="combobox" aria-haspopup="listbox" autocomplete="new-password" name="pin" value="CANARY-pin-list">
<input role="combobox" aria-haspopup="listbox" autocomplete="new-password" type="password" value="CANARY-password-list">
<input role="combobox" aria-haspopup="listbox" autocomplete="new-password" value="Choose a kite">
<input aria-label="CVC" value="CANARY-cvc"><input placeholder="IBAN" value="CANARY-iban">
<label>Security code <input id="labelled" value="CANARY-labelled"></label>
<textarea name="secret">CANARY-textarea</textarea>
<input type="number" name="card_number" id="number" value="4711471147114711">
<section id="mask" class="no-userview" title="CANARY-title" aria-label="CANARY-aria" data-secret="CANARY-data">
  <p id="masked-text">CANARY-text <b>CANARY-bold</b></p>
  <p class="canary" data-secret="CANARY-generated"></p>
  <img id="masked-image" src="/secret.svg?CANARY-src" alt="CANARY-alt" width="40" height="20">
  <div style="background-image:url(/secret.svg?CANARY-background);--note:'CANARY-custom'">x</div>
  <input value="CANARY-input" placeholder="CANARY-placeholder"><select><option>CANARY-option</option></select>
  <button value="CANARY-button-value">CANARY-button</button>
  <a href="/CANARY-path" download="CANARY-download">CANARY-link</a>
  <svg><title>CANARY-svg-title</title><text>CANARY-svg</text><path d="M0 0h471147"></path></svg>
  <video poster="/secret.svg?CANARY-poster" width="30" height="20"></video>
  <canvas id="canvas" width="20" height="20"></canvas>
  <iframe id="frame" srcdoc="<p>CANARY-frame</p><input value=CANARY-frame-input>"></iframe>
  <div id="host"></div><p contenteditable="true" id="editable">CANARY-editable</p>
</section>
<div data-userview-mask><i>CANARY-attribute-mask</i></div>
<div class="team-secret">CANARY-team</div><div class="page-secret">CANARY-page</div>
<div data-page='{"props":{"auth":{"user":"CANARY-props-of-the-framework","csrf":"CANARY-json"}}}' data-csrf-token="CANARY-csrf" data-state="open">App</div>
<div id="later">shown at first</div><div id="slotting"></div>
<div data-userview-ui><p>CANARY-own</p></div>
<output id="end"></output>
<script>
  const inShadow = document.querySelector("#host").attachShadow({ mode: "open" });
  inShadow.innerHTML = "<p>CANARY-shadow</p><input value='CANARY-shadow-input'>";
  const slotting = document.querySelector("#slotting");
  slotting.textContent = "CANARY-slotted";
  slotting.attachShadow({ mode: "open" }).innerHTML = "<div class='no-userview'><slot></slot></div>";
  const pen = document.querySelector("#canvas").getContext("2d");
  pen.fillRect(2, 2, 9, 9);
</script></body></html>`;

const OPTIONS = {
  html: HTML,
  files: { "/secret.svg": { type: "image/svg+xml", body: SVG } },
  settings: { masked_elements: [".team-secret"] },
  head: undefined,
};

const INIT = `<script src="http://userview.test/pk_abcdefghijklmnopqrstuvwx.js"></script>
<script>UserView("init", { maskedElements: [".page-secret"] });</script>`;

async function shared(page: Parameters<typeof LonePage.open>[0]): Promise<LonePage> {
  const { head: _none, ...options } = OPTIONS;
  const lone = await LonePage.open(page, { ...options, head: INIT });
  await lone.welcomed();
  await lone.share();
  await lone.told("Orders");
  return lone;
}

/** End marks: what was told before them has come when they have. */
async function settled(lone: LonePage, mark: string): Promise<void> {
  await lone.page.locator("#end").evaluate((end, text) => end.replaceChildren(text), mark);
  await lone.told(mark);
}

function canaries(lone: LonePage): string[] {
  return [...new Set(lone.content().match(/CANARY[\w-]*|4711471147\d*|471147/g) ?? [])];
}

test("nothing of a first snapshot that is masked or secret leaves the page", async ({ page }) => {
  const lone = await shared(page);
  await settled(lone, "first");
  expect(canaries(lone)).toEqual([]);
  expect(lone.content()).toContain("tab=2");
  expect(lone.content()).toContain("Choose a kite");
  expect(lone.uploads.length).toBe(0);
});

test("masked text keeps its length and its lines, and a masked field shows no length", async ({
  page,
}) => {
  const lone = await shared(page);
  expect(lone.content()).toContain("*********** ");
  const card = lone.model.node(lone.idOf("id", "number"));
  expect(card.attributes.get("value")).toBe("00000000");
  expect(card.state.get("control")).toEqual([0, "00000000"]);
});

test("nothing that changes inside masks leaves the page", async ({ page }) => {
  const lone = await shared(page);
  await page.evaluate(async () => {
    const by = (id: string): HTMLElement => document.querySelector(`#${id}`) as HTMLElement;
    const frame = (by("frame") as HTMLIFrameElement).contentDocument as Document;
    const text = by("masked-text").firstChild as Text;
    text.data = "CANARY-text-change";
    by("mask").setAttribute("title", "CANARY-title-change");
    by("masked-image").setAttribute("src", "/secret.svg?CANARY-src-change");
    by("masked-image").setAttribute("alt", "CANARY-alt-change");
    by("mask").insertAdjacentHTML(
      "beforeend",
      "<p data-x='CANARY-added-attribute'>CANARY-added</p><input value='CANARY-added-input'>",
    );
    by("host").shadowRoot?.querySelector("p")?.replaceChildren("CANARY-shadow-change");
    frame.querySelector("p")?.replaceChildren("CANARY-frame-change");
    by("editable").replaceChildren("CANARY-editable-change");
    by("slotting").replaceChildren("CANARY-slotted-change");
    for (const id of ["password", "card", "autocomplete", "labelled", "shown"]) {
      const field = by(id) as HTMLInputElement;
      field.value = "CANARY-value-set";
      field.setAttribute("value", "CANARY-value-attribute");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const password = by("password") as HTMLInputElement;
    password.type = "text";
    password.value = "CANARY-password-shown";
    password.setAttribute("value", "CANARY-password-attribute");
    const select = document.querySelector("section select") as HTMLSelectElement;
    select.append(new Option("CANARY-option-added"));
    select.selectedIndex = 1;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    const style = document.createElement("div");
    by("mask").append(style);
    style.style.backgroundImage = "url(/secret.svg?CANARY-style)";
    style.style.setProperty("--note", "'CANARY-note'");
    const range = document.createRange();
    range.selectNodeContents(by("masked-text"));
    getSelection()?.addRange(range);
  });
  await page.locator("#card").fill("CANARY-typed");
  await settled(lone, "changed");
  expect(canaries(lone)).toEqual([]);
  expect(lone.uploads).toEqual([]);
});

test("a mask that comes later takes back what was shown, and stays when the page takes the class away", async ({
  page,
}) => {
  const lone = await shared(page);
  await lone.told("shown at first");
  const before = lone.messages.length;
  await page.locator("#later").evaluate((later) => later.classList.add("no-userview"));
  await lone.told("***** ** *****");
  await page.locator("#later").evaluate((later) => later.replaceChildren("CANARY-later"));
  await settled(lone, "masked");
  expect(canaries(lone)).toEqual([]);
  await page.locator("#later").evaluate((later) => {
    later.classList.remove("no-userview");
    later.replaceChildren("CANARY-again");
  });
  await settled(lone, "unmasked");
  expect(canaries(lone)).toEqual([]);
  expect(lone.messages.length).toBeGreaterThan(before);
});

test("a field that becomes secret is masked from then on", async ({ page }) => {
  const lone = await shared(page);
  await page.evaluate(() => {
    const field = document.createElement("input");
    field.id = "becomes";
    document.body.append(field);
  });
  await page.locator("#becomes").evaluate((field) => {
    field.setAttribute("autocomplete", "cc-number");
    (field as HTMLInputElement).value = "CANARY-became";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await settled(lone, "became");
  expect(canaries(lone)).toEqual([]);
});

test("moved into a mask means masked", async ({ page }) => {
  const lone = await shared(page);
  await page.evaluate(() => {
    const moved = document.createElement("p");
    moved.textContent = "moving";
    document.body.append(moved);
    document.querySelector("#mask")?.append(moved);
    moved.textContent = "CANARY-moved";
  });
  await settled(lone, "moved");
  expect(canaries(lone)).toEqual([]);
});

test("what is changed while it goes leaves nothing", async ({ page }) => {
  const lone = await shared(page);
  await page.evaluate(() => {
    const text = document.querySelector("#masked-text") as HTMLElement;
    text.replaceChildren("CANARY-going");
    text.setAttribute("title", "CANARY-going-title");
    const inner = text.firstChild as Text;
    document.createDocumentFragment().append(text);
    inner.data = "CANARY-gone";
    const frame = document.querySelector("#frame") as HTMLIFrameElement;
    frame.contentDocument?.body.append("CANARY-going-frame");
    frame.remove();
  });
  await settled(lone, "gone");
  expect(canaries(lone)).toEqual([]);
});

test("the SDK's own interface is not in the mirror, nor what changes in it", async ({ page }) => {
  const lone = await shared(page);
  await page.evaluate(() => {
    for (const own of document.querySelectorAll("[data-userview-ui]")) {
      own.append("CANARY-own-light");
      own.shadowRoot?.append("CANARY-own-shadow");
      own.setAttribute("title", "CANARY-own-attribute");
    }
  });
  await settled(lone, "own");
  expect(canaries(lone)).toEqual([]);
  expect(lone.content()).not.toContain("Stop sharing");
});

test("a selector that cannot be read masks the whole page, and the console says so in one line", async ({
  page,
}) => {
  const lone = await LonePage.open(page, { html: HTML, settings: { masked_elements: ["div:::"] } });
  await lone.welcomed();
  await lone.share();
  await settled(lone, "");
  expect(lone.content()).not.toContain("Hello");
  expect(canaries(lone)).toEqual([]);
  const lines = lone.console.filter((line) => line.includes("maskedElements"));
  expect(lines).toEqual([
    'UserView: maskedElements: "div:::" is no CSS selector; the whole page is masked until it is mended',
  ]);
});

test("a fresh snapshot in the same stream keeps all of this", async ({ page }) => {
  const lone = await shared(page);
  lone.send({ type: "capture.snapshot", session: "0123456789abcdef" });
  await expect.poll(() => lone.snapshots()).toBe(2);
  await settled(lone, "again");
  expect(canaries(lone)).toEqual([]);
});

test("words that hosts of shadow trees show leave until one of them is masked", async ({
  page,
}) => {
  const lone = await LonePage.open(page, {
    html: `<!doctype html><html><head></head><body><p>ready</p><word-box id="first"></word-box>
<div id="private"><word-box id="second"></word-box></div><script>
  customElements.define("word-box", class extends HTMLElement {
    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      const style = ":host { --word: 'Word of " + this.id + "'; } b::after { content: var(--word); }";
      root.innerHTML = "<style>" + style + "</style><b></b>";
    }
  });
</script></body></html>`,
  });
  await lone.share();
  await lone.told("Word of first");
  await lone.told("Word of second");
  const before = lone.messages.length;
  await page.evaluate(() => document.querySelector("#private")?.classList.add("no-userview"));
  await expect.poll(() => lone.snapshots()).toBe(2);
  await lone.told("**** ** ******");
  const after = lone.messages.slice(before).map(({ text }) => text);
  expect(after.join("\n")).not.toContain("Word of second");
});
