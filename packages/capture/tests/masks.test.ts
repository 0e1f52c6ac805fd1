// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { Masks } from "../src/privacy/masks.ts";

const BASE = "https://shop.example/users/mary@example.com?email=mary&order=7#start";

function masks(cutUrls: boolean): Masks {
  const options = { maskedElements: [], noRemoteElements: [], layers: [], hideDetails: cutUrls };
  return new Masks({ ...options, cutUrls, urls: { parameters: [], paths: [] } }, () => {});
}

test.each([
  ["#main", "https://shop.example/users/***"],
  ["?page=2", "https://shop.example/users/***"],
  ["/kites?from=list#top", "https://shop.example/kites"],
  ["/kites", "/kites"],
  ["/users/mary%40example.com", "https://shop.example/users/***"],
  ["mailto:mary@example.com", "mailto:***"],
])("A6: to whom details are hidden a link to %s leaves as %s", (text, left) => {
  expect(masks(true).link(text, BASE)).toBe(left);
  if (/[?#]/.test(text)) expect(masks(false).link(text, BASE)).not.toBe(left);
});

test("A6: the page's address ends with its path where details are hidden from an agent", () => {
  expect(masks(true).url(BASE)).toBe("https://shop.example/users/***");
  expect(masks(false).url(BASE)).toContain("order=7");
});
