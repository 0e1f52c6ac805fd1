/** A recording in the frame: what the dashboard says of it, and what of it is shown around the mirror. */
import type { FrameHeader } from "@userview/protocol";
import type { Mirror } from "../engine/index.ts";
import type { Drawings } from "../overlay/drawings.ts";
import type { Notices } from "../overlay/notices.ts";
import type { Pointers } from "../overlay/pointers.ts";
import {
  ChunkedRecording,
  type Drawn,
  Player,
  type PlayerClock,
  type PlayerState,
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
  drawings: Drawings;
}

export interface PlayingListener {
  send(message: FromViewer): void;
  /** The page's address; null while none is shown. */
  streaming(url: string | null): void;
  dimmed(dimmed: boolean): void;
  applied(header: FrameHeader): void;
}

export class Playing {
  private recording: ChunkedRecording | null = null;
  private player: Player | null = null;
  private agents: Scene["agents"] = [];
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
        this.open(message);
        break;
      case "grown":
        this.recording?.grow(message.index);
        this.player?.look();
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

  private open({ assets, chunks, index }: Extract<ToPlayback, { type: "recording" }>): void {
    this.close();
    const { mirror, drawings } = this.parts;
    const base = URL.parse(assets, location.origin);
    if (base?.origin === location.origin) mirror.useAssets(base.href);
    this.recording = new ChunkedRecording((number) => load(chunks, number), index);
    this.player = new Player(this.recording, mirror, CLOCK, {
      state: (state) => this.state(state),
      scene: (scene) => this.scene(scene),
      drew: (drawn) => this.drew(drawn),
      undrew: () => drawings.clear(null),
      applied: (header) => this.listener.applied(header),
    });
    this.player.look();
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
    const { pointers, drawings } = this.parts;
    const here = new Set(agents.map(({ id }) => id));
    pointers.keepAgents(here);
    drawings.keepAgents(here);
    this.agents = agents;
    for (const { id, name, color, place } of agents) {
      if (place === null) pointers.hideAgent(id);
      else pointers.showAgent(id, name, color, place.x, place.y);
    }
    this.listener.streaming(url);
    this.listener.dimmed(paused);
  }

  private drew({ agent: id, action, inset }: Drawn): void {
    const agent = this.agents.find((one) => one.id === id);
    if (agent !== undefined) this.parts.drawings.draw(agent, action, inset);
  }
}

/** @throws a sentence for people. */
async function load(chunks: string, number: number): Promise<ArrayBuffer> {
  const url = URL.parse(`${chunks}${number}`, location.origin);
  if (url?.origin !== location.origin) throw new Error("it is not on this host");
  const answer = await fetch(url, { credentials: "omit" });
  if (answer.status === 410) throw new Error("a part of it is damaged");
  if (answer.status === 404) throw new Error("it is not there any more, or this page is too old");
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return await answer.arrayBuffer();
}
