import { deflateRawSync } from "node:zlib";
import { FrameFlag, type FrameHeader, FrameType, packFrame } from "@userview/protocol";
import { describe, expect, it } from "vitest";
import { PageTooLarge } from "../src/engine/limits.ts";
import {
  NOBODY,
  type Note,
  type RecordedAgent,
  type Scene,
  sceneAfter,
} from "../src/playback/notes.ts";
import type { Show } from "../src/playback/passage.ts";
import { Player, type PlayerState } from "../src/playback/player.ts";
import type { Entry, RecordingIndex, RecordingSource } from "../src/playback/source.ts";

const SESSION = "00000000000000aa";
const EPOCH = 1_700_000_000_000;

/** A mirror that is a list of what was carried out: a snapshot empties it. */
class ListMirror implements Show {
  texts: string[] = [];
  held = false;
  pace = 1;
  advanced = 0;
  behind = 0;
  readonly settled = true;

  apply(text: string, snapshot: boolean): void {
    if (text === "too large") throw new PageTooLarge("The page is too large");
    if (snapshot) this.texts = [];
    this.texts.push(text);
  }
  clear(): void {
    this.texts = [];
  }
  hold(): void {
    this.held = true;
  }
  release(): void {
    this.held = false;
  }
  setPace(pace: number): void {
    this.pace = pace;
  }
  followPace(): void {
    // What moves in a list does so by its pace alone.
  }
  passOver(ms: number): void {
    this.behind += ms;
  }
  catchUp(): void {
    this.advanced += this.behind;
    this.behind = 0;
  }
}

/** Time goes on with each drawn frame; 20 ms. */
class FrameClock {
  time = 0;
  now(): number {
    return this.time;
  }
  async frame(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.time += 20;
  }
  turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

/** What the server writes down, in memory: before each snapshot stands the scene. */
class Taken implements RecordingSource {
  readonly #entries: Entry[] = [];
  readonly #keyframes: { at: number; place: number }[] = [];
  readonly #quiet: { from: number; to: number }[] = [];
  #scene = NOBODY;
  #begins = 0;

  addFrame(at: number, frame: ArrayBuffer, header: FrameHeader): void {
    const isSnapshot = header.type === FrameType.snapshot;
    if (isSnapshot && (header.flags & FrameFlag.first) !== 0) {
      this.#begins = this.#entries.length;
      this.#add({ at, note: { type: "scene", scene: this.#scene } });
    }
    this.#add({ at, frame });
    if (isSnapshot && (header.flags & FrameFlag.last) !== 0)
      this.#keyframes.push({ at, place: this.#begins });
  }

  addNote(at: number, note: Note): void {
    this.#scene = sceneAfter(this.#scene, note);
    this.#add({ at, note });
  }

