import { Op, type TokenWriter } from "@userview/protocol/content";
import { baseOf, own } from "../../dom.ts";
import type { CaptureContext, Feature, Root } from "../../feature.ts";
import { Hooks, realmOf } from "../../hooks.ts";
import { cssName, isTransition, keyframesOf, progressOf, stateOf, timingOf } from "./values.ts";

const CALLS = ["play", "pause", "cancel", "finish", "reverse", "updatePlaybackRate"];
const PROPERTIES = ["currentTime", "startTime", "playbackRate", "timeline"];

/**
 * Animations that scripts make, and what they do with those of style sheets. In between the mirror's own go on by themselves, and
 * those of style sheets begin by themselves; only who joins late is told where they are.
 */
export class Animations implements Feature {
  readonly #context: CaptureContext;
  readonly #hooks = new Hooks();
  readonly #numbers = new WeakMap<Animation, number>();
  #last = 0;
  #told = new WeakSet<Animation>();
  /** Of what is watched: told, or waiting for its target to be known. */
  readonly #ofTarget = new WeakMap<Element, Set<Animation>>();
  #hasTargets = false;
  readonly #ofEffect = new WeakMap<AnimationEffect, Animation>();
  /** True where more is another than its state. */
  readonly #changed = new Map<Animation, boolean>();
  /** Those that scrolling drives, and where they were. */
  readonly #driven = new Map<Animation, number>();

  constructor(context: CaptureContext) {
    this.#context = context;
  }

  enter(root: Root): void {
    const realm = realmOf(root);
    if (!this.#hooks.enters(realm)) return;
    const hooks = this.#hooks;
    hooks.methods(realm.Element.prototype, ["animate"], (_self, _args, made) =>
      this.#note(made as Animation, true),
    );
    const owner = realm.Animation?.prototype;
    hooks.methods(owner, CALLS, (self) => this.#note(self as Animation, false));
    hooks.setters(owner, PROPERTIES, (self) => this.#note(self as Animation, false));
    hooks.setters(owner, ["effect"], (self) => this.#note(self as Animation, true));
    const effect = (self: object): void => {
      const animation = this.#ofEffect.get(self as AnimationEffect);
      if (animation !== undefined) this.#note(animation, true);
    };
    hooks.methods(realm.AnimationEffect?.prototype, ["updateTiming"], effect);
    hooks.methods(realm.KeyframeEffect?.prototype, ["setKeyframes"], effect);
    hooks.setters(
      realm.KeyframeEffect?.prototype,
      ["target", "pseudoElement", "composite"],
      effect,
    );
  }

  added(element: Element): void {
    const animations = this.#hasTargets ? this.#ofTarget.get(element) : undefined;
    for (const animation of animations ?? []) {
      this.#told.delete(animation);
      this.#changed.set(animation, true);
    }
  }

  state(writer: TokenWriter): void {
    this.#told = new WeakSet();
    this.#changed.clear();
    this.#driven.clear();
    for (const root of this.#context.roots)
      for (const animation of own(root, "getAnimations")?.call(root) ?? []) {
        // Who joins late sees the end of a transition, from which the mirror's own style sheets cannot begin it.
        if (!this.#told.has(animation)) this.#tell(animation, writer, isTransition(animation));
      }
  }

  changes(writer: TokenWriter): void {
    for (const [animation, was] of this.#driven)
      if (progressOf(animation) !== was) this.#changed.set(animation, false);
    for (const [animation, more] of this.#changed) {
      if (this.#told.has(animation) && !more) this.#goOn(animation, writer);
      else this.#tell(animation, writer, false);
    }
    this.#changed.clear();
  }

  stop(): void {
    this.#hooks.stop();
    this.#changed.clear();
    this.#driven.clear();
  }

  #note(animation: Animation, more: boolean): void {
    // What somebody made to keep it, or for elsewhere, is of no concern until its target is known.
    this.#changed.set(animation, more || this.#changed.get(animation) === true);
    this.#context.request();
  }

  #tell(animation: Animation, writer: TokenWriter, whole: boolean): void {
    const effect = animation.effect as KeyframeEffect | null;
    const target = effect?.target ?? null;
    if (effect === null || target === null) {
      this.#end(animation, writer);
      return;
    }
    const pseudo = effect.pseudoElement ?? "";
    if (pseudo.startsWith("::view-transition")) return;
    this.#watch(animation, effect, target);
    const id = this.#context.nodes.id(target);
    const idle = animation.playState === "idle";
    if (id === 0 || (idle && !this.#told.has(animation))) return;
    const name = whole ? null : cssName(animation);
    const masked = this.#context.masks.isMasked(target);
    const css = (text: string): string =>
      masked ? "none" : this.#context.css(text, baseOf(target));
    const keyframes = name === null ? JSON.stringify(keyframesOf(effect, css, masked)) : "";
    writer.ints(Op.animate, this.#numberOf(animation), id).text(pseudo).text(keyframes);
    writer.text(name ?? JSON.stringify(timingOf(animation, effect)));
    this.#told.add(animation);
    this.#place(animation, writer);
  }

  #goOn(animation: Animation, writer: TokenWriter): void {
    if (animation.effect === null) {
      this.#end(animation, writer);
      return;
    }
    writer.ints(Op.animation, this.#numberOf(animation));
    this.#place(animation, writer);
    // Played again it may have another target by then.
    if (animation.playState === "idle") this.#told.delete(animation);
  }

  /** State, time and rate: of both ops what comes last. */
  #place(animation: Animation, writer: TokenWriter): void {
    const progress = progressOf(animation);
    if (progress === null) this.#driven.delete(animation);
    else this.#driven.set(animation, progress);
    const time = progress ?? (animation.currentTime as number | null) ?? -1;
    writer.int(stateOf(animation)).number(time).number(animation.playbackRate);
  }

  #end(animation: Animation, writer: TokenWriter): void {
    if (!this.#told.delete(animation)) return;
    this.#driven.delete(animation);
    writer.ints(Op.animation, this.#numberOf(animation), 0, -1, 1);
  }

  #watch(animation: Animation, effect: AnimationEffect, target: Element): void {
    this.#ofEffect.set(effect, animation);
    // Those of style sheets begin anew with their element.
    if (cssName(animation) !== null) return;
    this.#hasTargets = true;
    const known = this.#ofTarget.get(target);
    if (known === undefined) this.#ofTarget.set(target, new Set([animation]));
    else known.add(animation);
  }

  #numberOf(animation: Animation): number {
    let number = this.#numbers.get(animation);
    if (number === undefined) {
      number = ++this.#last;
      this.#numbers.set(animation, number);
    }
    return number;
  }
}
