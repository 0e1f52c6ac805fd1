import { expect, test, vi } from "vitest";
import { Events } from "../src/loader/events.ts";

test("a handler that throws hurts nobody else", () => {
  const shown = vi.spyOn(console, "error").mockImplementation(() => {});
  const events = new Events();
  const heard: unknown[] = [];
  events.on([
    "sessionStart",
    () => {
      throw new Error("the page's own");
    },
  ]);
  events.on(["sessionStart", "sessionEnd", (...args: unknown[]) => heard.push(args)]);
  events.emit("sessionStart");
  events.emit("sessionEnd", "visitor_stopped");
  expect(heard).toEqual([[], ["visitor_stopped"]]);
  expect(shown).toHaveBeenCalledOnce();
  shown.mockRestore();
});

test("off takes one handler, or all of an event", () => {
  const events = new Events();
  const heard: string[] = [];
  const first = (): void => void heard.push("first");
  events.on(["x", first]);
  events.on(["x", () => heard.push("second")]);
  events.off(["x", first]);
  events.emit("x");
  events.off(["x"]);
  events.emit("x");
  expect(heard).toEqual(["second"]);
});
