import { describe, expect, it } from "vitest";
import { destination } from "../src/features/watch/address.ts";

const CURRENT = "http://shop.example:8080/cart?step=2#sizes";

describe("what agents type as an address", () => {
  it.each([
    ["/help", "http://shop.example:8080/help"],
    ["?step=3", "http://shop.example:8080/cart?step=3"],
    ["#top", "http://shop.example:8080/cart?step=2#top"],
    [" https://Other.example/a ", "https://other.example/a"],
    ["http://intranet/wiki", "http://intranet/wiki"],
    ["other.example/a", "https://other.example/a"],
    ["shop.example:8080/help", "http://shop.example:8080/help"],
    ["localhost:3000/x", "https://localhost:3000/x"],
  ])("%s leads to %s", (typed, url) => {
    expect(destination(typed, CURRENT)).toBe(url);
  });

  it.each([
    "",
    "   ",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,<b>x</b>",
    "file:///etc/passwd",
    "mailto:ada@shop.example",
    "https://ada:secret@shop.example/",
    "ada@shop.example",
    "two words",
    "word",
    "https://",
  ])("%s leads nowhere", (typed) => {
    expect(destination(typed, CURRENT)).toBeNull();
  });
});
