// @vitest-environment happy-dom
// @vitest-environment-options { "url": "https://shop.example.com/cart" }
import type { Asset } from "@userview/capture";
import { afterEach, expect, test, vi } from "vitest";
import { isPrivate, matches, sizeOf, wayOf } from "../src/session/asset_ways.ts";

afterEach(() => vi.restoreAllMocks());

function asset(url: string, element: Element | null = null): Asset {
  return { id: "a", url, use: "picture", element: element && new WeakRef(element) };
}

/** What the browser says of a resource that the page has loaded. */
function loaded(...sizes: number[]): void {
  vi.spyOn(performance, "getEntriesByName").mockImplementation(
    () => sizes.map((decodedBodySize) => ({ decodedBodySize })) as never,
  );
}

test.each([
  ["https://cdn.example.net/a.png", "ask"],
  ["https://images.example.com/a.png?signature=x", "ask"],
  ["http://203.0.113.9/a.png", "ask"],
  ["https://shop.example.com/a.png", "upload"],
  ["http://localhost:3000/a.png", "upload"],
  ["https://wiki/a.png", "upload"],
  ["http://192.168.1.20/a.png", "upload"],
  ["blob:https://shop.example.com/1", "only"],
  ["data:image/png;base64,AAAA", "only"],
  ["https://me:secret@cdn.example.net/a.png", "only"],
  [`https://cdn.example.net/${"x".repeat(2048)}`, "only"],
])("F4: %s: %s", (url, way) => {
  loaded();
  expect(wayOf(asset(url), [])).toBe(way);
});

test("F4: the server is asked for the own site's pictures whose length the browser tells", () => {
  loaded(0, 1200, 0);
  expect(sizeOf("https://shop.example.com/a.png")).toBe(1200);
  expect(wayOf(asset("https://shop.example.com/a.png"), [])).toBe("ask");
});

test("F4: what the site names by proxyAssets, the server is never asked for", () => {
  const named = ["https://cdn.example.net/me/*", "/avatars/*"];
  loaded(10);
  expect(wayOf(asset("https://cdn.example.net/me/1.png"), named)).toBe("only");
  expect(wayOf(asset("https://shop.example.com/avatars/1.png"), named)).toBe("only");
  expect(wayOf(asset("https://cdn.example.net/other.png"), named)).toBe("ask");
});

test("F4: nor for what another site shows to who is signed in there", () => {
  const image = document.createElement("img");
  image.crossOrigin = "use-credentials";
  expect(wayOf(asset("https://cdn.example.net/a.png", image), [])).toBe("only");
});

test.each([
  ["localhost", true],
  ["app.localhost", true],
  ["printer.local", true],
  ["wiki", true],
  ["git.corp", true],
  ["nas.home.arpa", true],
  ["10.1.2.3", true],
  ["127.0.0.1", true],
  ["100.64.0.1", true],
  ["169.254.169.254", true],
  ["172.16.0.1", true],
  ["172.31.255.255", true],
  ["[::1]", true],
  ["[fd00::1]", true],
  ["example.com", false],
  ["local.example.com", false],
  ["10.example.com", false],
  ["100.128.0.1", false],
  ["172.32.0.1", false],
  ["[2606:4700::1111]", false],
])("F4: %s is likely to be private: %s", (host, expected) => {
  expect(isPrivate(host)).toBe(expected);
});

test.each([
  ["https://a.example/x.png", "https://a.example/x.png", true],
  ["https://a.example/x.png", "https://a.example/x.png?v=1", false],
  ["https://a.example/*", "https://a.example/", true],
  ["*", "https://a.example/x", true],
  ["*.svg", "https://a.example/x.svg", true],
  ["https://*.example/*/me.png", "https://a.example/1/2/me.png", true],
  ["https://*.example/*/me.png", "https://a.example/me.png", false],
  ["*ab*ba*", "https://a.example/aba", false],
  ["*ab*ba*", "https://a.example/abba", true],
  ["https://a*a", "https://a", false],
  ["/img/*", "https://shop.example.com/img/1", true],
  ["/img/*", "https://a.example/img/1", false],
  ["", "https://a.example/", false],
])("F4: the wildcard %s fits %s: %s", (pattern, url, expected) => {
  expect(matches(pattern, url)).toBe(expected);
});

test("F4: no wildcard takes long", () => {
  const pattern = `${"*a".repeat(200)}b`;
  expect(matches(pattern, "a".repeat(2000))).toBe(false);
});
