import type { TimelineEntry } from "../../api/client.ts";
import type { Recording } from "../../api/recordings.ts";

/** Something that happened while it was recorded; `at` in milliseconds since the recording began. */
export interface Mark {
  at: number;
  entry: TimelineEntry;
}

/** What is worth a mark on the track: the others are in the list beside it. */
const ON_TRACK: ReadonlySet<TimelineEntry["type"]> = new Set([
  "page_shown",
  "agent_joined",
  "agent_left",
  "feature_used",
  "control_changed",
  "paused",
  "recording_failed",
]);

/** Everything that happened, also before and after: that stands at the beginning and at the end. */
export function marksOf({ timeline, began_at: began, duration_ms: duration }: Recording): Mark[] {
  const beginning = Date.parse(began);
  return timeline.map((entry) => ({
    at: Math.min(Math.max(0, Date.parse(entry.ts) - beginning), duration),
    entry,
  }));
}

export function isOnTrack({ entry }: Mark): boolean {
  return ON_TRACK.has(entry.type);
}

/** A moment in an address, `t=83` or `t=83.5`, in milliseconds; 0 for everything else. */
export function momentOf(search: unknown): number {
  const seconds = typeof search === "number" ? search : Number.parseFloat(String(search ?? ""));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}
