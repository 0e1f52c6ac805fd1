import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { directionOf, LOCALES, spoken } from "../src/locales.ts";
import { LONGEST_TEXT, TEXTS, type Texts } from "../src/texts.ts";

const FOLDER = new URL("../src/locales/", import.meta.url);

/** What is filled in, without what stands in its place. */
const filledIn = (text: string): string[] =>
  [...text.matchAll(/\{%(\w+)%(\|[^}]+)?\}/g)]
    .map(([, name, other]) => `${name}${other ? "|" : ""}`)
    .sort();

describe("packs of texts", () => {
  it("are there for every language, and no others", () => {
    expect(readdirSync(FOLDER).sort()).toEqual(LOCALES.map((tag) => `${tag}.ts`).sort());
  });

  for (const tag of LOCALES) {
    it(`${tag} has every text, with the same filled in`, async () => {
      const pack = ((await import(new URL(`${tag}.ts`, FOLDER).href)) as { TEXTS: Texts }).TEXTS;
      expect(Object.keys(pack)).toEqual(Object.keys(TEXTS));
      for (const [name, english] of Object.entries(TEXTS)) {
        const text = pack[name as keyof Texts];
        expect([name, filledIn(text)]).toEqual([name, filledIn(english)]);
        expect(text.replaceAll(/\{%\w+%(\|[^}]+)?\}/g, ""), name).not.toMatch(/[{}%|]/);
        expect(text, name).toBe(text.trim());
        expect(text.length, name).toBeLessThanOrEqual(LONGEST_TEXT);
        // A text that is the same as in English was forgotten.
        if (name !== "guest") expect(text, name).not.toBe(english);
      }
    });
  }
});

describe("which language somebody reads", () => {
  it.each([
    [["de-AT"], "de"],
    [["DE"], "de"],
    [["da", "sv-FI", "en"], "sv"],
    [["en-GB", "de"], "en"],
    [["pt"], "pt-BR"],
    [["pt-PT"], "pt-BR"],
    [["zh-CN"], "zh-Hans"],
    [["zh-Hans-HK"], "zh-Hans"],
    [["zh-TW", "ja"], "ja"],
    [["zh-Hant"], "en"],
    [["ar", "xx"], "en"],
    [[], "en"],
    [["", "-", "__proto__"], "en"],
  ] as const)("%j: %s", (wanted, found) => {
    expect(spoken(wanted)).toBe(found);
  });

  it("some are written from right to left", () => {
    expect(["ar", "he-IL", "fa", "de", "arn", "en-AE"].map(directionOf)).toEqual([
      "rtl",
      "rtl",
      "rtl",
      "ltr",
      "ltr",
      "ltr",
    ]);
  });
});
