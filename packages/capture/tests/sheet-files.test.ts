import { afterEach, expect, test, vi } from "vitest";
import { imported, type SheetFile, SheetFiles } from "../src/css/files.ts";

afterEach(() => vi.unstubAllGlobals());

/** Sheets that nobody but the server may read, by their URLs; `asked` hears of each question. */
function reading(files: Readonly<Record<string, string>>, asked: string[] = []): SheetFiles {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no CORS")));
  const elsewhere = async (url: string): Promise<SheetFile | null> => {
    asked.push(url);
    const text = files[url];
    return text === undefined ? null : { url: url.replace("/moved/", "/here/"), text };
  };
  const rewrite = (css: string, base: string): string => css.replaceAll("BASE", base);
  return new SheetFiles(rewrite, elsewhere, new AbortController().signal);
}

const lines = (css: string | null): string[] =>
  (css ?? "").split("\n").filter((line) => line.trim() !== "");

test("sheets stand where they are imported, each relative to where it came from", async () => {
  const asked: string[] = [];
  const files = reading(
    {
      "https://cdn.test/moved/a.css": `/* @import "not.css"; */ @import "b.css" screen; a { x: BASE }`,
      "https://cdn.test/here/b.css": `@import url(../c.css) layer(deep) supports(display: grid); b { x: BASE }`,
      "https://cdn.test/c.css": "c { x: BASE }",
    },
    asked,
  );
  expect(lines(await files.whole("https://cdn.test/moved/a.css"))).toEqual([
    "@media screen {",
    "@media all { @layer deep { @supports (display: grid) {",
    "c { x: https://cdn.test/c.css }",
    "}}}",
    " b { x: https://cdn.test/here/b.css }",
    "}",
    " a { x: https://cdn.test/here/a.css }",
  ]);
  await files.whole("https://cdn.test/moved/a.css");
  expect(asked).toHaveLength(3);
});

test("sheets that import each other end, and what nobody can read leaves the rest", async () => {
  const files = reading({
    "https://cdn.test/a.css": `@import "a.css"; @import "https://["; @import "gone.css"; a { top: 0 }`,
  });
  const css = await files.whole("https://cdn.test/a.css");
  expect(lines(css).at(-1)).toBe(" a { top: 0 }");
  expect(await files.whole("https://cdn.test/gone.css")).toBeNull();
});

test.each([
  ["", "@media all {", 1],
  ["screen and (min-width: 1px)", "@media screen and (min-width: 1px) {", 1],
  ["layer", "@media all { @layer  {", 2],
  ["LAYER(a.b) print", "@media print { @layer a.b {", 2],
  ["supports(not (top: 0)) tv", "@media tv { @supports not (top: 0) {", 2],
])("the conditions of an import hold: %s", (conditions, opening, braces) => {
  expect(lines(imported(conditions, "p {}"))).toEqual([opening, "p {}", "}".repeat(braces)]);
});
