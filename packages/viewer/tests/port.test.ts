import { describe, expect, it } from "vitest";
import {
  BadPortMessage,
  type FromViewer,
  isPortOffer,
  isViewerHello,
  readFromViewer,
  readToViewer,
  type ToViewer,
} from "../src/port.ts";

const modifiers = { alt: false, ctrl: false, meta: false, shift: false };
const mouse = {
  kind: "mouse",
  phase: "down",
  node: 7,
  x: 1.5,
  y: 2,
  offset_x: 0,
  offset_y: 0,
  button: 0,
  clicks: 1,
  modifiers,
} as const;

const TO_VIEWER: ToViewer[] = [
  { type: "open", endpoint: "ws://127.0.0.1:8000/ws/view", ticket: "t" },
  { type: "fit", mode: "page_only" },
  { type: "control", enabled: true, mine: false },
  { type: "pointer", agent: "p1", name: "Ada", color: 7, x: -1, y: 2.5, visible: false },
  { type: "pointers", agents: [{ id: "p1", name: "Ada", color: 0 }] },
  { type: "tool", tool: "pen", agent: { id: "p1", name: "Ada", color: 0 } },
  { type: "tool", tool: null, agent: { id: "p1", name: "Ada", color: 0 } },
  {
    type: "draw",
    agent: { id: "p1", name: "Ada", color: 0 },
    page: 2,
    epoch: 3,
    action: { kind: "draw", tool: "pen", stroke: 1, node: null, points: [1, 2.5] },
    inset: null,
  },
  { type: "undrawn" },
  { type: "clear" },
  { type: "refused", id: 3, reason: "covered" },
  { type: "close" },
];

const FROM_VIEWER: FromViewer[] = [
  { type: "ready" },
  { type: "needTicket" },
  { type: "status", status: "lost", detail: "why" },
  { type: "status", status: "live", detail: null },
  { type: "page", url: "https://a/", width: 800, height: 600, scale: 0.5 },
  { type: "pointer", x: 1, y: 2, visible: true },
  { type: "input", id: 1, page: 2, epoch: 3, action: mouse, inset: null },
  {
    type: "input",
    id: 2,
    page: 2,
    epoch: 3,
    action: { kind: "draw", tool: "highlight", stroke: 4, node: 7, points: [] },
    inset: 65_539,
  },
  {
    type: "input",
    id: 1,
    page: 2,
    epoch: 3,
    action: {
      kind: "scroll",
      node: null,
      x: 5,
      y: 5,
      offset_x: 5,
      offset_y: 5,
      delta_x: 0,
      delta_y: 9,
      modifiers,
    },
    inset: 65_539,
  },
  {
    type: "input",
    id: 1,
    page: 2,
    epoch: 3,
    action: { kind: "key", key: "a", code: "", modifiers },
    inset: null,
  },
  {
    type: "input",
    id: 1,
    page: 2,
    epoch: 3,
    action: { kind: "text", text: "x", pasted: true },
    inset: null,
  },
  {
    type: "input",
    id: 1,
    page: 2,
    epoch: 3,
    action: { kind: "choose", node: 4, values: ["a", ""] },
    inset: null,
  },
  { type: "shortcut", key: "Escape" },
];

describe("the port", () => {
  it("reads every message of either direction, and nothing but its fields", () => {
    for (const message of TO_VIEWER) expect(readToViewer({ ...message, more: 1 })).toEqual(message);
    for (const message of FROM_VIEWER)
      expect(readFromViewer({ ...message, more: 1 })).toEqual(message);
  });

  it("refuses a message without any one of its fields", () => {
    const directions = [
      [TO_VIEWER, readToViewer],
      [FROM_VIEWER, readFromViewer],
    ] as const;
    for (const [messages, read] of directions) {
      for (const message of messages) {
        for (const field of Object.keys(message)) {
          expect(
            () => read({ ...message, [field]: undefined }),
            `${message.type}.${field}`,
          ).toThrow(BadPortMessage);
        }
      }
    }
  });

  it.each([
    [null, "expected message to be an object, got null"],
    [[1], "expected message to be an object, got a list of 1"],
    ["close", 'expected message to be an object, got "close"'],
    [{ type: "dance" }, 'expected a message type known to the viewer, got "dance"'],
    [
      { type: "fit", mode: "huge" },
      'expected message.mode to be fit, actual, page_only, got "huge"',
    ],
    [
      { type: "refused", id: -1, reason: "" },
      "expected message.id to be a number from 0 to 4294967295, got -1",
    ],
    [{ type: "refused", id: 1.5, reason: "" }, "expected message.id to be a whole number, got 1.5"],
    [{ type: "control", enabled: 1 }, "expected message.enabled to be true or false, got 1"],
    [
      Object.create({ type: "close" }),
      "expected message.type to be a string of at most 32 characters, got undefined",
    ],
  ])("says what was expected and what came: %j", (data, said) => {
    expect(() => readToViewer(data)).toThrow(said);
  });

  it.each([
    [{ ...mouse, x: Number.POSITIVE_INFINITY }, "action.x"],
    [{ ...mouse, button: 9 }, "action.button"],
    [{ ...mouse, modifiers: { alt: true } }, "modifiers.ctrl"],
    [{ kind: "text", text: "" }, "not empty"],
    [{ kind: "text", text: "x".repeat(10_001) }, "at most 10000"],
    [{ kind: "choose", node: 1, values: [1] }, "values[].value"],
    [{ kind: "choose", node: 1, values: Array(1001).fill("") }, "at most 1000"],
    [{ kind: "eval", code: "x" }, "known kind of action"],
  ])("bounds what a hostile frame may ask for: %j", (action, said) => {
    expect(() => readFromViewer({ type: "input", id: 1, page: 1, epoch: 1, action })).toThrow(said);
  });

  it("knows hello and offer", () => {
    expect(isViewerHello({ userview: "viewer" })).toBe(true);
    expect(isPortOffer({ userview: "port" })).toBe(true);
    for (const data of [null, "viewer", { userview: "port" }, {}])
      expect(isViewerHello(data)).toBe(false);
  });
});
