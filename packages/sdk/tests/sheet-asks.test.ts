// @vitest-environment happy-dom
// @vitest-environment-options { "url": "https://shop.example.com/cart" }
import { afterEach, expect, test, vi } from "vitest";
import { SheetAsks } from "../src/session/sheet_asks.ts";

afterEach(() => vi.unstubAllGlobals());

function asking(answer: () => Response): {
  asks: SheetAsks;
  bodies: unknown[];
  stop: AbortController;
} {
  const bodies: unknown[] = [];
  vi.stubGlobal("fetch", async (url: string, { body }: { body: string }) => {
    bodies.push([url, JSON.parse(body)]);
    return answer();
  });
  const stop = new AbortController();
  const proxied = (): string[] => ["https://secret.example.com/*"];
  return { asks: new SheetAsks("https://uv.test/a/", "t", stop.signal, proxied), bodies, stop };
}

test("F5: a sheet is asked for by its address, and nothing is made of a refusal", async () => {
  const file = { url: "https://cdn.example.net/b.css", text: "p {}" };
  const answers = [Response.json(file), new Response(null, { status: 204 })];
  const { asks, bodies } = asking(() => answers.shift() as Response);
  expect(await asks.fetch("https://cdn.example.net/a.css")).toEqual(file);
  expect(await asks.fetch("https://other.example.net/c.css")).toBeNull();
  expect(asks.mayHaveNamed("https://cdn.example.net/dot.png")).toBe(true);
  expect(asks.mayHaveNamed("https://other.example.net/dot.png")).toBe(false);
  expect(bodies).toEqual([
    ["https://uv.test/a/", { sheet: "https://cdn.example.net/a.css" }],
    ["https://uv.test/a/", { sheet: "https://other.example.net/c.css" }],
  ]);
});

test("F5: what the site keeps to this browser, and what comes behind the end, is not asked for", async () => {
  const { asks, bodies, stop } = asking(() => new Response(null, { status: 204 }));
  for (const url of [
    "https://secret.example.com/a.css",
    "blob:https://a/1",
    "https://me:x@a.test/",
  ])
    expect(await asks.fetch(url)).toBeNull();
  stop.abort();
  expect(await asks.fetch("https://cdn.example.net/a.css")).toBeNull();
  expect(bodies).toEqual([]);
});
