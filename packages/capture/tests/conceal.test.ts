import { expect, test } from "vitest";
import { concealSheet, concealStyle } from "../src/css/conceal.ts";

const stars = (text: string): string => "*".repeat(text.length);

/** Of the page's masks: what is to be masked where something of the selectors is, and where nobody can say. */
function concealed(css: string, masked: string[] = [".secret", ""]): string {
  return concealSheet(css, (selector) => masked.includes(selector), stars);
}

test.each([
  ['.secret::after { content: "Ada" }', '.secret::after { content: "***" }'],
  [".secret:hover:before{content:'Ada L'}", '.secret:hover:before{content:"*****"}'],
  [
    '@media print { .secret::before { content: "Ada" } }',
    '@media print { .secret::before { content: "***" } }',
  ],
  ['.secret { --who: "Ada" }', '.secret { --who: "***" }'],
  ['.secret { list-style-type: "Ada " }', '.secret { list-style-type: "****" }'],
  ['.a { & .secret::after { content: "Ada" } }', '.a { & .secret::after { content: "***" } }'],
  ['@counter-style who { symbols: "Ada" }', '@counter-style who { symbols: "***" }'],
])("%s says nothing", (css, expected) => {
  expect(concealed(css)).toBe(expected);
});

test.each([
  [":host { --who: 'Ada' }", ':host { --who: "***" }', ":host"],
  [':host(:hover)::after { content: "Ada" }', ':host(:hover)::after { content: "***" }', ":host"],
  [':host([open]:not(.a)) { --who: "Ada" }', ':host([open]:not(.a)) { --who: "***" }', ":host"],
  [':host p::after { content: "Ada" }', ':host p::after { content: "***" }', ""],
  [':host, p { --who: "Ada" }', ':host, p { --who: "***" }', ""],
  ['::slotted(p)::after { content: "Ada" }', '::slotted(p)::after { content: "***" }', ""],
  ['a::part(b)::after { content: "Ada" }', 'a::part(b)::after { content: "***" }', ""],
])(
  "%s says nothing where a host, or anything, is masked, and what it does where nothing is",
  (css, expected, asked) => {
    expect(concealed(css, [asked])).toBe(expected);
    expect(concealed(css, [])).toBe(css);
  },
);

test.each([
  ['.open::after { content: "Ada" }'],
  ['.secret::after { content: "\\f00c" }'],
  ['.secret::after { content: "×" }'],
  ['.secret { font-family: "Open Sans"; background: url("ada.png") }'],
  ['/* .secret { content: "Ada" } */ p { color: red }'],
])("%s is left alone", (css) => {
  expect(concealed(css)).toBe(css);
});

test.each([
  ["color: red; --gap: calc(1px + 2%); --c: #fff", "color: red;--gap: calc(1px + 2%);--c: #fff"],
  ["--who: Ada; width: 1px", "width: 1px"],
  ['--who: "Ada; L"; width: 1px', '--who:"******";width: 1px'],
  ["counter-reset: balance 1204; top: 0", "top: 0"],
  [
    'list-style: "Ada" inside; font-family: "Open Sans"',
    'list-style: "***" inside;font-family: "Open Sans"',
  ],
  ["background: none; transition: color .2s ease", "background: none;transition: color .2s ease"],
])("a masked element's own style %s becomes %s", (css, expected) => {
  expect(concealStyle(css, stars)).toBe(expected);
});
