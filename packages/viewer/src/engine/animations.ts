/** Ops of animations: those that scripts made, and where those stand that style sheets made. */
import { AnimationState, type TokenReader } from "@userview/protocol/content";
import * as dom from "./dom.ts";
import { readKeyframes, readTiming } from "./keyframes.ts";
import type { Maker } from "./maker.ts";
import type { NodeRegistry } from "./nodes.ts";
import type { Tempo } from "./tempo.ts";

/** More than run at once; later ones are left out. */
const MAX_ANIMATIONS = 5000;
const PSEUDO = /^::?[a-z-]+(?:\([\w-]*\))?$/;
/** Beyond that nothing is seen of an animation. */
const MAX_RATE = 1000;

interface Run {
  target: Element;
  pseudo: string;
  /** Of a CSS animation its name, of a transition its property; "" of one that a script made. */
  name: string;
  live: Animation | null;
}

/** Where an animation stands; `time` in milliseconds, -1 when it has none. */
interface Stand {
  state: number;
  time: number;
  rate: number;
}

export class Animations {
  private readonly runs = new Map<number, Run>();
  private waiting: (() => void)[] = [];

  constructor(
    private readonly nodes: NodeRegistry,
    private readonly maker: Maker,
    private readonly tempo: Tempo,
    /** Called before an animation is told where it stands: what was passed over before is not its time. */
    private readonly catchUp: () => void,
  ) {}

  animate(reader: TokenReader): void {
    const number = reader.int();
    const target = this.nodes.element(reader.int());
    const pseudo = reader.text();
    const keyframes = reader.text();
    const timing = reader.text();
    const stand = readStand(reader);
    this.catchUp();
    if (target === null || (pseudo !== "" && !PSEUDO.test(pseudo))) return;
    this.end(number);
    if (!this.hasRoom()) return;
    const run: Run = { target, pseudo, name: keyframes === "" ? timing : "", live: null };
    if (keyframes !== "") run.live = this.make(target, pseudo, keyframes, timing);
    this.runs.set(number, run);
    // What style sheets make is there when all of the message is.
    this.waiting.push(() => this.stand(number, run, stand));
  }

  animation(reader: TokenReader): void {
    const number = reader.int();
    const stand = readStand(reader);
    this.catchUp();
    const run = this.runs.get(number);
    if (run !== undefined) this.waiting.push(() => this.stand(number, run, stand));
  }

  finishMessage(): void {
    if (this.waiting.length === 0) return;
    const { waiting } = this;
    this.waiting = [];
    for (const task of waiting) task();
  }

  private make(
    target: Element,
    pseudo: string,
    keyframes: string,
    timing: string,
  ): Animation | null {
    const view = dom.windowOf(target);
    const frames = readKeyframes(keyframes, (css) => this.maker.css(css));
    if (view === null || frames === null) return null;
    try {
      const options = { ...readTiming(timing), pseudoElement: pseudo === "" ? null : pseudo };
      return new view.Animation(
        new view.KeyframeEffect(target, frames, options),
        view.document.timeline,
      );
    } catch {
      // Timing or properties that this browser does not take: the element stands still.
      return null;
    }
  }

  private stand(number: number, run: Run, { state, time, rate }: Stand): void {
    if (state === AnimationState.idle) {
      this.end(number);
      return;
    }
    run.live ??= find(run);
    const { live } = run;
    if (live === null) return;
    try {
      const paced = Math.abs(rate) <= MAX_RATE ? this.tempo.rateOf(live, rate) : live.playbackRate;
      if (live.playbackRate !== paced) live.playbackRate = paced;
      // One that is finished and played would begin again; held at its end it looks the same.
      if (state !== AnimationState.running) live.pause();
      // A pause that waits is over with the time that is set.
      if (time >= 0) live.currentTime = time;
      if (state === AnimationState.running && live.playState !== "running") live.play();
    } catch {
      // An endless animation cannot be played backwards.
    }
  }

  private end(number: number): void {
    const run = this.runs.get(number);
    this.runs.delete(number);
    // What a style sheet made is not ours to end: its element's styles do.
    if (run?.name === "") run.live?.cancel();
  }

  private hasRoom(): boolean {
    if (this.runs.size < MAX_ANIMATIONS) return true;
    for (const [number, { target }] of this.runs)
      if (this.nodes.idOf(target) === null) this.end(number);
    return this.runs.size < MAX_ANIMATIONS;
  }
}

/** The animation or transition that the mirror's own style sheets made of this name. */
function find({ target, pseudo, name }: Run): Animation | null {
  if (name === "") return null;
  const options = { subtree: pseudo !== "" };
  const all: Animation[] = Element.prototype.getAnimations.call(target, options);
  return (
    all.find((animation) => {
      const effect = animation.effect as KeyframeEffect | null;
      if (effect?.target !== target || (effect.pseudoElement ?? "") !== pseudo) return false;
      return nameOf(animation) === name;
    }) ?? null
  );
}

function nameOf(animation: Animation & { animationName?: string; transitionProperty?: string }) {
  return animation.animationName ?? animation.transitionProperty;
}

function readStand(reader: TokenReader): Stand {
  return { state: reader.int(), time: reader.number(), rate: reader.number() };
}
