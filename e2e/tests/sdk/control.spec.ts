/** Agents' hands in the visitor's page: what a person could do happens as by a person, what they must not is refused. */
import type { Page } from "@playwright/test";
import type { Action } from "../../../packages/protocol/src/index.ts";
import { expect, test } from "../../fixtures/index.ts";
import { LonePage, SITE } from "../../src/lone-page.ts";

const MODIFIERS = { alt: false, ctrl: false, meta: false, shift: false };

const HTML = `<!doctype html><html><head><title>Hands</title><style>
  body { margin: 0; font: 16px sans-serif; } main { padding: 20px; } #tall { height: 3000px; }
  #pane { width: 200px; height: 80px; overflow: auto; } #inside { height: 900px; }
  #cover { position: fixed; right: 0; bottom: 0; width: 300px; height: 60px; background: #ccc; }
  #under { position: fixed; right: 10px; bottom: 10px; }
</style></head><body><main>
  <button id="button" type="button">Press</button> <button id="off" type="button" disabled>Off</button>
  <a id="link" href="/second">Second page</a>
  <label id="label"><input id="box" type="checkbox"> Agree</label>
  <input id="one" type="radio" name="r" value="1"><input id="two" type="radio" name="r" value="2">
  <details id="details"><summary id="summary">More</summary><p>Less</p></details>
  <form id="form"><input id="name" name="name"><input id="mail" type="email" name="mail"><button id="submit">Send</button></form>
  <textarea id="area">one two</textarea>
  <p id="rich" contenteditable="true">rich</p>
  <select id="select"><option value="a">A</option><option value="b">B</option><option value="c" disabled>C</option></select>
  <select id="list" multiple size="3"><option value="x">X</option><option id="y" value="y">Y</option><option value="z">Z</option></select>
  <input id="date" type="date"><input id="colour" type="color"><input id="range" type="range" min="0" max="10"><input id="count" type="number" value="4">
  <input id="password" type="password"><input id="card" autocomplete="cc-number"><input id="file" type="file">
  <p><label id="secret-label">Password <input type="password"></label></p>
  <div class="userview-no-control"><button id="not-controlled" type="button">No</button></div>
  <button id="page-withheld" class="withheld" type="button">No</button>
  <div class="no-userview"><button id="masked" type="button">Masked</button></div>
  <div id="pane"><div id="inside">pane</div></div>
  <button id="under" type="button">Under</button><div id="cover">Cover</div>
  <div id="host"></div><iframe id="frame" srcdoc="<input id='framed'><button id='framed-button'>In</button>"></iframe>
  <p id="log"></p></main><div id="tall"></div>
<script>
  const log = document.querySelector("#log");
  window.heard = [];
  const root = document.querySelector("#host").attachShadow({ mode: "open" });
  root.innerHTML = '<button id="deep">Deep</button><input id="deep-input">';
  for (const type of ["pointerdown","mousedown","pointerup","mouseup","click","dblclick","contextmenu","auxclick","keydown","keypress","keyup","beforeinput","input","change","submit","focusin","focusout","pointerenter"])
    document.addEventListener(type, (event) => {
      const target = event.composedPath()[0];
      if (type === "submit") event.preventDefault();
      heard.push(type + " " + (target.id || target.localName) + (event.detail ? " " + event.detail : ""));
    }, true);
</script></body></html>`;

async function hands(
  page: Page,
  options: Partial<Parameters<typeof LonePage.open>[1]> = {},
): Promise<LonePage> {
  const lone = await LonePage.open(page, {
    html: HTML,
    files: { "/second": { type: "text/html", body: "<h1>Second</h1>" } },
    ...options,
  });
  await lone.welcomed();
  await lone.share("p1");
  return lone;
}

