/**
 * Where recordings come from: what the server relayed, frame by frame as it was, and notes of what else there was to see.
 *
 * All times are milliseconds since the recording began, ascending.
 */
import type { Note } from "./notes.ts";

export type Entry = { at: number; frame: ArrayBuffer } | { at: number; note: Note };

/** A moment from which the page can be shown without what was before: a snapshot is whole. */
export interface Keyframe {
  at: number;
  /** Names the scene before the snapshot's first piece to `read`; means nothing else. */
  place: number;
}

/** A part of the recording. */
export interface Stretch {
  from: number;
  to: number;
}

export interface RecordingIndex {
  duration: number;
  keyframes: readonly Keyframe[];
  /** Stretches of two seconds and more in which nothing was recorded. */
  quiet: readonly Stretch[];
}

export interface RecordingSource {
  /** Of what is recorded by now. */
  index(): RecordingIndex;
  /**
   * The entries from a place on (0: from the beginning), in order and without a gap, some at a time; ends with what is recorded by
   * now. Whoever reads may stop early.
   * @throws what they cannot be read for.
   */
  read(place: number): AsyncIterable<readonly Entry[]>;
}
