import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  type GivenOptions,
  identityOf,
  overrides,
  readOptions,
  UNUSABLE,
} from "../src/loader/options.ts";
import { checkOptions } from "../src/options/check.ts";

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, "warn").mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
});

test("good options are taken as they are, without a word", () => {
  const given = {
    uniqueId: 17,
    identities: null,
    maskedElements: [".x"],
    requireAuthorizationForSession: false,
  };
  expect(readOptions(given, "init")).toEqual(given);
  expect(lines).toEqual([]);
});

/** What a page is told that gives these options to `init`. */
function told(given: unknown): string[] {
  const said: string[] = [];
  checkOptions(readOptions(given, "init"), (line) => said.push(line));
  return said;
}

test.each([
  [{ tags: "vip" }, 'expected tags to be an array of texts, or null, got "vip"'],
  [{ autoconnect: "yes" }, 'expected autoconnect to be true or false, got "yes"'],
  [
    { disconnectAfterSeconds: -1 },
    "expected disconnectAfterSeconds to be a number of seconds, got -1",
  ],
  [
    { metadata: { a: { b: 1 } } },
    'expected metadata to be a flat object of texts, numbers and booleans, or null, got {"a":{"b":1}}',
  ],
])("%j is named in one line and left out", (given, line) => {
  expect(Object.keys(readOptions(given, "init"))).toEqual([UNUSABLE + Object.keys(given)[0]]);
  expect(told(given)).toEqual([line]);
  expect(overrides(readOptions(given, "init"))).toBe(false);
});

test.each<[GivenOptions, string]>([
  [{ onSessionRequest: {} }, "expected onSessionRequest to be a function, got {}"],
  [
    { showAgentRequestButton: "often" },
    'expected showAgentRequestButton to be "never", "always" or "when_available", got "often"',
  ],
  [{ unmaskedElements: ".x" }, 'expected unmaskedElements to be an array of selectors, got ".x"'],
  [{ colour: "red" }, 'there is no option "colour"'],
])("%j of those that the loader does not read is named in one line and left out", (given, line) => {
  const said: string[] = [];
  expect(checkOptions(given, (text) => said.push(text))).toEqual({});
  expect(said).toEqual([line]);
});

test.each<[GivenOptions, object]>([
  [{ maskedElements: ".secret" }, { maskedElements: [""] }],
  [{ maskedElements: [".a", 1] }, { maskedElements: [""] }],
  [{ noRemoteElements: {} }, { noRemoteElements: [""] }],
  [{ maskAllText: "yes" }, { maskAllText: true }],
])("%j hides all, since it cannot be read", (given, read) => {
  const said: string[] = [];
  expect(checkOptions(given, (text) => said.push(text))).toEqual(read);
  expect(said).toHaveLength(1);
});

test("options that the loader has checked are taken with the others", () => {
  const given = { tags: ["#a"], maskedElements: [".x"], collectHistory: false };
  expect(checkOptions(readOptions(given, "init"), () => expect.unreachable())).toEqual(given);
});

test.each([[null], ["x"], [3]])("%j is no object of options", (given) => {
  expect(readOptions(given, "init")).toEqual({});
  expect(lines).toHaveLength(1);
});

test("undefined is no option given", () => {
  expect(readOptions({ tags: undefined }, "init")).toEqual({});
  expect(readOptions(undefined, "init")).toEqual({});
  expect(lines).toEqual([]);
});

test("updateConnection takes only what says who the visitor is", () => {
  const read = readOptions({ tags: ["#a"], debug: true }, "updateConnection", "identity");
  expect(read).toEqual({ tags: ["#a"], [`${UNUSABLE}debug`]: true });
  const said: string[] = [];
  checkOptions(read, (line) => said.push(line));
  expect(said).toEqual(['there is no option "debug" here']);
});

test("P3: what is not named is absent, null clears", () => {
  expect(
    identityOf({ uniqueId: null, tags: ["#vip", "not good"], identities: [" Ada ", ""] }),
  ).toEqual({
    unique_id: null,
    tags: ["#vip"],
    identities: ["Ada"],
  });
  expect(identityOf({ debug: true })).toEqual({});
  expect(identityOf({ uniqueId: 0 })).toEqual({ unique_id: "0" });
});

test("I3, I5: tokens and integration ids go to the server; what is no integration id is named", () => {
  expect(
    identityOf({ identityToken: "a.b.c", integrationIds: ["chat:1234", "crm:", "1234", "a b:1"] }),
  ).toEqual({ identity_token: "a.b.c", integration_ids: ["chat:1234", "crm:"] });
  expect(told({ integrationIds: ["chat:1234", "1234"], tags: ["#vip", "not good"] })).toEqual([
    'tags: expected /^#?[\\w-]{1,64}$/, got "not good"',
    'integrationIds: expected /^[\\w.-]{1,32}:[!-~]{0,128}$/, got "1234"',
  ]);
  expect(identityOf({ integrationIds: null })).toEqual({ integration_ids: null });
  expect(identityOf({ identityToken: "x".repeat(100_000) }).identity_token).toHaveLength(9000);
});

test("who the visitor is overrides no setting of the team", () => {
  expect(
    overrides({
      identities: ["Ada"],
      identityToken: "a.b.c",
      integrationIds: [],
      apiKey: "pk_x",
      autoconnect: false,
    }),
  ).toBe(false);
  expect(overrides({ requireAuthorizationForSession: false })).toBe(true);
});
