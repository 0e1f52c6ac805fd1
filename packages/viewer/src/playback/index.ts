/** Recorded playback: the live applier under a timeline. */
export { RecordingInMemory } from "./memory.ts";
export { Player, type PlayerClock, type PlayerListener, type PlayerState } from "./player.ts";
export {
  type Entry,
  type Keyframe,
  QUIET_FROM_MS,
  type RecordedAgent,
  type RecordedControl,
  type RecordingIndex,
  type RecordingSource,
  type Scene,
  type Stretch,
} from "./source.ts";
export { FASTEST, SLOWEST } from "./timeline.ts";
