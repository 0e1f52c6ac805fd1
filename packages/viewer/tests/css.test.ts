import { describe, expect, it } from "vitest";
import { rewriteCss } from "../src/engine/css.ts";
import { NOTHING, styleUrl } from "../src/engine/urls.ts";

const BASE = "https://replay.example/assets/s/t/";
const ours = (css: string) => rewriteCss(css, (url) => styleUrl(url, BASE));

/** All addresses that the rewriter finds, in order. */
function found(css: string): string[] {
  const urls: string[] = [];
  rewriteCss(css, (url) => {
    urls.push(url);
    return "";
  });
  return urls;
}

describe("addresses in style sheets", () => {
  it.each([
    ["url(http://a/b.png)", ["http://a/b.png"]],
    ["url( 'http://a/b' )", ["http://a/b"]],
    ['URL("http://a/b")', ["http://a/b"]],
    ["\\75 rl(http://a)", ["http://a"]],
    ["u\\72 l(http://a)", ["http://a"]],
    ["url(http\\3a //a)", ["http://a"]],
    ["url(http://a", ["http://a"]],
    ['url("http://a', ["http://a"]],
    ["url(a\\)b)", ["a)b"]],
    ['image-set("a" 1x, url(b) 2x)', ["a", "b"]],
    ['-webkit-image-set("a" 1x)', ["a"]],
    ["cross-fade('a', 'b')", ["a", "b"]],
    ['image-set(type("image/png") "a")', ["a"]],
    ['@import "a" screen;', ["a"]],
    ["@import/**/'a';", ["a"]],
    ["@\\69mport url(a);", ["a"]],
    ["@IMPORT URL(a)", ["a"]],
    ['@font-face{src:url(a) format("woff"),url("b")}', ["a", "b"]],
    ['src("a")', ["a"]],
  ])("finds those in %s", (css, urls) => {
    expect(found(css)).toEqual(urls);
  });

  it.each([
    "a{content:'url(http://a)'}",
    "/* url(http://a) */",
    '@namespace svg url("http://www.w3.org/2000/svg");',
    '@namespace "http://www.w3.org/1999/xhtml";',
    "a{color:red;--b:'text'}",
    ".url{color:red}",
    "a[href='http://x']{}",
  ])("leaves %s byte for byte", (css) => {
    expect(ours(css)).toBe(css);
  });

  it("is not led out of step by comments, strings and line ends", () => {
    expect(found(`/* " */ a{background:url(x)} /* " */`)).toEqual(["x"]);
    expect(found(`a{content:"\\\r\n";background:url(x)}`)).toEqual(["x"]);
    expect(found(`a{content:"\n;background:url(x)}`)).toEqual(["x"]);
    expect(found(`a{content:'\\'';background:url(x)}`)).toEqual(["x"]);
    expect(found(`a{b:(url(x));c:url(y)}`)).toEqual(["x", "y"]);
  });

  it("gives no way to an address that a variable holds", () => {
    expect(ours("a{background:image-set(var(--x) 1x)}")).not.toContain("var(");
    expect(ours("a{width:var(--image-width)}")).toContain("var(");
  });

  it("keeps assets, data and fragments, and refuses all else", () => {
    expect(ours("url(userview-asset:a_B-9)")).toBe(`url("${BASE}a_B-9")`);
    expect(ours("url(userview-asset:icons#home)")).toBe(`url("${BASE}icons#home")`);
    expect(ours("url(#gradient)")).toBe('url("#gradient")');
    expect(ours("url(data:image/png;base64,AA==)")).toBe('url("data:image/png;base64,AA==")');
    for (const url of [
      "http://a",
      "//a",
      "/view",
      "x.png",
      "blob:http://a/1",
      "javascript:a",
      "data:text/css,a",
    ]) {
      expect(ours(`url(${url})`)).toBe(`url("${NOTHING}")`);
    }
    expect(ours("url(userview-asset:../../etc)")).toBe(`url("${NOTHING}")`);
  });

  it("escapes what it writes", () => {
    const css = rewriteCss("url(x)", () => 'a"b\\c\nd');
    expect(css).toBe('url("a\\22 b\\5c c\\a d")');
    expect(found(css)).toEqual(['a"b\\c\nd']);
  });

  it("reads five megabytes without getting slow", () => {
    const css = "a{background:url(userview-asset:x)}/* c */'s'".repeat(100_000);
    expect(ours(css).length).toBeGreaterThan(css.length);
  });
});

describe("states of the visitor's page", () => {
  const is = (state: string) => `:is(:${state},[data-userview-state~="${state}"])`;

  it.each([
    ["a:hover{color:red}", `a${is("hover")}{color:red}`],
    ["a:HOVER b,c:focus-within>d{}", `a${is("hover")} b,c${is("focus-within")}>d{}`],
    ["a:hover::before{}", `a${is("hover")}::before{}`],
    [
      "@media (hover:hover){a:not(:focus-visible){}}",
      `@media (hover:hover){a:not(${is("focus-visible")}){}}`,
    ],
    ["a{color:red;&:hover{color:blue}}", `a{color:red;&${is("hover")}{color:blue}}`],
    ["a{b:hover{} c:focus}", `a{b${is("hover")}{} c:focus}`],
    ['a[x="{"]:hover/* ; */{}', `a[x="{"]${is("hover")}/* ; */{}`],
    ["a:h\\6fver{}", `a${is("hover")}{}`],
    [".hover:active{}", `.hover${is("active")}{}`],
    ["section:target>h2{}", `section${is("target")}>h2{}`],
    ["input:user-invalid{}", `input${is("user-invalid")}{}`],
    ["video:fullscreen{}", `video${is("fullscreen")}{}`],
  ])("makes %s mean the mirror's marks too", (css, rewritten) => {
    expect(ours(css)).toBe(rewritten);
  });

  it.each([
    "a{animation-name:hover;color:red}",
    "a{--x:hover}",
    "a{grid-area:focus}",
    ".hover:visited{}",
    "a:target-within{}",
    "a::hover{}",
    "a:hover-card{}",
    "a{content:':hover{'}",
    "color:hover",
  ])("leaves %s alone", (css) => {
    expect(ours(css)).toBe(css);
  });

  it("looks ahead once for many selectors", () => {
    expect(ours(`${":hover,".repeat(200_000)}a{}`)).toContain(is("hover"));
  });
});
