import { expect, test } from "@playwright/test";
import { AnimationState, Layer, MediaFlag } from "@userview/protocol/content";
import { FeaturePage } from "../../src/feature-page.ts";

// Traces hook what is hooked here.
test.use({ trace: "off" });

test("tells dialogs and popovers in the order in which they came", async ({ page }) => {
  const features = await FeaturePage.open(
    page,
    `<!doctype html><dialog id="a">a</dialog><div popover id="b">b</div><dialog id="c">c</dialog>
    <button popovertarget="b" id="button">open</button>
    <dialog id="secret" class="no-userview"></dialog>`,
  );
  await page.evaluate(() => (document.querySelector("#c") as HTMLDialogElement).showModal());
  const first = await features.start();
  const ids = {
    a: await features.id("#a"),
    b: await features.id("#b"),
    c: await features.id("#c"),
  };
  expect(first).toEqual([["layer", ids.c, Layer.modal]]);
  const opened = await features.after(() => {
    (document.querySelector("#a") as HTMLDialogElement).showModal();
    (document.querySelector("#b") as HTMLElement).showPopover();
  });
  expect(opened).toEqual([
    ["layer", ids.a, Layer.modal],
    ["layer", ids.b, Layer.popover],
  ]);
  // Who joins gets the same order, which is not that of the document.
  expect(await features.snapshot()).toEqual([
    ["layer", await features.id("#c"), Layer.modal],
    ["layer", await features.id("#a"), Layer.modal],
    ["layer", await features.id("#b"), Layer.popover],
  ]);
  const again = await features.after(() => {
    const dialog = document.querySelector("#c") as HTMLDialogElement;
    dialog.close();
    dialog.showModal();
  });
  // A modal dialog closes popovers; it is on top itself now.
  const now = { b: await features.id("#b"), c: await features.id("#c") };
  expect(again.filter(([, , layer]) => layer === Layer.none)).toHaveLength(2);
  expect(again.at(-1)).toEqual(["layer", now.c, Layer.modal]);
  await page.evaluate(() => {
    for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  });
  await features.changes();
  await page.click("#button");
  expect(await features.changes()).toEqual([["layer", now.b, Layer.popover]]);
  await page.keyboard.press("Escape");
  expect(await features.told("layer")).toEqual(["layer", now.b, Layer.none]);
  await page.evaluate(() => document.querySelector("#button")?.requestFullscreen());
  expect(await features.told("layer")).toEqual([
    "layer",
    await features.id("#button"),
    Layer.fullscreen,
  ]);
});

test("tells which fields are wrong since the visitor was there, masked ones never", async ({
  page,
}) => {
  const features = await FeaturePage.open(
    page,
    `<!doctype html><form><input id="name" required><input id="pin" type="password" required></form>`,
  );
  expect(await features.start()).toEqual([]);
  await page.type("#name", "a");
  await page.press("#name", "Backspace");
  await page.press("#name", "Tab");
  await page.type("#pin", "a");
  await page.press("#pin", "Backspace");
  await page.press("#pin", "Tab");
  const name = await features.id("#name");
  expect(await features.changes()).toEqual([["userInvalid", name, 1]]);
  await page.type("#name", "b");
  expect(await features.changes()).toEqual([["userInvalid", name, 0]]);
});

test("tells the target of the address", async ({ page }) => {
  const features = await FeaturePage.open(page, `<!doctype html><p id="here">here</p>`);
  expect(await features.start()).toEqual([]);
  await page.evaluate(() => {
    location.hash = "here";
  });
  expect(await features.told("target")).toEqual(["target", await features.id("#here")]);
  expect(await features.snapshot()).toEqual([["target", await features.id("#here")]]);
  await page.evaluate(() => {
    location.hash = "nowhere";
  });
  expect(await features.told("target")).toEqual(["target", 0]);
});

test("tells the states that custom elements give themselves, and closed shadow roots' sheets", async ({
  page,
}) => {
  const features = await FeaturePage.open(page, "<!doctype html><x-light></x-light>");
  await features.start();
  const ops = await features.after(() => {
    class Light extends HTMLElement {
      inside = this.attachInternals() as ElementInternals & { states: Set<string> };
      root = this.attachShadow({ mode: "closed" });
      constructor() {
        super();
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("b { top: 0px }");
        this.root.adoptedStyleSheets.push(sheet);
      }
      connectedCallback() {
        this.inside.states.add("on");
      }
    }
    customElements.define("x-light", Light);
  });
  const light = await features.id("x-light");
  expect(ops.map(([name]) => name)).toEqual(["sheet", "adopt", "states"]);
  expect(ops.at(-1)).toEqual(["states", light, "on"]);
  const off = await features.after(() => {
    const { inside } = document.querySelector("x-light") as unknown as {
      inside: { states: Set<string> };
    };
    inside.states.clear();
  });
  expect(off).toEqual([["states", light]]);
});

