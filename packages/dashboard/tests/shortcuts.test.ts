import { describe, expect, it } from "vitest";
import { type Pressed, type Shortcut, shortcutOf } from "../src/features/watch/shortcuts.ts";

const run = () => {};
const PEN: Shortcut = { keys: ["p"], does: "Pen", run };
const AWAY: Shortcut = { keys: ["v", "Escape"], does: "Away", run };
const HELP: Shortcut = { keys: ["?"], does: "Help", run };
const ALL = [PEN, AWAY, HELP];

function pressed(key: string, rest: Partial<Pressed> = {}): Pressed {
  return { key, altKey: false, ctrlKey: false, metaKey: false, repeat: false, ...rest };
}

describe("shortcuts of the watch page", () => {
  it.each([
    ["p", PEN],
    ["P", PEN],
    ["Escape", AWAY],
    ["?", HELP],
    ["q", null],
    ["escape", null],
  ])("%s", (key, expected) => {
    expect(shortcutOf(pressed(key), ALL)).toBe(expected);
  });

  it.each(["altKey", "ctrlKey", "metaKey", "repeat"] as const)("none with %s", (name) => {
    expect(shortcutOf(pressed("p", { [name]: true }), ALL)).toBeNull();
  });
});