/** One step of the mouse on an element that is known by its id. */
async function mouse(
  lone: LonePage,
  phase: "down" | "move" | "up",
  id: string,
  extra: Partial<Extract<Action, { kind: "mouse" }>> = {},
): Promise<string | null> {
  const box = await lone.page.locator(`#${id}`).boundingBox();
  const [width, height] = [box?.width ?? 0, box?.height ?? 0];
  return lone.act({
    kind: "mouse",
    phase,
    node: lone.idOf("id", id),
    x: (box?.x ?? 0) + width / 2,
    y: (box?.y ?? 0) + height / 2,
    offset_x: width / 2,
    offset_y: height / 2,
    button: 0,
    clicks: 1,
    modifiers: MODIFIERS,
    ...extra,
  });
}

async function click(
  lone: LonePage,
  id: string,
  extra: Partial<Extract<Action, { kind: "mouse" }>> = {},
): Promise<string | null> {
  const down = await mouse(lone, "down", id, extra);
  const up = await mouse(lone, "up", id, extra);
  return down ?? up;
}

/** The wheel turned over a point of the window, whatever is there. */
function wheel(x: number, y: number, down: number): Action {
  const place = { node: null, x, y, offset_x: x, offset_y: y };
  return { kind: "scroll", ...place, delta_x: 0, delta_y: down, modifiers: MODIFIERS };
}

async function key(
  lone: LonePage,
  name: string,
  modifiers: Partial<typeof MODIFIERS> = {},
): Promise<string | null> {
  const code = /^[a-z]$/i.test(name) ? `Key${name.toUpperCase()}` : name;
  return lone.act({ kind: "key", key: name, code, modifiers: { ...MODIFIERS, ...modifiers } });
}

async function heard(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
}

test("C6: a click is the whole sequence of a hand, and gives the focus", async ({ page }) => {
  const lone = await hands(page);
  await heard(page);
  expect(await click(lone, "button")).toBeNull();
  const told = await heard(page);
  const sequence = [
    "pointerdown button",
    "mousedown button 1",
    "focusin button",
    "pointerup button",
    "mouseup button 1",
    "click button 1",
  ];
  expect(told.filter((one) => sequence.includes(one))).toEqual(sequence);
  await expect(page.locator("#button")).toBeFocused();
});

test("boxes, labels, radio buttons, summaries and disabled buttons behave", async ({ page }) => {
  const lone = await hands(page);
  await click(lone, "box");
  await expect(page.locator("#box")).toBeChecked();
  await click(lone, "label");
  await expect(page.locator("#box")).not.toBeChecked();
  await click(lone, "two");
  await expect(page.locator("#two")).toBeChecked();
  await click(lone, "summary");
  await expect(page.locator("#details")).toHaveAttribute("open");
  await heard(page);
  await click(lone, "off");
  expect((await heard(page)).filter((one) => one.startsWith("click"))).toEqual([]);
});

test("double clicks, other buttons and the way there are told", async ({ page }) => {
  const lone = await hands(page);
  await heard(page);
  await mouse(lone, "move", "button");
  expect(await heard(page)).toContain("pointerenter button");
  await click(lone, "area");
  await click(lone, "area", { clicks: 2 });
  expect(await heard(page)).toContain("dblclick area 2");
  await click(lone, "button", { button: 2 });
  expect(await heard(page)).toContain("contextmenu button 1");
  await click(lone, "button", { button: 1 });
  expect(await heard(page)).toContain("auxclick button 1");
});

test("links lead on", async ({ page }) => {
  const lone = await hands(page);
  await click(lone, "link");
  await expect(page).toHaveURL(`${SITE}/second`);
});

test("a link to a new window opens in this one: without a hand the browser opens none", async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "userActivation", { value: { isActive: false } });
  });
  const html = HTML.replace('href="/second"', 'href="/second" target="_blank" rel="noopener"');
  const lone = await hands(page, { html });
  await click(lone, "link");
  await expect(page).toHaveURL(`${SITE}/second`);
});

