import { expect, test } from "vitest";
import { scrubText } from "../src/privacy/texts.ts";

test.each([
  ["Add to cart", "Add to cart"],
  ["Article 1234-5678 for 19.99", "Article 1234-5678 for 19.99"],
  ["Write to grace@example.com now", "Write to *** now"],
  ['Cannot read "grace@example.com"', "Cannot read ***"],
  ["Card 4111 1111 1111 1111 expired", "Card *** expired"],
  ["Card 4111-1111-1111-1111, 5 left", "Card ***, 5 left"],
  ["Account 123456789012 (no card)", "Account *** (no card)"],
  ["Failed: https://a.example/x?token=abc&page=2", "Failed: https://a.example/x?token=***&page=2"],
  ["GET /reset?email=g&code=77 failed", "GET /reset?email=***&code=*** failed"],
  ["https://user:secret@a.example/", "https://a.example/"],
  ["token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcDEF123", "token ***"],
  ["key sk_4f9a8b7c6d5e4f3a2b1c0d", "key ***"],
  ["  spaces\tstay ", "  spaces\tstay "],
  ["", ""],
])("%j leaves as %j", (text, told) => {
  expect(scrubText(text)).toBe(told);
});
