import { useEffect, useState } from "react";

/**
 * Counts `seconds` down to 0. A change of `startedAt` begins anew, also with the same length.
 */
export function useSecondsLeft(seconds: number, startedAt: number): number {
  const [left, setLeft] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt begins a new countdown
  useEffect(() => {
    setLeft(seconds);
    if (seconds === 0) return;
    const until = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(rest);
      if (rest === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [seconds, startedAt]);
  return left;
}
