import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UNANSWERED, Watchdog } from "../src/features/watch/watchdog.ts";

let asked: number[];
let hung: number;
let watchdog: Watchdog;

const SECOND = 1000;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  hung = 0;
  watchdog = new Watchdog(
    (id) => asked.push(id),
    () => {
      hung += 1;
    },
  );
});
afterEach(() => void vi.useRealTimers());

describe("the watchdog", () => {
  it("leaves a frame alone that answers, now and then late", () => {
    watchdog.start();
    for (let minute = 0; minute < 10; minute++) {
      vi.advanceTimersByTime((UNANSWERED - 1) * SECOND);
      watchdog.hear(asked.at(-1) ?? 0);
    }
    expect(hung).toBe(0);
    expect(asked).toHaveLength(10 * (UNANSWERED - 1));
  });

  it("says once that a frame hangs, and asks nothing more", () => {
    watchdog.start();
    vi.advanceTimersByTime(UNANSWERED * SECOND);
    expect(hung).toBe(0);
    vi.advanceTimersByTime(SECOND);
    expect(hung).toBe(1);
    vi.advanceTimersByTime(60 * SECOND);
    expect(hung).toBe(1);
    expect(asked).toHaveLength(UNANSWERED);
  });

  it("believes no answer to what was not asked, and begins anew with another frame", () => {
    watchdog.start();
    vi.advanceTimersByTime(5 * SECOND);
    watchdog.hear(1e9);
    vi.advanceTimersByTime((UNANSWERED + 1) * SECOND);
    expect(hung).toBe(1);
    watchdog.start();
    vi.advanceTimersByTime(UNANSWERED * SECOND);
    expect(hung).toBe(1);
    watchdog.stop();
    vi.advanceTimersByTime(60 * SECOND);
    expect(hung).toBe(1);
  });
});