test("keys type as a keyboard does, and Enter sends the form with its change told first", async ({
  page,
}) => {
  const lone = await hands(page);
  await click(lone, "name");
  await heard(page);
  for (const letter of "Adä") expect(await key(lone, letter)).toBeNull();
  await expect(page.locator("#name")).toHaveValue("Adä");
  const typed = await heard(page);
  expect(typed.slice(0, 5)).toEqual([
    "keydown name",
    "keypress name",
    "beforeinput name",
    "input name",
    "keyup name",
  ]);
  await key(lone, "Enter");
  const sent = (await heard(page)).filter((one) => /^(?:change|submit|click)/.test(one));
  expect(sent).toEqual(["change name", "click submit", "submit form"]);
});

test("the caret moves, selects, deletes and undoes", async ({ page }) => {
  const lone = await hands(page);
  const area = page.locator("#area");
  await click(lone, "area");
  await key(lone, "a", { ctrl: true });
  await key(lone, "x");
  await expect(area).toHaveValue("x");
  for (const letter of ["y", "z", "Enter", "w"]) await key(lone, letter);
  await expect(area).toHaveValue("xyz\nw");
  await key(lone, "Backspace");
  await key(lone, "Backspace");
  await key(lone, "ArrowLeft");
  await key(lone, "Delete");
  await expect(area).toHaveValue("xy");
  await key(lone, "Home");
  await key(lone, "ArrowRight", { shift: true });
  await key(lone, "-");
  await expect(area).toHaveValue("-y");
  await key(lone, "z", { ctrl: true });
  await expect(area).toHaveValue("xy");
});

test("the caret is where the agent clicked in fields that know no numbers of places", async ({
  page,
}) => {
  const lone = await hands(page);
  const count = page.locator("#count");
  await click(lone, "count");
  await key(lone, "2");
  await expect(count).toHaveValue("42");
  await key(lone, "ArrowLeft");
  await key(lone, "0");
  await expect(count).toHaveValue("402");
  await key(lone, "Home");
  await key(lone, "1");
  await expect(count).toHaveValue("1402");
  await key(lone, "End");
  await key(lone, "Backspace");
  await expect(count).toHaveValue("140");
});

test("an editor that draws its own text is typed into", async ({ page }) => {
  const lone = await hands(page, {
    html: `<!doctype html><html><head></head><body><div id="drawn" tabindex="0" style="height: 40px">one two</div><script>
      const context = (drawn.editContext = new EditContext({ text: "one two", selectionStart: 7, selectionEnd: 7 }));
      context.addEventListener("textupdate", () => { drawn.textContent = context.text; });
      drawn.addEventListener("beforeinput", ({ inputType }) => { drawn.dataset.last = inputType; });
    </script></body></html>`,
  });
  const drawn = page.locator("#drawn");
  await click(lone, "drawn");
  await key(lone, "s");
  expect(await lone.act({ kind: "text", text: " three 🪁" })).toBeNull();
  await expect(drawn).toHaveText("one twos three 🪁");
  await key(lone, "Backspace");
  await key(lone, "Backspace", { ctrl: true });
  await expect(drawn).toHaveText("one twos ");
  await key(lone, "Enter");
  await expect(drawn).toHaveAttribute("data-last", "insertParagraph");
  await expect(drawn).toHaveText("one twos ");
});

test("text arrives in fields, in editable content, in shadow roots and in frames", async ({
  page,
}) => {
  const lone = await hands(page);
  await click(lone, "mail");
  expect(await lone.act({ kind: "text", text: "ada@example.com" })).toBeNull();
  await expect(page.locator("#mail")).toHaveValue("ada@example.com");
  await click(lone, "rich");
  await key(lone, "End");
  await lone.act({ kind: "text", text: " text" });
  await expect(page.locator("#rich")).toHaveText("rich text");
  await page.locator("#deep-input").focus();
  await lone.act({ kind: "text", text: "deep" });
  await expect(page.locator("#deep-input")).toHaveValue("deep");
  await lone.told("framed");
  const frame = page.frameLocator("#frame");
  const box = await frame.locator("#framed").boundingBox();
  const place = { x: (box?.x ?? 0) + 5, y: (box?.y ?? 0) + 5, offset_x: 5, offset_y: 5 };
  for (const phase of ["down", "up"] as const)
    await lone.act({
      kind: "mouse",
      phase,
      node: lone.idOf("id", "framed"),
      ...place,
      button: 0,
      clicks: 1,
      modifiers: MODIFIERS,
    });
  await lone.act({ kind: "text", text: "inside" });
  await expect(frame.locator("#framed")).toHaveValue("inside");
});

