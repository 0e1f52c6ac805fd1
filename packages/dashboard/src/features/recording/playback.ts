import { BadPortMessage, readFromViewer, type ToViewer } from "@userview/viewer/port";
import { Store } from "../../api/live/store.ts";
import type { Recording } from "../../api/recordings.ts";

/** What the frame last said of the recording; times in milliseconds since it began. */
export interface PlaybackState {
  at: number;
  duration: number;
  doing: "seeking" | "playing" | "paused";
  speed: number;
  /** Why the moment cannot be shown as it was. */
  problem: string | null;
  /** The page's address; null before the first page. */
  url: string | null;
}

/** Shorter stretches without anything are played. */
const SKIPPED_FROM_MS = 3000;

/** The dashboard's side of the frame that plays a recording. */
export class Playback {
  readonly state: Store<PlaybackState>;
  private port: MessagePort | null = null;

  /** @param startAt the moment that is shown first. */
  constructor(
    private recording: Recording,
    private startAt: number,
  ) {
    this.state = new Store<PlaybackState>({
      at: startAt,
      duration: recording.duration_ms,
      doing: "paused",
      speed: 1,
      problem: null,
      url: null,
    });
  }

  /** The frame was loaded, perhaps again. */
  attach(port: MessagePort): void {
    this.port?.close();
    this.port = port;
    port.onmessage = (event) => this.read(event.data);
  }

  play(): void {
    this.post({ type: "play" });
  }

  pause(): void {
    this.post({ type: "pause" });
  }

  toggle(): void {
    if (this.state.get().doing === "playing") this.pause();
    else this.play();
  }

  seek(at: number): void {
    const within = Math.min(Math.max(0, at), this.state.get().duration);
    this.post({ type: "seek", at: within });
  }

  setSpeed(speed: number): void {
    this.post({ type: "speed", speed });
  }

  setSkip(skips: boolean): void {
    this.post({ type: "skip", longer: skips ? SKIPPED_FROM_MS : null });
  }

  /** More is recorded by now. */
  grow(recording: Recording): void {
    this.recording = recording;
    this.post({ type: "grown", index: indexOf(recording) });
  }

  close(): void {
    this.post({ type: "close" });
    this.port?.close();
    this.port = null;
  }

  private read(data: unknown): void {
    try {
      const message = readFromViewer(data);
      if (message.type === "ready") this.open();
      else if (message.type === "page")
        this.state.set({ ...this.state.get(), url: message.url === "" ? null : message.url });
      else if (message.type === "playback") {
        const { at, duration, doing, speed, problem } = message;
        this.state.set({ ...this.state.get(), at, duration, doing, speed, problem });
      }
    } catch (error) {
      if (!(error instanceof BadPortMessage)) throw error;
    }
  }

  private open(): void {
    const { chunks_path: chunks, assets_path: assets } = this.recording;
    this.post({ type: "fit", mode: "fit" });
    this.post({ type: "recording", chunks, assets, index: indexOf(this.recording) });
    this.setSkip(true);
    this.seek(this.startAt);
  }

  private post(message: ToViewer): void {
    this.port?.postMessage(message);
  }
}

function indexOf(recording: Recording) {
  return {
    duration: recording.duration_ms,
    chunks: recording.chunks.map(({ number }) => number),
    keyframes: recording.keyframes.map(({ at_ms: at, place }) => ({ at, place })),
    quiet: recording.quiet.map(({ first_ms: from, last_ms: to }) => ({ from, to })),
  };
}
