import { describe, expect, it } from "vitest";
import { SKIPPED_TO_MS, Timeline } from "../src/playback/timeline.ts";

function timeline(): Timeline {
  const made = new Timeline();
  made.setRecording(100_000, [{ from: 20_000, to: 80_000 }], 0);
  return made;
}

describe("the timeline", () => {
  it("stands until it plays, and again when it is paused", () => {
    const line = timeline();
    expect(line.at(500)).toBe(0);
    line.play(1000);
    expect(line.at(4000)).toBe(3000);
    line.pause(5000);
    expect(line.at(9000)).toBe(4000);
    expect(line.playing).toBe(false);
  });

  it("plays from half as fast to sixteen times, and goes on from where it is when that changes", () => {
    const line = timeline();
    line.play(0);
    line.setSpeed(16, 1000);
    expect(line.at(2000)).toBe(17_000);
    line.setSpeed(0.5, 2000);
    expect(line.at(4000)).toBe(18_000);
    line.setSpeed(99, 4000);
    expect(line.speed).toBe(16);
    line.setSpeed(0, 4000);
    expect(line.speed).toBe(0.5);
  });

  it("goes anywhere within the recording, and no further than its end", () => {
    const line = timeline();
    line.play(0);
    line.moveTo(99_000, 0);
    expect(line.at(500)).toBe(99_500);
    expect(line.at(5000)).toBe(100_000);
    line.moveTo(-5, 6000);
    expect(line.at(6000)).toBe(0);
    line.moveTo(1e9, 6000);
    expect(line.at(6000)).toBe(100_000);
  });

  it("passes over stretches without anything, shows which, and takes a second for each", () => {
    const line = timeline();
    line.setSkip(5000, 0);
    line.play(0);
    expect(line.skipping(20_000)).toBeNull();
    expect(line.at(20_000 + SKIPPED_TO_MS / 2)).toBe(50_000);
    expect(line.skipping(20_500)).toEqual({ from: 20_000, to: 80_000 });
    expect(line.at(20_000 + SKIPPED_TO_MS)).toBe(80_000);
    expect(line.skipping(21_001)).toBeNull();
    expect(line.at(22_000)).toBe(81_000);
    expect(line.at(60_000)).toBe(100_000);
  });

  it("passes over only what is longer than was asked for, never slower than it plays", () => {
    const line = timeline();
    line.setSkip(60_000, 0);
    line.play(0);
    expect(line.at(30_000)).toBe(30_000);
    const short = new Timeline();
    short.setRecording(10_000, [{ from: 1000, to: 5000 }], 0);
    short.setSkip(2000, 0);
    short.setSpeed(16, 0);
    short.play(0);
    expect(short.at(500)).toBe(8000);
  });

  it("in a stretch that is passed over it goes on from where it was set", () => {
    const line = timeline();
    line.setSkip(5000, 0);
    line.moveTo(50_000, 0);
    line.play(0);
    expect(line.at(SKIPPED_TO_MS / 2)).toBe(80_000);
    line.setSkip(null, SKIPPED_TO_MS / 4);
    expect(line.at(SKIPPED_TO_MS / 4 + 100)).toBe(65_100);
  });

  it("follows a recording that grows", () => {
    const line = timeline();
    line.moveTo(100_000, 0);
    line.play(0);
    line.setRecording(200_000, [], 5000);
    expect(line.at(6000)).toBe(101_000);
  });
});
