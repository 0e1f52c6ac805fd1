/** Plays a recording: the live applier under a timeline. */
import {
  type DrawAction,
  FrameFlag,
  type FrameHeader,
  FrameType,
  readHeader,
} from "@userview/protocol";
import { FORMAT } from "@userview/protocol/content";
import { CannotShow, Diverged } from "../engine/limits.ts";
import { Receiver } from "../stream/receiver.ts";
import { Cursor } from "./cursor.ts";
import { type Drawn, NOBODY, type Scene, sceneAfter } from "./notes.ts";
import { Passage, type Show } from "./passage.ts";
import type { Entry, Keyframe, RecordingSource, Stretch } from "./source.ts";
import { Timeline } from "./timeline.ts";

/** What is applied at a stretch before others have their turn: less than a drawn frame. */
const SLICE_MS = 10;
/** So far ahead it is quicker to go on than to begin at a snapshot, and nobody sees the steps between. */
const NEAR_MS = 2000;
/** What was drawn longer ago has faded by then. */
const FADED_MS = 4000;
/** Applying that took longer than this held the recording up: it goes on from where it is. */
const LATE_MS = 100;

/** What the player needs of the browser; times in milliseconds that only go on. */
export interface PlayerClock {
  now(): number;
  /** Resolves when the next frame of the screen is drawn. */
  frame(): Promise<void>;
  /** Resolves when others have had their turn. */
  turn(): Promise<void>;
}

export interface PlayerState {
  at: number;
  duration: number;
  speed: number;
  /** `seeking`: what is shown is not that moment yet. */
  doing: "seeking" | "playing" | "paused";
  /** The stretch without anything that is being passed over. */
  skipping: Stretch | null;
  /** Why the moment cannot be shown as it was; null when it can. */
  problem: string | null;
}

export interface PlayerListener {
  state(state: PlayerState): void;
  scene(scene: Scene): void;
  /** An agent drew. */
  drew(drawn: Drawn): void;
  /** Nothing that was drawn is there any more. */
  undrew(): void;
  /** A message was carried out. */
  applied(header: FrameHeader): void;
}

export class Player {
  private readonly timeline = new Timeline();
  private readonly receiver: Receiver;
  private readonly passage: Passage;
  private keyframes: readonly Keyframe[] = [];
  private cursor: Cursor | null = null;
  /** Changes with whatever makes what is under way unwanted. */
  private run = 0;
  /** The moment that is looked for; null when what is shown is what the timeline says. */
  private target: number | null = null;
  /** The page and epoch that frames are taken of; null until a snapshot begins. */
  private place: { page: number; epoch: number } | null = null;
  /** When the last entry that was taken happened. */
  private taken = -1;
  private scene = NOBODY;
  /** What the page of the first snapshot had drawn on it is not shown yet. */
  private undrawn = false;
  private problem: string | null = null;
  private goOn: () => void = () => undefined;

  constructor(
    private readonly source: RecordingSource,
    private readonly show: Show,
    private readonly clock: PlayerClock,
    private readonly listener: PlayerListener,
  ) {
    this.passage = new Passage(show, clock);
    this.receiver = new Receiver({
      message: (text, header) => this.message(text, header),
      broken: (cause) => this.broken(cause),
    });
    show.setPace(0);
  }

  get state(): PlayerState {
    const now = this.clock.now();
    const doing = this.isSeeking ? "seeking" : this.timeline.playing ? "playing" : "paused";
    return {
      at: this.target ?? this.timeline.at(now),
      duration: this.timeline.duration,
      speed: this.timeline.speed,
      doing,
      skipping: this.isSeeking ? null : this.timeline.skipping(now),
      problem: this.problem,
    };
  }

  /** Reads what is recorded by now. */
  look(): void {
    const { duration, keyframes, quiet } = this.source.index();
    this.keyframes = keyframes;
    this.timeline.setRecording(duration, quiet, this.clock.now());
    if (this.cursor?.ended === true && duration > this.taken) this.readOn();
    this.tell();
  }

  /** Plays from where it is; from the beginning where it is at the end. */
  play(): void {
    const { timeline } = this;
    if (timeline.playing) return;
    const atEnd = timeline.at(this.clock.now()) >= timeline.duration;
    timeline.play(this.clock.now());
    if (atEnd || this.cursor === null) void this.seek(atEnd ? 0 : this.state.at);
    else if (!this.isSeeking) void this.playOn(this.run);
  }

  pause(): void {
    this.timeline.pause(this.clock.now());
    if (!this.isSeeking) {
      this.run++;
      this.passage.stand();
    }
    this.tell();
  }

  setSpeed(speed: number): void {
    this.timeline.setSpeed(speed, this.clock.now());
    if (this.timeline.playing && !this.isSeeking) this.passage.run(this.timeline.speed);
    this.tell();
  }

  /** @param longer milliseconds: longer stretches without anything are skipped; null: none is. */
  setSkip(longer: number | null): void {
    this.timeline.setSkip(longer, this.clock.now());
    this.tell();
  }

  /** Shows a moment, built from the nearest snapshot before it; resolves when it is in view, or another was asked for. */
  async seek(to: number): Promise<void> {
    const run = ++this.run;
    const { timeline, passage } = this;
    timeline.moveTo(to, this.clock.now());
    const at = Math.min(Math.max(0, to), timeline.duration);
    this.target = at;
    passage.stand();
    this.tell();
    const keyframe = this.keyframes.findLast((one) => one.at <= at);
    if (!this.isNear(at, keyframe)) this.begin(keyframe);
    if (!(await this.applyUntil(at, run))) return;
    passage.arrive(at);
    this.show.release();
    while (!this.show.settled) {
      await this.clock.frame();
      if (run !== this.run) return;
    }
    this.target = null;
    timeline.moveTo(at, this.clock.now());
    this.tell();
    if (timeline.playing) void this.playOn(run);
  }

