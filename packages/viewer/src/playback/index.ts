/** Recorded playback: the live applier under a timeline. */
export { type ChunkedIndex, ChunkedRecording } from "./chunks.ts";
export type { Drawn, Scene } from "./notes.ts";
export { Player, type PlayerClock, type PlayerListener, type PlayerState } from "./player.ts";
export type { Keyframe, RecordingIndex, RecordingSource, Stretch } from "./source.ts";
export { FASTEST, SLOWEST } from "./timeline.ts";
