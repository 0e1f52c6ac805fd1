import { scrubUrl } from "@userview/protocol/scrub";
import { expect, test } from "vitest";
import { PlainLinks } from "../src/privacy/links.ts";

const BASES = [
  "https://shop.example/a/b?page=2",
  "https://shop.example/?token=abc",
  "http://grace:secret@shop.example/",
  "file:///home/grace/page.html",
  "about:srcdoc",
  "data:text/html,x",
];
const STARTS = [
  "",
  "/",
  "//",
  "./",
  "../c",
  "https://other.example",
  "https://1.2.3.4.5",
  "HTTPS://A",
];
const PATHS = [
  "",
  "/",
  "/kites",
  "kites",
  "//x",
  "/a/../b",
  "/%41",
  "/ä",
  "/a b",
  "mailto:g@a.example",
];
const QUERIES = [
  "",
  "?",
  "?from=list",
  "?a",
  "?token=x",
  "?q=sk_4f9a8b7c6d5e4f3a2b1c0d",
  "?a=b=c&email=g",
];
const FRAGMENTS = [
  "",
  "#",
  "#top",
  "#/a?code=1",
  "#access_token=x",
  "#!/orders",
  "#4111111111111111",
];

test("a link that is known to be plain is one that parsing and scrubbing leave as it is", () => {
  let known = 0;
  const links = new PlainLinks();
  for (const base of BASES)
    for (const start of STARTS)
      for (const path of PATHS)
        for (const query of QUERIES)
          for (const fragment of FRAGMENTS) {
            const text = start + path + query + fragment;
            if (!links.knows(text, base)) continue;
            known += 1;
            expect(`${text} ${scrubUrl(text, base)}`).toBe(`${text} ${new URL(text, base).href}`);
            expect(new URL(text, base).protocol).toMatch(/^https?:$/);
          }
  expect(known).toBeGreaterThan(500);
});

test.each([
  ["/kites/7?from=list", true],
  ["#top", true],
  ["https://other.example:8080/a?b=c#d", true],
  ["/reset?code=77", false],
  ["javascript:alert(1)", false],
  ["", false],
])("%s is known to be plain: %s", (text, plain) => {
  expect(new PlainLinks().knows(text, "https://shop.example/")).toBe(plain);
});
