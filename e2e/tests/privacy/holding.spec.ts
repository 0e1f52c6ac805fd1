/** Masks hold: also when the page takes them away, and wherever it shows what they hid. */
import { expect, test } from "../../fixtures/index.ts";
import { KEY, LonePage, SERVER, SESSION } from "../../src/lone-page.ts";
import { TEAM_DEFAULTS } from "../../src/team-settings.ts";

const HTML = `<!doctype html><html><head><title>Shop</title></head><body>
<p id="echo">nothing</p><p id="card-echo">nothing</p><a id="link" href="/">Link</a><input id="copy">
<div id="account" class="no-userview"><b id="name">CANARY-name</b></div><div id="elsewhere"></div>
<div id="team" class="secret">CANARY-team</div>
<label>Password <input id="password" type="password" value="CANARYfirst"></label>
<label>Card number <input id="card"></label>
<input id="search" value="CANARY"><closed-box id="closed"><b>CANARY-slotted</b> CANARY-slot-text</closed-box>
<canvas id="canvas" width="40" height="30"></canvas><output id="end"></output>
<script>
  const root = document.querySelector("#closed").attachShadow({ mode: "closed" });
  root.innerHTML = "<div class='no-userview'><slot></slot></div>";
  document.querySelector("#canvas").getContext("2d").fillRect(3, 3, 20, 20);
</script></body></html>`;

async function shared(
  page: Parameters<typeof LonePage.open>[0],
  settings: Partial<typeof TEAM_DEFAULTS> = {},
  html = HTML,
): Promise<LonePage> {
  const head = `<script src="${SERVER}/${KEY}.js"></script>`;
  const lone = await LonePage.open(page, { html, head, settings });
  await lone.welcomed();
  await lone.share();
  await settled(lone, "FIRST");
  return lone;
}

async function settled(lone: LonePage, mark: string): Promise<void> {
  await lone.page.locator("#end").evaluate((end, text) => end.replaceChildren(text), mark);
  await lone.told(mark);
}

test("what stands in slots of a closed shadow root is masked by what is around the slots", async ({
  page,
}) => {
  const lone = await shared(page);
  await page.locator("#closed").evaluate((box) => box.append("CANARY-later-text"));
  await settled(lone, "LATER");
  expect(lone.content()).not.toMatch(/CANARY-(?:slot|later)/);
});

test("a mask stays when its class goes, when what is in it moves, and when it is made anew", async ({
  page,
}) => {
  const lone = await shared(page);
  await page.evaluate(() => document.querySelector("#account")?.removeAttribute("class"));
  await settled(lone, "CLASS");
  await page.evaluate(() => {
    const name = document.querySelector("#name") as HTMLElement;
    document.querySelector("#elsewhere")?.append(name, ...name.childNodes);
  });
  await settled(lone, "MOVED");
  await page.evaluate(async () => {
    const name = document.querySelector("#name") as HTMLElement;
    name.textContent = "CANARY-remade";
    await new Promise(requestAnimationFrame);
    const anew = document.createElement("b");
    anew.textContent = "CANARY-remade";
    name.replaceWith(anew);
  });
  await settled(lone, "REMADE");
  lone.send({ type: "capture.snapshot", session: SESSION });
  await expect.poll(() => lone.snapshots()).toBe(2);
  await settled(lone, "AGAIN");
  expect(lone.content()).not.toMatch(/CANARY-(?:name|remade)/);
});

test("a team that takes its rule back sees again what only that rule masked", async ({ page }) => {
  const lone = await shared(page, { masked_elements: [".secret"] });
  expect(lone.content()).not.toContain("CANARY-team");
  lone.send({ type: "settings", settings: TEAM_DEFAULTS });
  await lone.told("CANARY-team");
  expect(lone.content()).not.toContain("CANARY-name");
});

test("what is typed into a masked field is masked wherever the page shows it", async ({ page }) => {
  const lone = await shared(page);
  await page.evaluate(() => {
    const by = (id: string): HTMLInputElement =>
      document.querySelector(`#${id}`) as HTMLInputElement;
    by("password").addEventListener("input", () => {
      const { value } = by("password");
      by("echo").textContent = `Your password: ${value.toUpperCase()}!`;
      by("echo").title = value;
      by("link").setAttribute("href", `/?q=${encodeURIComponent(value)}#${value}`);
      by("copy").value = value;
      document.title = `${value} - Shop`;
    });
    by("card").addEventListener("input", () => {
      by("card-echo").textContent = by("card").value.replace(/(.{4})(?=.)/g, "$1 ");
    });
  });
  await page.locator("#password").pressSequentially("CANARY tested");
  await page.locator("#card").pressSequentially("4711471147114711");
  await settled(lone, "TYPED");
  await page.locator("#password").fill("");
  await page.locator("#echo").evaluate((echo) => echo.replaceChildren("It was CANARYfirst"));
  await settled(lone, "CLEARED");
  expect(lone.content()).not.toMatch(/CANARY.?first|CANARY.{0,3}tes|4711.?4711/i);
  expect(lone.content()).toContain("Your password: ");
});

test("what stands in a masked field at first is masked in what comes before it", async ({
  page,
}) => {
  const lone = await shared(
    page,
    {},
    HTML.replace("nothing", "CANARYfirst").replace(
      '<output id="end">',
      `CANARYinside<div id="host"></div><script>
        document.querySelector("#host").attachShadow({ mode: "open" }).innerHTML =
          '<input type="password" value="CANARYinside">';
      </script><output id="end">`,
    ),
  );
  await page.evaluate(() => {
    const added = document.createElement("p");
    added.innerHTML = 'CANARYadded <input type="password" value="CANARYadded">';
    document.body.append(added);
  });
  await settled(lone, "ADDED");
  expect(lone.content()).not.toMatch(/CANARY(?:first|inside|added)/);
});

test("canvases are shared as the team says, at once", async ({ page }) => {
  const lone = await shared(page, { enable_canvases: false });
  const pictures = (): unknown[] => lone.model.events.filter(({ op }) => op === "picture");
  await expect.poll(() => lone.model.events.some(({ op }) => op === "hold")).toBe(true);
  await page.locator("#canvas").evaluate((canvas) => {
    (canvas as HTMLCanvasElement).getContext("2d")?.fillRect(0, 0, 9, 9);
  });
  await settled(lone, "DRAWN");
  expect(pictures()).toEqual([]);
  for (const encoding of ["png", "jpeg", "webp"] as const) {
    lone.send({ type: "settings", settings: { ...TEAM_DEFAULTS, canvas_encoding: encoding } });
    await lone.told(`data:image/${encoding};base64`);
  }
});

test("changes are gathered for as long as the team says", async ({ page }) => {
  const lone = await shared(page, { dom_changes_delay: 700 });
  const changes = async (): Promise<number> => {
    const before = lone.messages.length;
    await page.evaluate(async () => {
      const end = document.querySelector("#end") as HTMLElement;
      for (let at = 0; at < 30; at++) {
        end.textContent = `STEP-${at}`;
        await new Promise(requestAnimationFrame);
      }
    });
    await settled(lone, `STEPPED-${lone.messages.length}`);
    return lone.messages.length - before;
  };
  const gathered = await changes();
  lone.send({ type: "settings", settings: TEAM_DEFAULTS });
  await expect.poll(() => lone.snapshots()).toBe(2);
  expect(await changes()).toBeGreaterThan(2 * gathered);
});
