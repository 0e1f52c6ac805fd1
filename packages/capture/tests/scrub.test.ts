import { expect, test } from "vitest";
import { isSensitiveName, isSensitiveValue, scrubUrl } from "../src/privacy/scrub.ts";

test.each([
  ["https://shop.example/a?tab=orders&page=2", "https://shop.example/a?tab=orders&page=2"],
  ["https://shop.example/a?token=abc&tab=x", "https://shop.example/a?token=***&tab=x"],
  ["https://shop.example/a?resetToken=abc", "https://shop.example/a?resetToken=***"],
  ["https://shop.example/a?user[email]=a", "https://shop.example/a?user[email]=***"],
  [
    "https://shop.example/a?code=1&key=2&phone=3",
    "https://shop.example/a?code=***&key=***&phone=***",
  ],
  ["https://shop.example/a?q=ada%40example.com", "https://shop.example/a?q=***"],
  ["https://shop.example/a?ref=4111111111111111", "https://shop.example/a?ref=***"],
  [
    "https://shop.example/a?x=eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeKKF2QT4",
    "https://shop.example/a?x=***",
  ],
  ["https://shop.example/a?x=9f86d081884c7d659a2feaa0c55ad015", "https://shop.example/a?x=***"],
  [
    "https://shop.example/a#access_token=abc&state=1",
    "https://shop.example/a#access_token=***&state=***",
  ],
  [
    "https://shop.example/a#/profile?email=x&tab=2",
    "https://shop.example/a#/profile?email=***&tab=2",
  ],
  [
    "https://shop.example/a#chapter-two-of-the-long-story",
    "https://shop.example/a#chapter-two-of-the-long-story",
  ],
  ["https://ada:secret@shop.example/a", "https://shop.example/a"],
  ["mailto:ada@example.com", "mailto:***"],
  ["javascript:alert(document.cookie)", "javascript:***"],
  ["about:blank", "about:blank"],
  ["/relative", ""],
])("%s leaves the page as %s", (url, scrubbed) => {
  expect(scrubUrl(url)).toBe(scrubbed);
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
