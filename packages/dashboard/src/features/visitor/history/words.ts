import { clockLength } from "../../../ui/time.tsx";

/** How long a page was looked at: `12 s`, `3:05 min`; null when that is not known, or nothing. */
export function seenInWords(seconds: number): string | null {
  if (seconds < 1) return null;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return seconds < 3600 ? `${clockLength(seconds)} min` : `${clockLength(seconds)} h`;
}

const days = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });

/** The day of a moment as a heading: "Today", "Yesterday", "Sunday, November 22". Unix milliseconds. */
export function dayInWords(at: number, now: number): string {
  const start = (moment: number): number => new Date(moment).setHours(0, 0, 0, 0);
  // Rounded: a change of the clock makes days shorter or longer.
  const ago = Math.round((start(now) - start(at)) / 86_400_000);
  if (ago <= 0) return "Today";
  return ago === 1 ? "Yesterday" : days.format(at);
}
