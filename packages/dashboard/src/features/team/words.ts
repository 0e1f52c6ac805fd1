const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** For how long a link is good still: "6 days", "3 hours", "12 minutes"; null when it is not. In Unix milliseconds. */
export function timeLeft(until: number, now: number): string | null {
  const left = until - now;
  if (!(left > 0)) return null;
  if (left >= DAY_MS) return counted(Math.floor(left / DAY_MS), "day");
  if (left >= HOUR_MS) return counted(Math.floor(left / HOUR_MS), "hour");
  return counted(Math.max(1, Math.floor(left / MINUTE_MS)), "minute");
}