test("Tab goes from control to control, Space and arrows choose", async ({ page }) => {
  const lone = await hands(page);
  await click(lone, "button");
  await key(lone, "Tab");
  await expect(page.locator("#link")).toBeFocused();
  await key(lone, "Tab");
  await expect(page.locator("#box")).toBeFocused();
  await key(lone, " ");
  await expect(page.locator("#box")).toBeChecked();
  await key(lone, "Tab", { shift: true });
  await expect(page.locator("#link")).toBeFocused();
  await page.locator("#one").focus();
  await key(lone, "ArrowDown");
  await expect(page.locator("#two")).toBeChecked();
  await page.locator("#select").focus();
  await key(lone, "ArrowDown");
  await expect(page.locator("#select")).toHaveValue("b");
  await page.locator("#count").focus();
  await key(lone, "ArrowUp");
  await expect(page.locator("#count")).toHaveValue("5");
});

test("Escape closes the page's modal dialog, not the SDK's own interface", async ({ page }) => {
  const lone = await hands(page);
  await page.evaluate(() => {
    const dialog = document.createElement("dialog");
    dialog.id = "modal";
    dialog.append("Modal");
    document.body.append(dialog);
    dialog.showModal();
  });
  await key(lone, "Escape");
  await expect(page.locator("#modal")).toBeHidden();
  await key(lone, "Escape");
  await expect(page.getByRole("button", { name: "Stop sharing" })).toBeVisible();
});

test("selects, dates, colours and ranges are set with their events; what they do not take fails", async ({
  page,
}) => {
  const lone = await hands(page);
  const choose = (id: string, ...values: string[]) =>
    lone.act({ kind: "choose", node: lone.idOf("id", id), values });
  await heard(page);
  expect(await choose("select", "b")).toBeNull();
  expect((await heard(page)).filter((one) => !one.startsWith("focus"))).toEqual([
    "input select",
    "change select",
  ]);
  expect(await choose("list", "x", "z")).toBeNull();
  await expect(page.locator("#list")).toHaveValues(["x", "z"]);
  expect(await choose("date", "1815-12-10")).toBeNull();
  expect(await choose("colour", "#336699")).toBeNull();
  expect(await choose("range", "7")).toBeNull();
  await expect(page.locator("#date")).toHaveValue("1815-12-10");
  await expect(page.locator("#colour")).toHaveValue("#336699");
  await expect(page.locator("#range")).toHaveValue("7");
  expect(await choose("select", "nothing")).toBe("failed");
  expect(await choose("select", "c")).toBe("failed");
  expect(await choose("date", "yesterday")).toBe("failed");
  expect(await choose("name", "text")).toBe("failed");
});

