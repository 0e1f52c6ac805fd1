import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LABELS, TABLE } from "../src/features/settings/words.ts";

const folder = new URL("../src/features/settings/", import.meta.url);
const sources = [
  readFileSync(new URL("scrubbing.tsx", folder), "utf8"),
  ...readdirSync(new URL("pages/", folder)).map((file) =>
    readFileSync(new URL(`pages/${file}`, folder), "utf8"),
  ),
].join("\n");

test("every setting of the team has a name and a place on exactly one page", () => {
  expect(Object.keys(LABELS).sort()).toEqual(Object.keys(TABLE).sort());
  for (const name of Object.keys(TABLE)) {
    if (["url_scrubbing", "translations", "locale"].includes(name)) continue;
    expect([name, sources.split(`"${name}"`).length - 1]).toEqual([name, 1]);
  }
  expect(sources).toContain("<ScrubbingRules />");
  expect(sources).toContain("<Texts />");
  expect(sources).toContain("<LanguageChoice />");
});

test("no two settings are called alike", () => {
  expect(new Set(Object.values(LABELS)).size).toBe(Object.keys(LABELS).length);
});
