import { expect, test } from "vitest";
import { Echoes } from "../src/privacy/echoes.ts";

function heard(...values: [type: string, value: string][]): Echoes {
  const echoes = new Echoes();
  for (const [type, value] of values) echoes.note({ type, value } as HTMLInputElement);
  return echoes;
}

test("what stood in a masked field is masked in a text, in capitals or not", () => {
  const echoes = heard(["password", "Hunter22"]);
  expect(echoes.hide("It is hunter22, or HUNTER22.")).toBe("It is ********, or ********.");
  expect(echoes.hide("a hunter")).toBe("a hunter");
});

test("short values, ticks and what programs keep in hidden fields hide nothing", () => {
  const echoes = heard(["text", "Ada L"], ["checkbox", "newsletter"], ["hidden", "checkout"]);
  expect(echoes.hide("Ada L takes newsletter and checkout")).toBe(
    "Ada L takes newsletter and checkout",
  );
  expect(heard(["hidden", "a8f3c0d1e2b4"]).hide("id a8f3c0d1e2b4")).toBe("id ************");
});

test("what is typed is masked at each length that it had, the longest first", () => {
  const typed = ["secret", "secret1", "secret12"];
  const echoes = heard(...typed.map((value): [string, string] => ["text", value]), [
    "text",
    "xsecret12",
  ]);
  for (const value of [...typed, "xsecret12"])
    expect(echoes.hide(`(${value})`)).toBe(`(${"*".repeat(value.length)})`);
  expect(echoes.hide("secret123")).toBe("********3");
});

test("numbers are found however they are grouped", () => {
  const echoes = heard(["text", "4111 1111-11111111"]);
  for (const shown of ["4111111111111111", "4111 1111 1111 1111", "4111.1111.1111.1111"])
    expect(echoes.hide(`Card ${shown}`)).toMatch(/^Card [* ]+$/);
});

test("URLs carry none of it, encoded or not", () => {
  const echoes = heard(["text", "Ada Lovelace"]);
  for (const shown of ["Ada%20Lovelace", "ada+lovelace", "x-Ada%20Lovelace-y"])
    expect(echoes.hideInUrl(`https://shop.test/p/${shown}?q=${shown}#${shown}`)).toBe(
      "https://shop.test/p/***?q=***#***",
    );
});

test("whether something is news is known before anybody is asked", () => {
  const echoes = heard(["text", "secret1"]);
  const field = (value: string) => ({ type: "text", value }) as HTMLInputElement;
  expect(echoes.isNews(field("secret1"))).toBe(false);
  expect(echoes.isNews(field("secret2"))).toBe(true);
  expect(echoes.isNews(field("abc"))).toBe(false);
});

test("only so many values are kept, the latest", () => {
  const values = Array.from({ length: 101 }, (_, at): [string, string] => ["text", `value-${at}!`]);
  const echoes = heard(...values);
  expect(echoes.hide("value-0!")).toBe("value-0!");
  expect(echoes.hide("value-100!")).toBe("**********");
});

test("values that begin alike are each masked as a whole", () => {
  const echoes = heard(
    ["password", "canary"],
    ["password", "canary one"],
    ["text", "x"],
    ["password", "canary two"],
  );
  expect(echoes.hide("canary one, canary two")).toBe("****** ***, ****** ***");
});