test("the page and panes scroll", async ({ page }) => {
  const lone = await hands(page);
  const pane = page.locator("#pane");
  const top = (await pane.boundingBox())?.y ?? 0;
  expect(await lone.act(wheel(60, top + 20, 50))).toBeNull();
  expect(await pane.evaluate((one) => one.scrollTop)).toBe(50);
  expect(await lone.act(wheel(600, 20, 400))).toBeNull();
  expect(await page.evaluate(() => scrollY)).toBe(400);
  await page.evaluate(() => scrollTo(0, 0));
  await page.evaluate(() =>
    document
      .querySelector("#pane")
      ?.addEventListener("wheel", (event) => event.preventDefault(), { passive: false }),
  );
  expect(await lone.act(wheel(60, top + 20, 50))).toBeNull();
  expect(await pane.evaluate((one) => one.scrollTop)).toBe(50);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test("a node that moved since is found where it is now", async ({ page }) => {
  const lone = await hands(page);
  const id = lone.idOf("id", "button");
  await page.evaluate(() => scrollTo(0, 1500));
  const action = {
    kind: "mouse",
    node: id,
    x: 30,
    y: 30,
    offset_x: 5,
    offset_y: 5,
    button: 0,
    clicks: 1,
    modifiers: MODIFIERS,
  } as const;
  expect(await lone.act({ ...action, phase: "down" })).toBeNull();
  expect(await lone.act({ ...action, phase: "up" })).toBeNull();
  expect(await heard(page)).toContain("click button 1");
});

for (const [id, reason] of [
  ["password", "protected"],
  ["card", "protected"],
  ["file", "protected"],
  ["secret-label", "protected"],
  ["not-controlled", "protected"],
  ["page-withheld", "protected"],
  ["masked", "masked"],
  ["under", "covered"],
] as const) {
  test(`C6: a click on "${id}" is refused as ${reason}, and nothing happens`, async ({ page }) => {
    const head = `<script src="http://userview.test/pk_abcdefghijklmnopqrstuvwx.js"></script>
      <script>UserView("init", { noRemoteElements: [".withheld"] });</script>`;
    const lone = await hands(page, { head });
    await heard(page);
    expect(await click(lone, id)).toBe(reason);
    expect(await heard(page)).toEqual([]);
  });
}

test("C6: keys and text are refused where a secret has the focus", async ({ page }) => {
  const lone = await hands(page);
  for (const id of ["password", "card"]) {
    await page.locator(`#${id}`).focus();
    expect(await key(lone, "x")).toBe("protected");
    expect(await lone.act({ kind: "text", text: "x" })).toBe("protected");
    await expect(page.locator(`#${id}`)).toHaveValue("");
  }
});

test("C6: a node that is gone is not found, a page of before is stale", async ({ page }) => {
  const lone = await hands(page);
  const id = lone.idOf("id", "button");
  await page.locator("#button").evaluate((button) => button.remove());
  const action = {
    kind: "mouse",
    phase: "down",
    node: id,
    x: 30,
    y: 30,
    offset_x: 5,
    offset_y: 5,
    button: 0,
    clicks: 1,
    modifiers: MODIFIERS,
  } as const;
  expect(await lone.act(action)).toBe("not_found");
  expect(await lone.act(action, true)).toBe("stale");
});

test("an agent's hand never reaches the SDK's own interface", async ({ page }) => {
  const lone = await hands(page);
  const stop = await page.getByRole("button", { name: "Stop sharing" }).boundingBox();
  const point = { x: (stop?.x ?? 0) + 10, y: (stop?.y ?? 0) + 10, offset_x: 0, offset_y: 0 };
  for (const phase of ["down", "up"] as const) {
    const action = {
      kind: "mouse",
      phase,
      node: null,
      ...point,
      button: 0,
      clicks: 1,
      modifiers: MODIFIERS,
    } as const;
    expect(await lone.act(action)).toBe("covered");
  }
  await expect(page.getByRole("button", { name: "Stop sharing" })).toBeVisible();
  expect(lone.count("session.stop")).toBe(0);
});

test("C7: what the team or the page forbids is not carried out, whatever the server says", async ({
  page,
}) => {
  const head = `<script src="http://userview.test/pk_abcdefghijklmnopqrstuvwx.js"></script>
    <script>UserView("init", { allowRemoteType: false });</script>`;
  const lone = await hands(page, { head, settings: { allow_remote_scroll: false } });
  expect(await click(lone, "name")).toBeNull();
  expect(await key(lone, "x")).toBe("not_permitted");
  expect(await lone.act({ kind: "text", text: "x" })).toBe("not_permitted");
  expect(await lone.act(wheel(5, 5, 9))).toBe("not_permitted");
});
