/** `customMessage`: what the page tells agents, and what it hears of them (rule G1). */
import { expect, test } from "vitest";
import { tellsAgents } from "../src/companion/messages.ts";
import type { PieceHost } from "../src/companion/piece.ts";
import type { Host } from "../src/port.ts";
import { Messages } from "../src/session/messages.ts";

function page() {
  const sent: unknown[] = [];
  const emitted: unknown[][] = [];
  const warned: string[] = [];
  const host = {
    kept: {},
    connected: true,
    send(message: unknown) {
      if (this.connected) sent.push(message);
      return this.connected;
    },
    emit: (...event: unknown[]) => emitted.push(event),
    warn: (text: string) => warned.push(text),
  };
  const call = tellsAgents.start(host as unknown as PieceHost).calls?.["customMessage"];
  const messages = new Messages(host as unknown as Host, () => [
    { id: "p1-1", name: "Ada", color: 0 },
  ]);
  const say = (given: unknown) => call?.([given], 0);
  return { host, sent, emitted, warned, say, messages };
}

test("G1: the page is told whether its message went out", () => {
  const { host, sent, warned, say, messages } = page();
  expect(say({ a: 1 })).toBe(false);
  messages.open("5f0c2a9d41be77e3");
  expect(say({ a: 1, b: undefined })).toBe(true);
  expect(sent).toEqual([
    { type: "session.message", session: "5f0c2a9d41be77e3", message: { a: 1 } },
  ]);
  expect(say("text")).toBe(false);
  expect(warned).toEqual(["customMessage: expected an object, got string"]);
  host.connected = false;
  expect(say({ a: 1 })).toBe(false);
  host.connected = true;
  messages.close();
  expect(say({ a: 1 })).toBe(false);
  expect(sent).toHaveLength(1);
});

test("G1: the page hears who says something", () => {
  const { emitted, messages } = page();
  const heard = {
    type: "session.message",
    session: "5f0c2a9d41be77e3",
    message: { a: 1 },
  } as const;
  messages.heard({ ...heard, agent: "p1-1" });
  messages.heard({ ...heard, agent: "p1-9" });
  expect(emitted).toEqual([
    ["customMessage", { a: 1 }, { id: "p1-1", name: "Ada" }],
    ["customMessage", { a: 1 }, { id: "p1-9", name: "" }],
  ]);
});
