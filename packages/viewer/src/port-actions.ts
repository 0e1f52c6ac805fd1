/** Reading an `Action` that the replay frame made, with the bounds of protocol/schema.json. */
import type { Action, DrawAction, Modifiers } from "@userview/protocol";
import { BadPortMessage, type CheckedObject, checkedObject } from "./port-check.ts";

export const MAX_TEXT = 10_000;
export const MAX_CHOICES = 1000;
export const MAX_CHOICE_LENGTH = 1000;
export const MAX_KEY = 32;
/** Numbers: two a point. */
export const MAX_POINTS = 128;

const PHASES = ["down", "move", "up"] as const;

/**
 * An action with nothing in it but the fields of its kind.
 * @throws BadPortMessage naming the field, what was expected and what came.
 */
export function readAction(data: unknown): Action {
  const action = checkedObject(data, "action");
  const kind = action.text("kind", 32);
  switch (kind) {
    case "mouse":
      return {
        kind,
        phase: action.oneOf("phase", PHASES),
        node: action.uint32OrNull("node"),
        x: action.pixels("x"),
        y: action.pixels("y"),
        offset_x: action.pixels("offset_x"),
        offset_y: action.pixels("offset_y"),
        button: action.integer("button", 0, 4),
        clicks: action.integer("clicks", 0, 3),
        modifiers: readModifiers(action),
      };
    case "scroll":
      return {
        kind,
        node: action.uint32OrNull("node"),
        x: action.pixels("x"),
        y: action.pixels("y"),
        offset_x: action.pixels("offset_x"),
        offset_y: action.pixels("offset_y"),
        delta_x: action.pixels("delta_x"),
        delta_y: action.pixels("delta_y"),
        modifiers: readModifiers(action),
      };
    case "key":
      return {
        kind,
        key: nonEmpty(action, "key", MAX_KEY),
        code: action.text("code", MAX_KEY),
        modifiers: readModifiers(action),
      };
    case "text":
      return {
        kind,
        text: nonEmpty(action, "text", MAX_TEXT),
        pasted: action.flag("pasted"),
      };
    case "draw":
      return readDrawing(action);
    case "choose":
      return {
        kind,
        node: action.uint32("node"),
        values: action.list("values", MAX_CHOICES, (entry) =>
          checkedObject({ value: entry }, "values[]").text("value", MAX_CHOICE_LENGTH),
        ),
      };
    default:
      throw new BadPortMessage(`expected a known kind of action, got "${kind}"`);
  }
}

/** @throws BadPortMessage */
export function readDrawing(action: CheckedObject): DrawAction {
  return {
    kind: "draw",
    tool: action.oneOf("tool", ["laser", "pen", "highlight", "clear"] as const),
    stroke: action.uint32("stroke"),
    node: action.uint32OrNull("node"),
    points: action.list("points", MAX_POINTS, (entry) =>
      checkedObject({ value: entry }, "points[]").pixels("value"),
    ),
  };
}

function readModifiers(action: CheckedObject): Modifiers {
  const modifiers = checkedObject(action.field("modifiers"), "modifiers");
  return {
    alt: modifiers.flag("alt"),
    ctrl: modifiers.flag("ctrl"),
    meta: modifiers.flag("meta"),
    shift: modifiers.flag("shift"),
  };
}

function nonEmpty(action: CheckedObject, name: string, maxLength: number): string {
  const text = action.text(name, maxLength);
  if (text === "")
    throw new BadPortMessage(`expected ${name} to be a string that is not empty, got ""`);
  return text;
}
