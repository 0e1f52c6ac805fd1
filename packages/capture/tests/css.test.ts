import { expect, test } from "vitest";
import { rewriteCss, rewriteStrings } from "../src/css/rewrite.ts";
import { losesDeclarations, splitRules } from "../src/css/rules.ts";

const named = (css: string): string => rewriteCss(css, (reference) => `asset:${reference}`);

test.each([
  ["a{background:url(x.png)}", 'a{background:url("asset:x.png")}'],
  ["a{background:url( 'x y.png' ) no-repeat}", 'a{background:url("asset:x y.png") no-repeat}'],
  ['a{background:url("a\\"b.png")}', 'a{background:url("asset:a\\"b.png")}'],
  ["a{background:URL(x\\29 .png)}", 'a{background:url("asset:x).png")}'],
  ["a{content:'url(x.png)'}", "a{content:'url(x.png)'}"],
  ["/* url(x.png) */a{}", "/* url(x.png) */a{}"],
  ["a{filter:url(#blur)}", 'a{filter:url("#blur")}'],
  [
    "@namespace svg url(http://www.w3.org/2000/svg);a{background:url(b)}",
    '@namespace svg url(http://www.w3.org/2000/svg);a{background:url("asset:b")}',
  ],
  [
    "@import url(other.css);a{background:url(b)}",
    '@import url(other.css);a{background:url("asset:b")}',
  ],
  [
    '@font-face{src:url(a.woff2) format("woff2"),url(a.woff)}',
    '@font-face{src:url("asset:a.woff2") format("woff2"),url("asset:a.woff")}',
  ],
  [
    'a{background:image-set("a.png" 1x,url(b.png) 2x,"c.png" type("image/png"))}',
    'a{background:image-set(url("asset:a.png") 1x,url("asset:b.png") 2x,url("asset:c.png") type("image/png"))}',
  ],
  ["a{color:red}", "a{color:red}"],
])("%s", (css, expected) => {
  expect(named(css)).toBe(expected);
});

test("a reference that may not be shown is taken out", () => {
  expect(rewriteCss("a{background:url(x.png) red}", () => null)).toBe("a{background:none red}");
});

test("strings are replaced outside of references and comments", () => {
  const css = `a{content:"Ada \\"L\\"";background:url("x.png")}/* "kept" */`;
  expect(rewriteStrings(css, (text) => "*".repeat(text.length))).toBe(
    'a{content:"*******";background:url("x.png")}/* "kept" */',
  );
});

test("a rule that lost a declaration is noticed", () => {
  expect(losesDeclarations(".a { border-right: ; border-top: 0px; }")).toBe(true);
  expect(losesDeclarations(".a { margin-top:  !important; }")).toBe(true);
  expect(losesDeclarations(".a { border-top: 0px; --empty: ; color: red; }")).toBe(false);
});

test("a text is split into the rules that the browser would count", () => {
  const css = `/* first */ a{color:red}/* { */
    @media (min-width:1px){b{content:"}"} c{}} @import "x.css"; d::before{content:'\\'}'}`;
  expect(splitRules(css)).toEqual([
    "a{color:red}",
    '@media (min-width:1px){b{content:"}"} c{}}',
    '@import "x.css";',
    "d::before{content:'\\'}'}",
  ]);
});
