/** A recording in the frame: what the dashboard says of it, and what of it is shown around the mirror. */
import type { FrameHeader } from "@userview/protocol";
import type { Mirror } from "../engine/index.ts";
import type { Notices } from "../overlay/notices.ts";
import type { Pointers } from "../overlay/pointers.ts";
import {
  Player,
  type PlayerClock,
  type PlayerState,
  RecordingInMemory,
  type Scene,
} from "../playback/index.ts";
import type { FromViewer } from "../port.ts";
import type { ToPlayback } from "../port-playback.ts";

/** Where it stands is told at most so often, and at once when something else changes. */
const TELL_EVERY_MS = 100;

const CLOCK: PlayerClock = {
  now: () => performance.now(),
  frame: () => new Promise((resolve) => requestAnimationFrame(() => resolve())),
  turn: () => new Promise((resolve) => setTimeout(resolve)),
};

export interface PlayingParts {
  mirror: Mirror;
  pointers: Pointers;
  notices: Notices;
}

export interface PlayingListener {
  send(message: FromViewer): void;
  /** The page's address; null while none is shown. */
  streaming(url: string | null): void;
  dimmed(dimmed: boolean): void;
  applied(header: FrameHeader): void;
}

export class Playing {
  private recording: RecordingInMemory | null = null;
  private player: Player | null = null;
  private told = "";
  private toldAt = 0;
  private visitor: { x: number; y: number } | null = null;

  constructor(
    private readonly parts: PlayingParts,
    private readonly listener: PlayingListener,
  ) {}

  obey(message: ToPlayback): void {
    switch (message.type) {
      case "recording":
        this.open(message.assets);
        break;
      case "recorded":
        this.add(message);
        break;
      case "play":
        this.player?.play();
        break;
      case "pause":
        this.player?.pause();
        break;
      case "seek":
        void this.player?.seek(message.at);
        break;
      case "speed":
        this.player?.setSpeed(message.speed);
        break;
      case "skip":
        this.player?.setSkip(message.longer);
        break;
      default:
        message satisfies never;
    }
  }

  /** The visitor's pointer: while a moment is looked for only where it is then, and no clicks. @returns whether to show it now. */
  pointer(x: number, y: number): boolean {
    if (this.player?.state.doing !== "seeking") return true;
    this.visitor = { x, y };
    return false;
  }

  close(): void {
    this.player?.close();
    this.player = null;
    this.recording = null;
    this.parts.notices.pass(null);
  }

  private open(assets: string): void {
    this.close();
    const { mirror } = this.parts;
    const base = URL.parse(assets, location.origin);
    if (base?.origin === location.origin) mirror.useAssets(base.href);
    this.recording = new RecordingInMemory();
    this.player = new Player(this.recording, mirror, CLOCK, {
      state: (state) => this.state(state),
      scene: (scene) => this.scene(scene),
      applied: (header) => this.listener.applied(header),
    });
  }

  private add({ parts, last }: Extract<ToPlayback, { type: "recorded" }>): void {
    const { recording } = this;
    if (recording === null) return;
    for (const part of parts) {
      if (part instanceof ArrayBuffer) recording.addFrame(part);
      else recording.addControl(part.received, part.control);
    }
    if (last) recording.end();
    void this.player?.look();
  }

  private state(state: PlayerState): void {
    const { skipping, doing } = state;
    this.parts.notices.pass(skipping === null ? null : skipping.to - skipping.from);
    if (doing !== "seeking" && this.visitor !== null) {
      this.parts.pointers.showVisitor(this.visitor.x, this.visitor.y, false);
      this.visitor = null;
    }
    const now = performance.now();
    const { at: _, ...rest } = state;
    const told = JSON.stringify(rest);
    if (told === this.told && now - this.toldAt < TELL_EVERY_MS) return;
    this.told = told;
    this.toldAt = now;
    this.listener.send({ type: "playback", ...state });
  }

  private scene({ agents, url, paused }: Scene): void {
    const { pointers } = this.parts;
    pointers.keepAgents(new Set(agents.map(({ id }) => id)));
    for (const { id, name, color, place } of agents) {
      if (place === null) pointers.hideAgent(id);
      else pointers.showAgent(id, name, color, place.x, place.y);
    }
    this.listener.streaming(url);
    this.listener.dimmed(paused);
  }
}
