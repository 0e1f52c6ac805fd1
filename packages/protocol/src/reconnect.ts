import { CLOSE_ADVICE, type Retry } from "./generated/codes.ts";

const FIRST_BOUND_MS = 250;
const LAST_BOUND_MS = 8000;

/** What to do after a close with this code; unknown codes and lost networks come back (rule K1). */
export function closeAdvice(code: number): Retry {
  return CLOSE_ADVICE[code]?.retry ?? "after_delay";
}

/**
 * Milliseconds to wait before attempt `attempt` (0, 1, 2, …): full jitter under a bound that doubles
 * from 0.25 s to 8 s, so that many clients never come back at once (rule K1).
 */
export function reconnectDelay(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(LAST_BOUND_MS, FIRST_BOUND_MS * 2 ** attempt);
}
