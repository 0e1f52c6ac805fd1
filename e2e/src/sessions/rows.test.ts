import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CAN, HAPPENS, type Row, SOURCES } from "./rows.ts";

const TESTS = new URL("../../tests/", import.meta.url);

/** The titles of a spec file as its source has them; what is filled in stays as it is written. */
function titlesOf(file: string): string[] {
  const source = readFileSync(new URL(file, TESTS), "utf8");
  const written = source.matchAll(/^\s*test\(\s*(["'`])((?:(?!\1)[^\\]|\\.)+)\1/gm);
  return [...written].map(([, , title]) => title ?? "");
}

const tables: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  "what happens": HAPPENS,
  "how a session arises": SOURCES,
  "what an agent can do": CAN,
};

for (const [name, table] of Object.entries(tables)) {
  test.each(Object.entries(table))(`${name}: %s`, (_what, { by, later }) => {
    expect(by.length === 0).toBe(later !== undefined);
    for (const [file, title] of by)
      expect([file, title, titlesOf(file).filter((one) => one.includes(title)).length]).toEqual([
        file,
        title,
        1,
      ]);
  });
}
