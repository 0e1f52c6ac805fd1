import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isSensitiveName, isSensitiveValue, scrubUrl, withoutQuery } from "../src/scrub.ts";

interface Example {
  url: string;
  parameters: string[];
  paths: string[];
  scrubbed: string;
  without_query: string;
}

const file = new URL("../../../protocol/examples/scrubbing.json", import.meta.url);
const examples: Example[] = JSON.parse(readFileSync(file, "utf8"));

test.each(examples)(
  "P5: $url leaves the page as $scrubbed",
  ({ url, scrubbed, without_query, ...rules }) => {
    expect(scrubUrl(url, undefined, rules)).toBe(scrubbed);
    expect(scrubUrl(scrubbed, undefined, rules)).toBe(
      scrubUrl(scrubUrl(scrubbed, undefined, rules), undefined, rules),
    );
  },
);

test.each(examples)("A6: $scrubbed is cut to $without_query", ({ scrubbed, without_query }) =>
  expect(withoutQuery(scrubbed)).toBe(without_query),
);

test("P5: a pattern of many wildcards takes no time", () => {
  const rules = { parameters: [`${"*a".repeat(49)}*b`], paths: [] };
  const url = `https://shop.example/?${"a".repeat(8000)}=1`;
  expect(scrubUrl(url, undefined, rules)).toBe(url);
});

test("relative addresses count from the page's", () => {
  expect(scrubUrl("?sid=1", "https://shop.example/cart")).toBe("https://shop.example/cart?sid=***");
});

test("scrubbing twice changes nothing", () => {
  const once = scrubUrl("https://shop.example/a?email=ada@example.com&x=1#token=9");
  expect(scrubUrl(once)).toBe(once);
});

test.each([
  "token",
  "accessToken",
  "id_token",
  "PASSWORD",
  "e-mail",
  "user_name",
  "otp",
  "iban",
  "phoneNumber",
])("%s names a secret or a person", (name) => expect(isSensitiveName(name)).toBe(true));

test.each(["page", "tab", "q", "sort", "category", "utm_source", "size", "variant", "lang", "id"])(
  "%s names nothing that must be hidden",
  (name) => expect(isSensitiveName(name)).toBe(false),
);

test.each(["red", "2024-11-22", "blue-summer-dress-with-long-name", "123456789", "en-GB", "a,b,c"])(
  "%s is a value like any other",
  (value) => expect(isSensitiveValue(value)).toBe(false),
);