test("tells highlights as their ranges are now, and nothing of masked text", async ({ page }) => {
  const features = await FeaturePage.open(
    page,
    `<!doctype html><p id="text">some words here</p><p class="no-userview" id="secret">more words</p>`,
  );
  await features.start();
  const text = await page.evaluate(() =>
    window.features.id(document.querySelector("#text")?.firstChild ?? null),
  );
  const set = await features.after(() => {
    const ranges = ["#text", "#secret"].map((selector) => {
      const node = document.querySelector(selector)?.firstChild as Text;
      return new StaticRange({
        startContainer: node,
        startOffset: 5,
        endContainer: node,
        endOffset: 10,
      });
    });
    const highlight = new Highlight(...ranges);
    highlight.priority = 2;
    CSS.highlights.set("found", highlight);
  });
  expect(set).toEqual([["highlight", "found", 2, text, 5, text, 10]]);
  expect(
    await features.after(() => {
      CSS.highlights.clear();
    }),
  ).toEqual([["highlight", "found", 0]]);
});

test("tells animations of scripts, and where those of style sheets are for who joins", async ({
  page,
}) => {
  const features = await FeaturePage.open(
    page,
    `<!doctype html><style>@keyframes turn { to { rotate: 90deg } } #css { animation: turn 100s 3 }</style>
    <p id="css"></p><p id="script"></p>`,
  );
  const state = await features.start();
  const css = await features.id("#css");
  expect(state.map((op) => [op[0], ...op.slice(2, 7)])).toEqual([
    ["animate", css, "", "", "turn", AnimationState.running],
  ]);
  const made = await features.after(() => {
    const element = document.querySelector("#script") as Element;
    const animation = element.animate([{ left: "0px" }, { left: "9px", easing: "ease" }], {
      duration: 1000,
      iterations: Number.POSITIVE_INFINITY,
    });
    animation.pause();
    animation.currentTime = 300;
    Object.assign(window, { animation });
  });
  const script = await features.id("#script");
  const [op = []] = made;
  expect(made).toHaveLength(1);
  expect(op[2]).toBe(script);
  expect(JSON.parse(String(op[4]))).toEqual([
    { offset: 0, left: "0px" },
    { offset: 1, left: "9px", easing: "ease" },
  ]);
  expect(JSON.parse(String(op[5]))).toEqual({ duration: 1000, iterations: null });
  expect(op.slice(6)).toEqual([AnimationState.paused, 300, 1]);

  const gone = await features.after(() => {
    (window as unknown as { animation: Animation }).animation.cancel();
    document.querySelector("#css")?.getAnimations()[0]?.pause();
  });
  expect(gone.map((one) => one.slice(0, 3))).toEqual([
    ["animation", op[1], AnimationState.idle],
    ["animation", state[0]?.[1], AnimationState.paused],
  ]);
  expect((await features.snapshot()).map(([name]) => name)).toEqual(["animate"]);
});

test("tells where sound is", async ({ page }) => {
  const source = `data:audio/wav;base64,${silence(4).toString("base64")}`;
  const features = await FeaturePage.open(
    page,
    `<!doctype html><audio id="a" src="${source}"></audio>`,
  );
  expect(await features.start()).toEqual([]);
  await page.waitForFunction(() => (document.querySelector("audio")?.readyState ?? 0) > 1);
  await features.changes();
  await page.evaluate(() => {
    const audio = document.querySelector("audio") as HTMLAudioElement;
    audio.muted = true;
    audio.currentTime = 2;
    audio.playbackRate = 0.5;
  });
  const audio = await features.id("#a");
  expect(await features.told("media", (op) => op[3] === 2)).toEqual(["media", audio, 0, 2, 0.5]);
  await page.evaluate(() => document.querySelector("audio")?.play());
  const playing = await features.told("media", (op) => op[2] === MediaFlag.playing);
  expect(playing.at(-1)).toBe(0.5);
});

/** So many seconds of nothing, 8000 samples each. */
function silence(seconds: number): Buffer {
  const samples = 8000 * seconds;
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples, 40);
  return Buffer.concat([header, Buffer.alloc(samples, 128)]);
}
