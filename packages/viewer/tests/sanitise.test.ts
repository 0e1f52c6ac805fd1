import { Namespace } from "@userview/protocol/content";
import { describe, expect, it } from "vitest";
import { type AttributeVerdict, judgeAttribute } from "../src/engine/attributes.ts";
import { HTML, MATHML, planElement, SVG } from "../src/engine/elements.ts";
import { MAX_ATTRIBUTE, MAX_CONTENT_ATTRIBUTE } from "../src/engine/limits.ts";
import { rewriteSrcset } from "../src/engine/srcset.ts";
import { linkUrl, pictureUrl } from "../src/engine/urls.ts";

const BASE = "https://replay.example/assets/s/t/";
const { html, svg, mathml } = Namespace;

function judge(
  element: string,
  name: string,
  value: string,
  namespaceURI = HTML,
): AttributeVerdict {
  return judgeAttribute({ namespaceURI, localName: element }, name, value, BASE);
}

function nameOf(tagName: string): string {
  return planElement(html, tagName, false).localName;
}

describe("elements", () => {
  it("keeps what pages are made of", () => {
    for (const name of ["div", "a", "input", "dialog", "video", "iframe", "my-card", "x-y.z"]) {
      expect(nameOf(name)).toBe(name);
    }
  });

  it("puts something invisible in the place of what runs or loads", () => {
    for (const name of [
      "script",
      "SCRIPT",
      "noscript",
      "base",
      "frame",
      "frameset",
      "track",
      "param",
    ]) {
      expect(planElement(html, name, false)).toMatchObject({
        localName: "template",
        empty: true,
      });
    }
  });

  it("puts an empty box in the place of plug-ins and marks it", () => {
    for (const name of ["object", "embed", "applet", "portal", "fencedframe"]) {
      expect(planElement(html, name, false)).toMatchObject({
        localName: "img",
        unavailable: true,
      });
    }
    expect(planElement(html, "object", true).localName).toBe("img");
  });

  it("makes links style sheets, and unknown names spans", () => {
    expect(nameOf("link")).toBe("style");
    for (const name of ["permission", "blink", "webview", "", "a b", "-x", "é-x"])
      expect(nameOf(name)).toBe("span");
  });

  it("restores the case of SVG names and refuses others", () => {
    expect(planElement(svg, "lineargradient", false)).toMatchObject({
      namespaceURI: SVG,
      localName: "linearGradient",
    });
    expect(planElement(svg, "script", false)).toMatchObject({
      localName: "metadata",
      empty: true,
    });
    expect(planElement(svg, "handler", false).localName).toBe("metadata");
  });

  it("keeps MathML's elements and refuses others", () => {
    expect(planElement(mathml, "mfrac", false)).toMatchObject({
      namespaceURI: MATHML,
      localName: "mfrac",
    });
    expect(planElement(mathml, "script", false)).toMatchObject({ localName: "none", empty: true });
  });

  it("keeps from view what stands in place of something else", () => {
    for (const name of ["canvas", "iframe"])
      expect(planElement(html, name, false)).toMatchObject({ localName: name, empty: true });
  });

  it("takes namespaces that it does not know for HTML's", () => {
    expect(planElement(7, "script", false)).toMatchObject({ localName: "template", empty: true });
  });
});

describe("attributes", () => {
  it("leaves out what runs, submits, navigates or takes the focus", () => {
    for (const name of [
      "onclick",
      "ONLOAD",
      "onx",
      "srcdoc",
      "action",
      "formaction",
      "target",
      "ping",
      "autofocus",
      "http-equiv",
      "is-not",
    ]) {
      expect(judge("div", name, "x")).toEqual(
        name === "is-not" ? { value: "x" } : { refused: false },
      );
    }
  });

  it("keeps what pages select by", () => {
    for (const name of [
      "class",
      "id",
      "data-x",
      "aria-label",
      "_ngcontent-abc",
      "hidden",
      "disabled",
      "open",
      "popover",
    ]) {
      expect(judge("div", name, "x")).toEqual({ value: "x" });
    }
  });

  it("loads pictures from the asset route alone", () => {
    expect(judge("img", "src", "userview-asset:a")).toEqual({ value: `${BASE}a` });
    expect(judge("img", "src", "data:image/png;base64,AA==")).toEqual({
      value: "data:image/png;base64,AA==",
    });
    expect(judge("img", "src", "")).toEqual({ value: "" });
    for (const url of ["http://a", "/x", "data:text/html,x", "blob:x"]) {
      expect(judge("img", "src", url)).toEqual({ refused: true });
    }
    expect(judge("video", "poster", "http://a")).toEqual({ refused: true });
    expect(judge("iframe", "src", "http://a")).toEqual({ refused: false });
    expect(judge("image", "href", "http://a", SVG)).toEqual({ refused: true });
    expect(judge("use", "xlink:href", "#a", SVG)).toEqual({ value: "#a" });
    expect(judge("use", "href", "userview-asset:a#b", SVG)).toEqual({ value: `${BASE}a#b` });
    expect(judge("use", "href", "data:image/svg+xml,x", SVG)).toEqual({ refused: true });
    expect(judge("rect", "fill", "url(http://a#b)", SVG)).toEqual({ value: 'url("data:,")' });
    expect(judge("rect", "fill", "url(#b)", SVG)).toEqual({ value: 'url("#b")' });
  });

  it("keeps links looking like links", () => {
    expect(linkUrl("https://a/b")).toBe("https://a/b");
    for (const own of ["#part", "/relative", "kites?a=b:c", ""]) expect(linkUrl(own)).toBe(own);
    for (const url of [
      "javascript:x",
      " java\nscript:x",
      "vbscript:x",
      "data:text/html,x",
      "\u0001javascript:x",
    ]) {
      expect(linkUrl(url)).toBe("#");
    }
  });

  it("animates no addresses and handlers", () => {
    for (const name of ["href", "xlink:href", "onclick", " href"]) {
      expect(judge("animate", "attributeName", name, SVG)).toEqual({ refused: false });
    }
    expect(judge("animate", "attributeName", "opacity", SVG)).toEqual({ value: "opacity" });
  });

  it("has limits of length", () => {
    expect(judge("div", "data-x", "x".repeat(MAX_ATTRIBUTE + 1))).toEqual({ refused: false });
    const picture = `data:image/png,${"x".repeat(MAX_ATTRIBUTE)}`;
    expect(judge("img", "src", picture)).toEqual({ value: picture });
    expect(judge("img", "src", `data:image/png,${"x".repeat(MAX_CONTENT_ATTRIBUTE)}`)).toEqual({
      refused: true,
    });
  });
});

describe("srcset", () => {
  it("keeps candidates that may be loaded, with their descriptors", () => {
    const resolve = (url: string) => pictureUrl(url, BASE);
    expect(rewriteSrcset("userview-asset:a 1x, http://b 2x,userview-asset:c 640w", resolve)).toBe(
      `${BASE}a 1x, ${BASE}c 640w`,
    );
    expect(rewriteSrcset("data:image/png;base64,AA== 2x, userview-asset:a", resolve)).toBe(
      `data:image/png;base64,AA== 2x, ${BASE}a`,
    );
    expect(rewriteSrcset(" , ,http://a, http://b ", resolve)).toBe("");
  });
});
