import { describe, expect, it } from "vitest";
import { COLOURS, PRODUCTS, pictureOf } from "../src/catalog.ts";
import { cardNumber, cvc, email, expiry } from "../src/client/forms.ts";
import { find, readWish, writeWish } from "../src/find.ts";
import { html } from "../src/html.ts";
import { totals } from "../src/money.ts";
import { site } from "../src/site.ts";

const ANYTHING = { text: "", wind: "any", order: "popular" } as const;

describe("html", () => {
  it("escapes what is put in, keeps markup, joins lists and leaves nothing out but nothing", () => {
    const list = ["a", "<b>"].map((text) => html`<li>${text}</li>`);
    expect(html`<ul title="${'"'}">${list}${null}${false}${0}</ul>`.markup).toBe(
      '<ul title="&quot;"><li>a</li><li>&lt;b&gt;</li>0</ul>',
    );
  });
});

describe("finding", () => {
  it("finds by every word, without marks and case", () => {
    expect(
      find(PRODUCTS, { ...ANYTHING, text: "JAPANESE fightér" }).map((product) => product.slug),
    ).toEqual(["six-winds"]);
    expect(find(PRODUCTS, { ...ANYTHING, text: "submarine" })).toEqual([]);
  });

  it("leaves out what does not fly in the wind of today", () => {
    const strong = find(PRODUCTS, { ...ANYTHING, wind: "strong" }).map((product) => product.slug);
    expect(strong).toContain("letterbox");
    expect(strong).not.toContain("kestrel");
    expect(strong).not.toContain("hoop");
  });

  it("orders by price", () => {
    const cheap = find(PRODUCTS, { ...ANYTHING, order: "cheap" }).map((product) => product.cents);
    expect(cheap).toEqual([...cheap].sort((left, right) => left - right));
  });

  it("writes addresses that it can read, and ignores what it cannot", () => {
    const wish = { text: "box & tail", wind: "breezy", order: "name" } as const;
    expect(readWish(writeWish(wish))).toEqual(wish);
    expect(writeWish(ANYTHING)).toBe("");
    expect(readWish("?wind=storm&order=up")).toEqual(ANYTHING);
  });
});

describe("money", () => {
  const kestrel = { slug: "kestrel", colour: "poppy", quantity: 2 };

  it("adds delivery below the limit, coupons, and never goes below zero", () => {
    expect(totals([kestrel], "")).toEqual({ goods: 4800, discount: 0, delivery: 490, total: 5290 });
    expect(totals([kestrel], "WIND10").total).toBe(4800 - 480 + 490);
    expect(totals([kestrel], "FREEPOST").total).toBe(4800);
    expect(totals([], "FIRSTKITE")).toEqual({ goods: 0, discount: 0, delivery: 0, total: 0 });
  });

  it("counts nothing for what is no longer sold or an unknown coupon", () => {
    expect(
      totals(
        [
          { slug: "zeppelin", colour: "poppy", quantity: 9 },
          { ...kestrel, quantity: 3 },
        ],
        "NOPE",
      ).total,
    ).toBe(7200);
  });
});

describe("checks of forms", () => {
  it("takes card numbers whose check digit fits", () => {
    expect(cardNumber("4242 4242 4242 4242")).toBeNull();
    expect(cardNumber("4242 4242 4242 4241")).not.toBeNull();
    expect(cardNumber("")).not.toBeNull();
  });

  it("takes cards until the end of their month", () => {
    const check = expiry(new Date(2026, 10, 30));
    expect(check("11 / 26")).toBeNull();
    expect(check("10 / 26")).not.toBeNull();
    expect(check("13 / 30")).not.toBeNull();
    expect(check("")).not.toBeNull();
  });

  it("takes e-mail addresses and codes of three or four digits", () => {
    expect(email("ada@example.com")).toBeNull();
    expect(email("ada@example")).not.toBeNull();
    expect(cvc("123")).toBeNull();
    expect(cvc("12a")).not.toBeNull();
  });
});

describe("the site", () => {
  const files = site();
  const pages = [...files].filter(([path]) => path.endsWith(".html"));

  it("begins every page's head with UserView's script", () => {
    expect(pages.length).toBe(PRODUCTS.length + 7);
    for (const [path, content] of pages) {
      expect(content, path).toMatch(/<head>\s*<script src="__USERVIEW_SCRIPT__"><\/script>/);
    }
  });

  it("links only to what it has", () => {
    for (const [path, content] of pages) {
      for (const [, link = ""] of content.matchAll(/(?:href|src|data-picture)="(\/[^"]*)"/g)) {
        const target = link === "/" ? "/index.html" : link;
        expect(target.startsWith("/assets/") || files.has(target), `${path} links to ${link}`).toBe(
          true,
        );
      }
    }
  });

  it("gives every field a label and every id one place", () => {
    for (const [path, content] of pages) {
      const ids = [...content.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size, path).toBe(ids.length);
      for (const [field, id] of content.matchAll(
        /<(?:input|select|textarea)[^>]* id="([^"]+)"[^>]*>/g,
      )) {
        const labelled = content.includes(`for="${id}"`) || field.includes('type="checkbox"');
        expect(labelled, `${path}: ${id}`).toBe(true);
      }
    }
  });

  it("draws every product in each of its colours", () => {
    for (const product of PRODUCTS) {
      for (const colour of product.colours) {
        expect(COLOURS.some(({ id }) => id === colour)).toBe(true);
        expect(files.get(pictureOf(product, colour))).toContain("<svg");
      }
    }
  });
});
