/** What dashboard and frame say to each other of recordings. Times are milliseconds since the recording began. */
import type { ChunkedIndex, PlayerState } from "./playback/index.ts";
import { FASTEST, SLOWEST } from "./playback/timeline.ts";
import { type CheckedObject, checkedObject } from "./port-check.ts";

export type ToPlayback =
  /** A recording to be played: the paths of its chunks, and of its pictures and fonts, on the frame's own host; both end with `/`. */
  | { type: "recording"; chunks: string; assets: string; index: ChunkedIndex }
  /** More of it is recorded by now. */
  | { type: "grown"; index: ChunkedIndex }
  | { type: "play" }
  | { type: "pause" }
  | { type: "seek"; at: number }
  | { type: "speed"; speed: number }
  /** Stretches without anything are passed over when they are longer than this; null: none is. */
  | { type: "skip"; longer: number | null };

export type FromPlayback = { type: "playback" } & PlayerState;

/** Ten days: no session is that long. */
const MAX_TIME = 10 * 24 * 60 * 60 * 1000;
/** A chunk is ten seconds or 256 KiB; snapshots and quiet stretches are rarer. */
const MAX_ENTRIES = 200_000;
const MAX_CHUNK = 999_999;
const MAX_PLACE = 2 ** 44;

const TO_TYPES = ["recording", "grown", "play", "pause", "seek", "speed", "skip"] as const;
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
      return {
        type,
        chunks: message.text("chunks", 2048),
        assets: message.text("assets", 2048),
        index: readIndex(message),
      };
    case "grown":
      return { type, index: readIndex(message) };
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
    skipping: skipping === null ? null : readStretch(skipping),
    problem: message.textOrNull("problem", 500),
  };
}

function readIndex(message: CheckedObject): ChunkedIndex {
  const index = checkedObject(message.field("index"), "index");
  return {
    duration: index.number("duration", 0, MAX_TIME),
    chunks: index.list("chunks", MAX_ENTRIES, (number) =>
      checkedObject({ number }, "chunks[]").integer("number", 0, MAX_CHUNK),
    ),
    keyframes: index.list("keyframes", MAX_ENTRIES, (entry) => {
      const keyframe = checkedObject(entry, "keyframes[]");
      return {
        at: keyframe.number("at", 0, MAX_TIME),
        place: keyframe.integer("place", 0, MAX_PLACE),
      };
    }),
    quiet: index.list("quiet", MAX_ENTRIES, readStretch),
  };
}

function readStretch(entry: unknown): { from: number; to: number } {
  const stretch = checkedObject(entry, "stretch");
  return { from: stretch.number("from", 0, MAX_TIME), to: stretch.number("to", 0, MAX_TIME) };
}
