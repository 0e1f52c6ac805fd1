import { expect, test } from "vitest";
import { Asked, answer } from "../src/gate/asked.ts";

function askedBy(css: string): { asked: Asked; found: string[] } {
  const found: string[] = [];
  const asked = new Asked(
    (name) => name.startsWith("data-"),
    (name, compared) => found.push(compared ? `${name}=` : name),
  );
  asked.read(css);
  return { asked, found };
}

const stars = (text: string): string => "*".repeat(text.length);

test.each([
  ["[data-a] { color: red }", { shown: false, values: [] }],
  ["p[ data-a = open ] {}", { shown: false, values: ["open"] }],
  ["[data-a=\"two words\" i], [data-a^='ic'] {}", { shown: false, values: ["two words", "ic"] }],
  ["a::after { content: 'x' attr( data-a ) }", { shown: true, values: [] }],
  ["[*|data-a|='en'] {}", { shown: false, values: ["en"] }],
])("%s asks for an attribute", (css, expected) => {
  const question = askedBy(css).asked.of("data-a");
  expect({ shown: question?.shown, values: [...(question?.values ?? [])] }).toEqual(expected);
});

test("escapes are undone, and what nobody asks for is nothing", () => {
  const { asked } = askedBy("[data-a\\:b='\\41 da'] {} [title] {}");
  expect([...(asked.of("data-a:b")?.values ?? [])]).toEqual(["Ada"]);
  expect(asked.of("data-c")).toBe(null);
  expect(asked.of("title")).toBe(null);
});

test("a name is told once, and once more when its text is shown, and with each value", () => {
  const { asked, found } = askedBy("[data-a] {} [data-a=x] {}");
  expect(found).toEqual(["data-a", "data-a="]);
  asked.read("p::before { content: attr(data-a) }");
  asked.read("p::before { content: attr(data-a) }");
  asked.read("[data-a='x'] {} [data-a=y] {}");
  expect(found).toEqual(["data-a", "data-a=", "data-a", "data-a="]);
});

test("of a masked element leaves only what style sheets say themselves", () => {
  const { asked } = askedBy(
    "[data-state=open] {} [data-kind^='icon-'] {} [data-on] {} td::before { content: attr(data-label) }",
  );
  const told = (name: string, text: string) => answer(asked.of(name), text, stars);
  expect(told("data-state", "open")).toBe("open");
  expect(told("data-state", "Ada")).toBe("");
  expect(told("data-kind", "icon-Ada")).toBe("icon-");
  expect(told("data-on", "Ada")).toBe("");
  expect(told("data-label", "Ada")).toBe("***");
  expect(told("data-other", "Ada")).toBe(null);
});
