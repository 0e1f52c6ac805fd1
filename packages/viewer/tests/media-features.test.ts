import { MEDIA_FEATURES } from "@userview/protocol/content";
import { describe, expect, it } from "vitest";
import { rewriteCss } from "../src/engine/css.ts";
import { MediaFeatures } from "../src/engine/media-features.ts";

const ALWAYS = "(min-width:0)";
const NEVER = "(max-width:-1px)";

function holding(...names: (typeof MEDIA_FEATURES)[number][]): MediaFeatures {
  const features = new MediaFeatures();
  features.set(names.reduce((bits, name) => bits | (1 << MEDIA_FEATURES.indexOf(name)), 0));
  return features;
}

const phone = holding("pointer:coarse", "any-pointer:coarse", "prefers-color-scheme:dark");
const desk = holding("hover:hover", "any-hover:hover", "pointer:fine", "any-pointer:fine");

describe("media queries of a mirrored page", () => {
  it.each([
    ["(hover: none)", phone, ALWAYS],
    ["(hover:none)", desk, NEVER],
    ["(HOVER: Hover)", desk, ALWAYS],
    ["(hover)", phone, NEVER],
    ["(hover)", desk, ALWAYS],
    ["(pointer: none)", phone, NEVER],
    [
      "screen and (pointer: coarse) and (max-width: 40em)",
      phone,
      `screen and ${ALWAYS} and (max-width: 40em)`,
    ],
    ["not all and (any-pointer: fine)", phone, `not all and ${NEVER}`],
    ["(prefers-reduced-motion: no-preference)", phone, ALWAYS],
    ["(prefers-reduced-motion)", phone, NEVER],
    ["(prefers-contrast: custom)", phone, NEVER],
    ["(scripting: none)", desk, NEVER],
    ["(scripting: enabled), print", desk, `${ALWAYS}, print`],
  ])("%s", (queries, features, answer) => {
    expect(features.answer(queries)).toBe(answer);
  });

  it.each(["(width >= 600px)", "print", "(orientation: portrait)", "(prefers-color-scheme: dark)"])(
    "%s is for the frame to say",
    (queries) => {
      expect(phone.answer(queries)).toBe(queries);
    },
  );

  it("are the agent's where the visitor's browser said nothing", () => {
    expect(new MediaFeatures().answer("(hover: none)")).toBe("(hover: none)");
  });

  it("have the page's frame in the visitor's colours", () => {
    expect([phone.scheme, desk.scheme, new MediaFeatures().scheme]).toEqual([
      "dark",
      "light",
      "light",
    ]);
  });

  it("are answered in style sheets where they stand, and nowhere else", () => {
    const css =
      "@media screen and (hover: none){a:hover{content:'(hover: none)'}@media(pointer:fine){b{c:d}}}@supports (hover: none){e{f:g}}";
    expect(rewriteCss(css, (url) => url, phone)).toBe(
      `@media screen and ${ALWAYS}{a:is(:hover,[data-userview-state~="hover"]){content:'(hover: none)'}@media${NEVER}{b{c:d}}}@supports (hover: none){e{f:g}}`,
    );
  });

  it("are left alone where they are no plain ones", () => {
    for (const css of [
      "@media (hover/**/: none){}",
      "@media (\\68over: none){}",
      "@media (hover: none)",
    ])
      expect(rewriteCss(css, (url) => url, phone)).toBe(css);
  });
});
