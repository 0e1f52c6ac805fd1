/** What dashboard and frame say to each other of recordings. Times are milliseconds since the recording began. */
import type { PlayerState, RecordedControl } from "./playback/index.ts";
import { FASTEST, SLOWEST } from "./playback/timeline.ts";
import { readAgents } from "./port-agents.ts";
import { BadPortMessage, type CheckedObject, checkedObject } from "./port-check.ts";

/** A frame as the server relayed it, or what else it noted at `received` (Unix milliseconds). */
export type RecordedPart = ArrayBuffer | { received: number; control: RecordedControl };

export type ToPlayback =
  /** A recording follows; `assets` is the path of its pictures and fonts on the frame's own host, and ends with `/`. */
  | { type: "recording"; assets: string }
  /** The next parts of it, in the order in which they came; `last`: nothing more comes. */
  | { type: "recorded"; parts: RecordedPart[]; last: boolean }
  | { type: "play" }
  | { type: "pause" }
  | { type: "seek"; at: number }
  | { type: "speed"; speed: number }
  /** Stretches without anything are passed over when they are longer than this; null: none is. */
  | { type: "skip"; longer: number | null };

export type FromPlayback = { type: "playback" } & PlayerState;

const MAX_PARTS = 1000;
/** Ten days: no session is that long. */
const MAX_TIME = 10 * 24 * 60 * 60 * 1000;
const MAX_UNIX_MS = 1e14;

const TO_TYPES = ["recording", "recorded", "play", "pause", "seek", "speed", "skip"] as const;
type ToType = (typeof TO_TYPES)[number];

export function isToPlayback(type: string): type is ToType {
  return (TO_TYPES as readonly string[]).includes(type);
}

export function isFromPlayback(type: string): boolean {
  return type === "playback";
}

/** @throws BadPortMessage */
export function readToPlayback(type: ToType, message: CheckedObject): ToPlayback {
  switch (type) {
    case "recording":
      return { type, assets: message.text("assets", 2048) };
    case "recorded":
      return {
        type,
        parts: message.list("parts", MAX_PARTS, readPart),
        last: message.flag("last"),
      };
    case "seek":
      return { type, at: message.number("at", 0, MAX_TIME) };
    case "speed":
      return { type, speed: message.number("speed", SLOWEST, FASTEST) };
    case "skip": {
      const isOff = message.field("longer") === null;
      return { type, longer: isOff ? null : message.number("longer", 0, MAX_TIME) };
    }
    default:
      return { type };
  }
}

/** @throws BadPortMessage */
export function readFromPlayback(message: CheckedObject): FromPlayback {
  const skipping = message.field("skipping");
  return {
    type: "playback",
    at: message.number("at", 0, MAX_TIME),
    duration: message.number("duration", 0, MAX_TIME),
    speed: message.number("speed", SLOWEST, FASTEST),
    doing: message.oneOf("doing", ["seeking", "playing", "paused"]),
    skipping: skipping === null ? null : readStretch(checkedObject(skipping, "skipping")),
    problem: message.textOrNull("problem", 500),
  };
}

function readStretch(stretch: CheckedObject): { from: number; to: number } {
  return { from: stretch.number("from", 0, MAX_TIME), to: stretch.number("to", 0, MAX_TIME) };
}

function readPart(part: unknown): RecordedPart {
  if (part instanceof ArrayBuffer) return part;
  const fields = checkedObject(part, "parts[]");
  return {
    received: fields.number("received", 0, MAX_UNIX_MS),
    control: readControl(checkedObject(fields.field("control"), "control")),
  };
}

function readControl(control: CheckedObject): RecordedControl {
  const type = control.text("type", 32);
  switch (type) {
    case "page":
      return { type, url: control.text("url", 8192) };
    case "pause":
      return { type };
    case "agents":
      return {
        type,
        agents: readAgents(control),
      };
    case "control":
      return { type, agent: control.textOrNull("agent", 128) };
    case "pointer":
      return {
        type,
        agent: control.text("agent", 128),
        x: control.pixels("x"),
        y: control.pixels("y"),
        visible: control.flag("visible"),
      };
    default:
      throw new BadPortMessage(`expected a recorded control known to the viewer, got "${type}"`);
  }
}
