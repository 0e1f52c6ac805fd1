import { expect, test } from "vitest";
import { maskText, maskValue } from "../src/privacy/characters.ts";

test("every character but white space is masked, wide ones by a wide one", () => {
  expect(maskText("Ada Lovelace\n1815")).toBe("*** ********\n****");
  expect(maskText("日本語 ok")).toBe("＊＊＊ **");
  expect(maskText("👩 x")).toBe("＊ *");
});

test.each([
  ["text", "Ada L", "********"],
  ["password", "a long secret", "********"],
  ["text", "", ""],
  ["textarea", "Ada L", "*** *"],
  ["number", "-12.5", "00000000"],
  ["date", "1815-12-10", ""],
  ["range", "7", ""],
  ["hidden", "csrf", ""],
  ["file", "C:\\fakepath\\x", ""],
  ["color", "#ff0000", "#000000"],
])("a masked %s field shows no more than its control can", (type, value, masked) => {
  expect(maskValue(type, value)).toBe(masked);
});
