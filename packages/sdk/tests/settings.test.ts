import { readFileSync } from "node:fs";
import type { SdkSettings } from "@userview/protocol";
import { expect, test } from "vitest";
import { overrides, KINDS as READ_BY_LOADER } from "../src/loader/options.ts";
import { KINDS } from "../src/options/check.ts";
import { effective, optionName, RULES } from "../src/options/effective.ts";

const root = new URL("../../../protocol/", import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, root), "utf8"));

interface Property {
  $ref?: string;
  type?: string;
  enum?: string[];
  items?: object;
  anyOf?: Property[];
  "x-init-option"?: boolean;
}

const properties: Record<string, Property> = read("schema.json").$defs.SdkSettings.properties;
const welcome: { settings: SdkSettings } = read("examples/ServerToVisitor.json")[0];
const DEFAULTS = { ...welcome.settings, masked_elements: [] };

/** The kind that an option must have, by the server's schema of its setting. */
function kindOf(name: string, property: Property): string {
  const plain = property.anyOf?.find(({ type }) => type !== "null") ?? property;
  if (plain.enum) return plain.enum.includes("webp") ? "encoding" : "when";
  if (plain.type === "boolean") return "boolean";
  if (plain.type === "object") return "texts";
  if (plain.type === "integer") return name.endsWith("_seconds") ? "number" : "milliseconds";
  if (plain.type === "array") return name.endsWith("_elements") ? "selectors" : "wildcards";
  return /_element$/.test(name) ? "selector" : "text";
}

test("P6: every setting of a page has its option, of the same kind", () => {
  const kinds: Record<string, string> = { ...READ_BY_LOADER, ...KINDS };
  for (const [name, property] of Object.entries(properties)) {
    const option = optionName(name);
    if (property["x-init-option"] === false) expect(kinds).not.toHaveProperty(option);
    else expect([option, kinds[option]]).toEqual([option, kindOf(name, property)]);
  }
});

test("P6: there is a rule for every setting, and none for others", () => {
  expect(Object.keys(RULES).sort()).toEqual(Object.keys(properties).sort());
});

test("P6: without options of the page the team's settings hold", () => {
  expect(effective(DEFAULTS, {})).toEqual(DEFAULTS);
});

test("P6: the page's words count", () => {
  const held = effective(DEFAULTS, {
    authorizationPromptTitle: "May we?",
    showTerminateButton: false,
  });
  expect(held).toMatchObject({
    authorization_prompt_title: "May we?",
    show_terminate_button: false,
  });
});

test.each([
  [true, true, true],
  [true, false, false],
  [false, true, false],
  [false, false, false],
])("P6: team %s and page %s allow: %s", (team, page, held) => {
  const settings = { ...DEFAULTS, allow_remote_click: team, collect_history: team };
  expect(effective(settings, { allowRemoteClick: page, collectHistory: page })).toMatchObject({
    allow_remote_click: held,
    collect_history: held,
  });
});

test("P6: the page can only add to what is hidden", () => {
  const settings = { ...DEFAULTS, masked_elements: [".a"], mask_all_text: true };
  const held = effective(settings, {
    maskedElements: [".b"],
    noRemoteElements: ["#c"],
    maskAllText: false,
    disableFullScreenWhenMasked: false,
  });
  expect(held).toMatchObject({
    masked_elements: [".a", ".b"],
    no_remote_elements: ["#c"],
    mask_all_text: true,
    disable_full_screen_when_masked: true,
  });
});

test("an option overrides the team exactly when it is one of the team's settings", () => {
  const settings = Object.entries(properties)
    .filter(([, property]) => property["x-init-option"] !== false)
    .map(([name]) => optionName(name));
  for (const option of Object.keys({ ...READ_BY_LOADER, ...KINDS }))
    expect([option, overrides({ [option]: true })]).toEqual([option, settings.includes(option)]);
});