  /** Shows nothing more. */
  close(): void {
    this.run++;
    this.timeline.pause(this.clock.now());
    this.receiver.stop();
    this.cursor?.close();
    this.goOn();
    this.show.clear();
  }

  private get isSeeking(): boolean {
    return this.target !== null;
  }

  /** Whether going on from what has been applied leads there, and soon. */
  private isNear(at: number, keyframe: Keyframe | undefined): boolean {
    const { reached } = this.passage;
    if (this.cursor === null || reached > at || at - reached > NEAR_MS) return false;
    return keyframe === undefined || keyframe.at <= reached;
  }

  private begin(keyframe: Keyframe | undefined): void {
    this.receiver.stop();
    this.goOn();
    this.cursor?.close();
    this.cursor = new Cursor(this.source, keyframe?.place ?? 0);
    this.taken = -1;
    this.place = null;
    this.problem = null;
    this.show.hold();
    if (keyframe === undefined) this.show.clear();
    this.passage.begin(keyframe?.at ?? 0);
    this.listener.undrew();
    this.undrawn = true;
    this.setScene(NOBODY);
  }

  /** What was read to its end has grown: it is read anew, from where it stands. */
  private readOn(): void {
    this.cursor?.close();
    this.cursor = null;
    if (this.timeline.playing && !this.isSeeking) void this.seek(this.state.at);
  }

  private async playOn(run: number): Promise<void> {
    const { timeline, clock, passage } = this;
    passage.run(timeline.speed);
    while (run === this.run && timeline.playing) {
      const began = clock.now();
      const at = timeline.at(began);
      if (!(await this.applyUntil(at, run))) return;
      passage.arrive(at);
      if (clock.now() - began > LATE_MS) timeline.moveTo(at, clock.now());
      if (at >= timeline.duration) this.pause();
      else this.tell();
      await clock.frame();
    }
  }

  /** Carries out everything up to a moment. @returns false when that is not wanted any more. */
  private async applyUntil(at: number, run: number): Promise<boolean> {
    const { cursor, clock } = this;
    let turnAt = clock.now() + SLICE_MS;
    while (cursor !== null) {
      const entry = cursor.peek();
      if (entry === null) {
        // What is still recorded has no end yet: all that was known is there.
        if (cursor.ended || this.taken >= this.timeline.duration) break;
        await cursor.more().catch((error: unknown) => {
          this.problem = `The recording cannot be read: ${error instanceof Error ? error.message : error}`;
        });
      } else {
        if (entry.at > at) break;
        cursor.take();
        this.taken = entry.at;
        await this.carryOut(entry, at);
        if (clock.now() >= turnAt) {
          await clock.turn();
          turnAt = clock.now() + SLICE_MS;
        }
      }
      if (run !== this.run) return false;
    }
    return true;
  }

  /** @param until moment that is on its way to be shown. */
  private async carryOut(entry: Entry, until: number): Promise<void> {
    this.passage.pass(entry.at, until);
    if ("frame" in entry) await this.takeFrame(entry.frame);
    else if (entry.note.type !== "draw") this.setScene(sceneAfter(this.scene, entry.note));
    else if (stays(entry.note.action) || until - entry.at < FADED_MS)
      this.listener.drew(entry.note);
  }

  private async takeFrame(frame: ArrayBuffer): Promise<void> {
    const { receiver } = this;
    const first = beginningOf(frame);
    if (first !== null && !(this.place?.page === first.page && this.place.epoch === first.epoch)) {
      this.place = { page: first.page, epoch: first.epoch };
      this.listener.undrew();
      receiver.start(first);
    }
    if (this.place === null) return;
    receiver.frame(frame);
    // One after the other: what comes next may be of another time.
    await new Promise<void>((resolve) => {
      this.goOn = resolve;
      receiver.after(resolve);
    });
  }

  private message(text: string, header: FrameHeader): void {
    if (header.format !== FORMAT)
      throw new CannotShow(
        `The page was recorded in format ${header.format}; this viewer shows format ${FORMAT}`,
      );
    const isSnapshot = header.type === FrameType.snapshot;
    if (isSnapshot) this.problem = null;
    try {
      this.show.apply(text, isSnapshot);
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      this.problem = "The recording differs from the page here";
    }
    if (isSnapshot && this.undrawn) {
      this.undrawn = false;
      for (const drawn of this.scene.drawn) this.listener.drew(drawn);
    }
    if (this.scene.paused) this.setScene({ ...this.scene, paused: false });
    this.listener.applied(header);
  }

  /** A part is missing or cannot be shown: it goes on with the next snapshot. */
  private broken(cause: Error): void {
    this.place = null;
    this.problem =
      cause instanceof CannotShow
        ? `${cause.message}; it cannot be shown`
        : "A part of the recording is missing here";
    if (cause instanceof CannotShow) this.show.clear();
    this.goOn();
  }

  private setScene(scene: Scene): void {
    if (scene === this.scene) return;
    this.scene = scene;
    this.listener.scene(scene);
  }

  private tell(): void {
    this.listener.state(this.state);
  }
}

/** Whether a drawing is there until its agent draws something else. */
function stays({ tool }: DrawAction): boolean {
  return tool === "highlight" || tool === "clear";
}

/** The header of a frame that begins a snapshot; null for all others. */
function beginningOf(frame: ArrayBuffer): FrameHeader | null {
  try {
    const header = readHeader(new Uint8Array(frame));
    const begins = header.type === FrameType.snapshot && (header.flags & FrameFlag.first) !== 0;
    return begins ? header : null;
  } catch {
    // What is no frame breaks the stream when it is its turn.
    return null;
  }
}
