import { expect, test } from "vitest";
import { assetName } from "../src/assets/names.ts";
import { type Asset, Assets } from "../src/assets/registry.ts";
import { parseSrcset } from "../src/assets/srcset.ts";

test("names are 22 characters of the alphabet that the server takes, the same each time", () => {
  const name = assetName("https://shop.example/a.png");
  expect(name).toMatch(/^[\w-]{22}$/);
  expect(assetName("https://shop.example/a.png")).toBe(name);
});

test("50,000 similar addresses have 50,000 names", () => {
  const names = new Set<string>();
  for (let i = 0; i < 50_000; i++) names.add(assetName(`https://shop.example/pictures/${i}.png`));
  expect(names.size).toBe(50_000);
});

test("an asset is told once, by its address without the fragment", () => {
  const told: Asset[] = [];
  const assets = new Assets((asset) => told.push(asset));
  const base = "https://shop.example/page";
  const first = assets.reference("sprite.svg#cart", base, "picture", null);
  const second = assets.reference("/sprite.svg#heart", base, "picture", null);
  expect(told.map(({ url }) => url)).toEqual(["https://shop.example/sprite.svg"]);
  const id = told[0]?.id;
  expect([first, second]).toEqual([`userview-asset:${id}#cart`, `userview-asset:${id}#heart`]);
});

test("what has not loaded yet is named, and told when it has", () => {
  const told: string[] = [];
  const assets = new Assets(({ url }) => told.push(url));
  const early = assets.reference("a.png", "https://shop.example/", "picture", null, false);
  expect(told).toEqual([]);
  expect(assets.reference("a.png", "https://shop.example/", "picture", null)).toBe(early);
  expect(told).toEqual(["https://shop.example/a.png"]);
});

test.each([
  "javascript:alert(1)",
  "file:///etc/passwd",
  "data:text/html,<b>x</b>",
  "chrome://settings",
])("%s is no picture", (reference) => {
  const assets = new Assets(() => expect.unreachable());
  expect(assets.reference(reference, "https://shop.example/", "picture", null)).toBeNull();
});

test("a short data URL stays where it is, a long one becomes an asset", () => {
  const told: string[] = [];
  const assets = new Assets(({ url }) => told.push(url));
  const short = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
  expect(assets.reference(short, "https://shop.example/", "picture", null)).toBe(short);
  const long = `data:image/png;base64,${"A".repeat(5000)}`;
  expect(assets.reference(long, "https://shop.example/", "picture", null)).toMatch(
    /^userview-asset:/,
  );
  expect(told).toEqual([long]);
});

test.each([
  ["a.png", [["a.png", ""]]],
  [
    "a.png 1x, b.png 2x",
    [
      ["a.png", "1x"],
      ["b.png", "2x"],
    ],
  ],
  [
    " a.png 320w,\n b,c.png 640w , ",
    [
      ["a.png", "320w"],
      ["b,c.png", "640w"],
    ],
  ],
  [
    "a.png, b.png 2x",
    [
      ["a.png", ""],
      ["b.png", "2x"],
    ],
  ],
  ["data:image/png;base64,AA== 1x", [["data:image/png;base64,AA==", "1x"]]],
])("the candidates of %j", (srcset, candidates) => {
  expect(parseSrcset(srcset).map(({ reference, descriptor }) => [reference, descriptor])).toEqual(
    candidates,
  );
});