  index(): RecordingIndex {
    const duration = this.#entries.at(-1)?.at ?? 0;
    return { duration, keyframes: [...this.#keyframes], quiet: [...this.#quiet] };
  }

  async *read(place: number): AsyncIterable<readonly Entry[]> {
    for (let next = place; next < this.#entries.length; next += 3)
      yield this.#entries.slice(next, next + 3);
  }

  #add(entry: Entry): void {
    const from = this.#entries.at(-1)?.at ?? 0;
    if (entry.at - from >= 2000) this.#quiet.push({ from, to: entry.at });
    this.#entries.push(entry);
  }
}

class Recorder {
  readonly recording = new Taken();
  #sequence = 0;
  #place = { page: 1, epoch: 1 };

  begin(page: number, epoch: number): void {
    this.#place = { page, epoch };
    this.#sequence = 0;
  }

  /** Something of a moment, in one piece or several; deflated when it says so. */
  add(at: number, text: string, given: Partial<FrameHeader> = {}, pieces = 1): void {
    const deflated = text.startsWith("deflated");
    const bytes = deflated ? deflateRawSync(text) : Buffer.from(text);
    const size = Math.ceil(bytes.length / pieces);
    for (let piece = 0; piece < pieces; piece++) {
      const flags =
        (piece === 0 ? FrameFlag.first : 0) |
        (piece === pieces - 1 ? FrameFlag.last : 0) |
        (deflated ? FrameFlag.deflated : 0);
      const header: FrameHeader = {
        type: FrameType.changes,
        flags,
        format: 2,
        session: SESSION,
        ...this.#place,
        sequence: ++this.#sequence,
        capturedAt: at,
        receivedAt: EPOCH + at,
        ...given,
      };
      const payload = bytes.subarray(piece * size, (piece + 1) * size);
      const { buffer } = packFrame(header, new Uint8Array(payload));
      this.recording.addFrame(at, buffer, header);
    }
  }

  snapshot(at: number, text: string, pieces = 1): void {
    this.add(at, text, { type: FrameType.snapshot }, pieces);
  }

  /** A frame that was lost before it was recorded. */
  lose(): void {
    this.#sequence++;
  }
}

function playing(recorder: Recorder) {
  const mirror = new ListMirror();
  const clock = new FrameClock();
  const states: PlayerState[] = [];
  const scenes: Scene[] = [];
  const drawn: string[] = [];
  const player = new Player(recorder.recording, mirror, clock, {
    state: (state) => states.push(state),
    scene: (scene) => scenes.push(scene),
    drew: ({ action }) => drawn.push(action.tool),
    undrew: () => {
      drawn.length = 0;
    },
    applied: () => undefined,
  });
  const until = async (fits: () => boolean) => {
    for (let turns = 0; !fits(); turns++) {
      if (turns > 20_000) throw new Error(`waited in vain, at ${JSON.stringify(player.state)}`);
      await clock.turn();
    }
  };
  const playToTheEnd = async () => {
    player.play();
    await until(() => player.state.doing === "paused");
  };
  return { player, mirror, clock, states, scenes, drawn, until, playToTheEnd };
}

/** Two pages, the first with a second snapshot in the same epoch. */
function visit(): Recorder {
  const recorder = new Recorder();
  recorder.recording.addNote(0, { type: "page", url: "https://shop.example/" });
  recorder.snapshot(100, "one", 3);
  recorder.add(1000, "a");
  recorder.add(2000, "deflated b");
  recorder.snapshot(3000, "one again");
  recorder.add(4000, "c");
  recorder.recording.addNote(4500, { type: "pause" });
  recorder.begin(2, 5);
  recorder.recording.addNote(9000, { type: "page", url: "https://shop.example/cart" });
  recorder.snapshot(9000, "deflated two", 2);
  recorder.add(9500, "d");
  return recorder;
}

const MOMENTS: readonly [number, string[]][] = [
  [50, []],
  [100, ["one"]],
  [999, ["one"]],
  [1500, ["one", "a"]],
  [2999, ["one", "a", "deflated b"]],
  [3000, ["one again"]],
  [8000, ["one again", "c"]],
  [9200, ["deflated two"]],
  [9500, ["deflated two", "d"]],
];

describe("the player", () => {
  it("plays from the beginning to the end, and stands there", async () => {
    const { player, mirror, until, playToTheEnd } = playing(visit());
    player.look();
    await playToTheEnd();
    expect(player.state).toMatchObject({ at: 9500, duration: 9500, doing: "paused" });
    expect(mirror.texts).toEqual(["deflated two", "d"]);
    expect(mirror.pace).toBe(0);
    player.play();
    await until(() => mirror.texts[0] === "one" && player.state.doing === "playing");
  });

  it("shows every moment as it was, whatever was shown before", async () => {
    const { player, mirror } = playing(visit());
    player.look();
    let seed = 7;
    const random = (most: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % most;
    };
    for (let turn = 0; turn < 200; turn++) {
      const [at, texts] = MOMENTS[random(MOMENTS.length)] ?? [0, []];
      await player.seek(at);
      expect(mirror.texts, `at ${at}`).toEqual(texts);
      expect(player.state).toMatchObject({ at, doing: "paused", problem: null });
      expect(mirror.held).toBe(false);
    }
  });

  it("shows the last of many moments that were asked for at once", async () => {
    const { player, mirror } = playing(visit());
    player.look();
    const all = MOMENTS.map(([at]) => player.seek(at));
    expect(player.state.doing).toBe("seeking");
    await Promise.all([...all, player.seek(1500)]);
    expect(mirror.texts).toEqual(["one", "a"]);
    expect(player.state.doing).toBe("paused");
  });

  it("goes on playing from where it was set, faster when it is told to, and moves what moves by itself along", async () => {
    const { player, mirror, clock, until } = playing(visit());
    player.look();
    player.setSpeed(4);
    player.play();
    await until(() => player.state.at > 500);
    expect(mirror.pace).toBe(4);
    await player.seek(9000);
    expect(player.state.doing).toBe("playing");
    const before = clock.time;
    await until(() => player.state.doing === "paused");
    expect(clock.time - before).toBeLessThanOrEqual(140);
  });

  it("moves what moves by itself to the moment that is sought", async () => {
    const { player, mirror } = playing(visit());
    player.look();
    await player.seek(2600);
    expect(mirror.advanced).toBe(2500);
    await player.seek(8000);
    expect(mirror.advanced).toBe(2500 + 5000);
  });

  it("passes over what is quiet and says so", async () => {
    const { player, clock, states, playToTheEnd } = playing(visit());
    player.look();
    player.setSkip(3000);
    await player.seek(4000);
    const before = clock.time;
    await playToTheEnd();
    expect(clock.time - before).toBeLessThan(3000);
    expect(states.some(({ skipping }) => skipping?.from === 4500 && skipping.to === 9000)).toBe(
      true,
    );
  });

  it("tells who was there: address, pause, agents, pointers and control", async () => {
    const recorder = new Recorder();
    const ada = { id: "p1", name: "Ada", color: 3 };
    recorder.recording.addNote(0, { type: "agents", agents: [ada] });
    recorder.snapshot(0, "one");
    const pointer = { type: "pointer", agent: "p1", x: 5, y: 6, visible: true } as const;
    recorder.recording.addNote(500, pointer);
    recorder.recording.addNote(600, { type: "control", agent: "p1" });
    recorder.snapshot(1000, "again");
    recorder.recording.addNote(2000, { type: "agents", agents: [] });
    const { player, scenes } = playing(recorder);
    player.look();
    await player.seek(1500);
    expect(scenes.at(-1)).toEqual({
      url: null,
      paused: false,
      control: "p1",
      agents: [{ ...ada, place: { x: 5, y: 6 } }],
      drawn: [],
    });
    await player.seek(100);
    expect(scenes.at(-1)?.agents).toEqual([{ ...ada, place: null }]);
    await player.seek(2000);
    expect(scenes.at(-1)?.agents).toEqual([]);
  });

  it("shows what agents drew as long as it was there, and what they framed from any snapshot on", async () => {
    const recorder = new Recorder();
    const ada: RecordedAgent = { id: "p1", name: "Ada", color: 3, place: null };
    const draws = (tool: "pen" | "highlight") => ({
      agent: "p1",
      action: { kind: "draw" as const, tool, stroke: 1, node: 7, points: [] },
      inset: null,
    });
    recorder.recording.addNote(0, { type: "agents", agents: [ada] });
    recorder.snapshot(0, "one");
    recorder.recording.addNote(1000, { type: "draw", ...draws("highlight") });
    recorder.recording.addNote(1000, { type: "draw", ...draws("pen") });
    recorder.recording.addNote(20_000, {
      type: "scene",
      scene: { ...NOBODY, agents: [ada], drawn: [draws("highlight")] },
    });
    recorder.snapshot(20_000, "again");
    recorder.begin(2, 5);
    recorder.recording.addNote(30_000, { type: "scene", scene: { ...NOBODY, agents: [ada] } });
    recorder.snapshot(30_000, "another page");
    const { player, drawn } = playing(recorder);
    player.look();
    await player.seek(1500);
    expect(drawn).toEqual(["highlight", "pen"]);
    await player.seek(500);
    expect(drawn).toEqual([]);
    await player.seek(12_000);
    expect(drawn).toEqual(["highlight"]);
    await player.seek(21_000);
    expect(drawn).toEqual(["highlight"]);
    await player.seek(31_000);
    expect(drawn).toEqual([]);
  });

  it("says where a part is missing or cannot be shown, and is right again from the next snapshot on", async () => {
    const recorder = new Recorder();
    recorder.snapshot(0, "one");
    recorder.lose();
    recorder.add(1000, "after a gap");
    recorder.snapshot(5000, "two");
    recorder.snapshot(9000, "too large");
    recorder.add(9500, "of what is not shown");
    recorder.snapshot(12_000, "small again");
    const { player, mirror, playToTheEnd } = playing(recorder);
    player.look();
    await player.seek(2000);
    expect(player.state.problem).toBe("A part of the recording is missing here");
    expect(mirror.texts).toEqual(["one"]);
    await player.seek(5000);
    expect(player.state.problem).toBeNull();
    expect(mirror.texts).toEqual(["two"]);
    await player.seek(9600);
    expect(player.state.problem).toBe("The page is too large; it cannot be shown");
    expect(mirror.texts).toEqual([]);
    await playToTheEnd();
    expect(player.state).toMatchObject({ at: 12_000, problem: null });
    expect(mirror.texts).toEqual(["small again"]);
  });

  it("can be played while it is recorded, and forgets all when it is closed", async () => {
    const recorder = visit();
    const { player, mirror } = playing(recorder);
    player.look();
    await player.seek(9500);
    recorder.add(10_000, "e");
    player.look();
    await player.seek(10_000);
    expect(mirror.texts).toEqual(["deflated two", "d", "e"]);
    player.close();
    expect(mirror.texts).toEqual([]);
  });
});
