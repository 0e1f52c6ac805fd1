import { expect, test } from "@playwright/test";
import { FeaturePage } from "../../src/feature-page.ts";

// Traces read style sheets, too, and hook what is hooked here.
test.use({ trace: "off" });

const HTML = `<!doctype html><style id="own">
  p { color: red } .grid { display: grid }
  @media (min-width: 1px) { @layer deep { .in { top: 1px; &:hover { left: 2px } } } }
  @keyframes turn { from { rotate: 0deg } }
</style><p>text</p><div id="host"></div>`;

test.describe("sheets by script", () => {
  test("tells constructed sheets that are adopted before and after, pushed and spliced", async ({
    page,
  }) => {
    const features = await FeaturePage.open(page, HTML);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet({ media: "screen" });
      sheet.replaceSync("a { color: red } b { background: url(dot.png) }");
      document.adoptedStyleSheets = [sheet];
    });
    const state = await features.start();
    const id = state[0]?.[1] as number;
    const root = await page.evaluate(() => window.features.id(document));
    expect(state[0]?.slice(2, 3)).toEqual(["screen"]);
    expect(state[0]?.[3]).toMatch(/^a \{ color: red; \}\nb \{ background: url\("userview-asset:/);
    expect(state[1]).toEqual(["adopt", root, id]);

    const pushed = await features.after(() => {
      const sheet = new CSSStyleSheet();
      sheet.insertRule("i { top: 0px }");
      document.adoptedStyleSheets.push(sheet);
    });
    const second = pushed[0]?.[1] as number;
    expect(pushed).toEqual([
      ["sheet", second, "", "i { top: 0px; }\n"],
      ["adopt", root, id, second],
    ]);
    expect(
      await features.after(() => {
        document.adoptedStyleSheets.splice(0, 1);
      }),
    ).toEqual([["adopt", root, second]]);

    const shadow = await features.after(() => {
      const host = document.querySelector("#host") as Element;
      const tree = host.attachShadow({ mode: "open" });
      tree.adoptedStyleSheets = [...document.adoptedStyleSheets];
    });
    expect(shadow).toEqual([["adopt", await features.id("#host"), second]]);
    // Nothing is left to look at.
    expect(await page.evaluate(() => window.features.wanted())).toBe(false);

    const joined = await features.snapshot();
    const again = joined[0]?.[1];
    expect(joined.map(([name]) => name)).toEqual(["sheet", "adopt", "adopt"]);
    expect(joined.slice(1).map((op) => op[2])).toEqual([again, again]);
  });

  test("says that a constructed sheet is gone when no script can adopt it any more", async ({
    page,
  }) => {
    const features = await FeaturePage.open(page, HTML);
    await features.start();
    const adopted = await features.after(() => {
      const sheets = ["a", "b"].map((name) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`${name} { top: 0px }`);
        return sheet;
      });
      document.adoptedStyleSheets = sheets;
      Object.assign(window, { kept: sheets[1] });
    });
    await features.after(() => {
      document.adoptedStyleSheets = [];
    });
    const browser = await page.context().newCDPSession(page);
    await browser.send("HeapProfiler.collectGarbage");
    expect(await features.told("forgetSheet")).toEqual(["forgetSheet", adopted[0]?.[1]]);
    // What a script still holds is not told again when it is adopted again.
    const again = await features.after(() => {
      document.adoptedStyleSheets = [(window as unknown as { kept: CSSStyleSheet }).kept];
    });
    expect(again.map(([name]) => name)).toEqual(["adopt"]);
  });

  test("tells rules that come, go and change, each once a frame", async ({ page }) => {
    const features = await FeaturePage.open(page, HTML);
    expect(await features.start()).toEqual([]);
    const id = await features.id("#own");
    const moved = await features.after(() => {
      const { sheet } = document.querySelector("#own") as HTMLStyleElement;
      sheet?.insertRule("h1 { --x: 1px; padding: var(--x); padding-top: 2px }", 1);
      sheet?.deleteRule(0);
      sheet?.insertRule("h2 { left: 0px }", 4);
    });
    expect(moved.slice(0, 1)).toEqual([
      ["insertRule", id, 1, "h1 { --x: 1px; padding: var(--x); padding-top: 2px }"],
    ]);
    expect(moved.slice(1)).toEqual([
      ["deleteRule", id, 0],
      ["insertRule", id, 4, "h2 { left: 0px; }"],
    ]);
    const changed = await features.after(() => {
      const { sheet } = document.querySelector("#own") as HTMLStyleElement;
      const rules = sheet?.cssRules as CSSRuleList;
      for (let step = 0; step < 1000; step++)
        (rules[1] as CSSStyleRule).style.setProperty("gap", `${step}px`);
      (rules[1] as CSSStyleRule).selectorText = ".table";
      const layer = (rules[2] as CSSMediaRule).cssRules[0] as CSSLayerBlockRule;
      (layer.cssRules[0] as CSSStyleRule).style.color = "blue";
      layer.insertRule(".new { top: 3px }", 1);
      (rules[3] as CSSKeyframesRule).appendRule("to { rotate: 90deg }");
    });
    expect(changed.map((op) => op.slice(0, 3))).toEqual([
      ["replaceRule", id, 1],
      ["replaceRule", id, 2],
      ["replaceRule", id, 3],
    ]);
    expect(changed[0]?.[3]).toBe(".table { display: grid; gap: 999px; }");
    expect(changed[1]?.[3]).toMatch(/\.in \{\s+top: 1px; color: blue;[\s\S]+\.new \{ top: 3px; \}/);
    expect(changed[2]?.[3]).toMatch(/100% \{ rotate: 90deg; \}/);

    // A property that is set without a call is seen where the rule was taken hold of before.
    const later = await features.after(() => {
      const sheet = (document.querySelector("#own") as HTMLStyleElement).sheet as CSSStyleSheet;
      const held = (sheet.cssRules[1] as CSSStyleRule).style;
      (window as { held?: CSSStyleDeclaration }).held = held;
    });
    expect(later).toEqual([]);
    const set = await features.after(() => {
      const { held } = window as { held?: CSSStyleDeclaration };
      if (held) held.color = "green";
    });
    expect(set.map((op) => op.slice(0, 3))).toEqual([["replaceRule", id, 1]]);
  });

  test("tells media, disabling and whole replacements", async ({ page }) => {
    const features = await FeaturePage.open(page, HTML);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.disabled = true;
      document.adoptedStyleSheets = [sheet];
    });
    const state = await features.start();
    const constructed = state[0]?.[1] as number;
    const own = await features.id("#own");
    expect(state.at(-1)).toEqual(["disableSheet", constructed, 1]);
    const ops = await features.after(() => {
      const style = document.querySelector("#own") as HTMLStyleElement;
      style.disabled = true;
      style.sheet?.media.appendMedium("print");
      const [sheet] = document.adoptedStyleSheets;
      if (sheet) sheet.disabled = false;
      sheet?.replaceSync("u { top: 0px }");
    });
    expect(ops.map((op) => op.slice(0, 3))).toEqual([
      ["sheet", constructed, ""],
      ["sheet", own, "print"],
      ["disableSheet", own, 1],
      ["disableSheet", constructed, 0],
    ]);
    await page.evaluate(() => document.adoptedStyleSheets[0]?.replace("s { top: 1px }"));
    const replaced = await features.told("sheet");
    expect(replaced).toEqual(["sheet", constructed, "", "s { top: 1px; }\n"]);
  });

  test("gives the page its own answers and failures, and leaves", async ({ page }) => {
    const features = await FeaturePage.open(page, HTML);
    await page.evaluate(() => {
      const { insertRule } = CSSStyleSheet.prototype;
      Object.assign(window, { original: insertRule });
    });
    await features.start();
    const kept = await page.evaluate(() => {
      const { sheet } = document.querySelector("#own") as HTMLStyleElement;
      let failure = "";
      try {
        sheet?.insertRule("}", 0);
      } catch (error) {
        failure = (error as Error).name;
      }
      const { insertRule, deleteRule } = CSSStyleSheet.prototype;
      // Somebody else stands over one of the hooks.
      CSSStyleSheet.prototype.deleteRule = function (index) {
        deleteRule.call(this, index);
      };
      const answer = sheet?.insertRule("em { top: 0px }", 1);
      const { name, length } = insertRule;
      window.features.stop();
      CSSStyleSheet.prototype.deleteRule.call(sheet as CSSStyleSheet, 1);
      const { original } = window as unknown as { original: unknown };
      return {
        failure,
        answer,
        name,
        length,
        out: original === CSSStyleSheet.prototype.insertRule,
      };
    });
    expect(kept).toEqual({
      failure: "SyntaxError",
      answer: 1,
      name: "insertRule",
      length: 1,
      out: true,
    });
  });
});
