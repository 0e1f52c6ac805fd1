/** Keyframes and timing of animations, which come as JSON that a hostile page may have shaped. */

/** More frames than an animation has. */
const MAX_FRAMES = 1000;
/** More properties than a frame sets. */
const MAX_PROPERTIES = 300;
/** UTF-16 units of a value. */
const MAX_VALUE = 64 * 1024;
/** Milliseconds, or times: a year, and more than anybody watches. */
const MAX_NUMBER = 4e10;
const PROPERTY = /^(?:--[\w-]{1,200}|[a-zA-Z-]{1,60})$/;
const NUMBERS = ["delay", "duration", "endDelay", "iterationStart", "iterations"] as const;
const WORDS = ["composite", "direction", "easing", "fill"] as const;

type Fields = Readonly<Record<string, unknown>>;

/**
 * @param rewrite replaces addresses in a value.
 * @returns null when it is no list of frames.
 */
export function readKeyframes(json: string, rewrite: (css: string) => string): Keyframe[] | null {
  const frames = parse(json);
  if (!Array.isArray(frames) || frames.length > MAX_FRAMES) return null;
  return frames.map((frame) => readFrame(asFields(frame), rewrite));
}

/** What fits of timing; numbers that are null go on for ever. */
export function readTiming(json: string): KeyframeEffectOptions {
  const given = asFields(parse(json));
  const timing: Record<string, number | string> = {};
  for (const name of NUMBERS) {
    const value = given[name];
    if (value === null && name === "iterations") timing[name] = Number.POSITIVE_INFINITY;
    else if (typeof value === "number" && Math.abs(value) <= MAX_NUMBER) timing[name] = value;
  }
  for (const name of WORDS) {
    const value = given[name];
    if (typeof value === "string" && value.length <= MAX_VALUE) timing[name] = value;
  }
  return timing;
}

function readFrame(given: Fields, rewrite: (css: string) => string): Keyframe {
  const frame: Keyframe = {};
  for (const [name, value] of Object.entries(given).slice(0, MAX_PROPERTIES)) {
    if (name === "offset") {
      if (typeof value === "number" && value >= 0 && value <= 1) frame.offset = value;
    } else if (PROPERTY.test(name) && name !== "computedOffset") {
      if (typeof value === "number") frame[name] = value;
      else if (typeof value === "string" && value.length <= MAX_VALUE) frame[name] = rewrite(value);
    }
  }
  return frame;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function asFields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
