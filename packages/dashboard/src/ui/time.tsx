import { useEffect, useState } from "react";

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

const STEPS: readonly [
  limitSeconds: number,
  unitSeconds: number,
  unit: Intl.RelativeTimeFormatUnit,
][] = [
  [3600, 60, "minute"],
  [86_400, 3600, "hour"],
  [30 * 86_400, 86_400, "day"],
  [365 * 86_400, 30 * 86_400, "month"],
  [Number.POSITIVE_INFINITY, 365 * 86_400, "year"],
];

/** "just now", "3 min ago", "yesterday", … `at` and `now` in Unix milliseconds. */
export function timeAgo(at: number, now: number): string {
  const seconds = Math.max(0, (now - at) / 1000);
  if (seconds < 45) return "just now";
  for (const [limit, size, unit] of STEPS) {
    if (seconds < limit) {
      return relative.format(-Math.max(1, Math.round(seconds / size)), unit).replace(".", "");
    }
  }
  return "long ago";
}

/** The current time in Unix milliseconds, anew every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** A moment, as time ago; the exact time is in its title. */
export function TimeAgo({ at, now }: { at: string; now: number }) {
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return <span>unknown</span>;
  return (
    <time dateTime={at} title={absolute.format(moment)}>
      {timeAgo(moment, now)}
    </time>
  );
}

/** A moment as date and time of the agent's own clock. */
export function DateTime({ at }: { at: string }) {
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return <span>unknown</span>;
  return <time dateTime={at}>{absolute.format(moment)}</time>;
}

/** `m:ss`, from an hour on `h:mm:ss`. */
export function clockLength(totalSeconds: number): string {
  const seconds = Math.max(0, Math.floor(totalSeconds));
  const h = Math.floor(seconds / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  const s = String(seconds % 60).padStart(2, "0");
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
}
