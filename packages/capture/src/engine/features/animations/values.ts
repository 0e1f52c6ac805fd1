/** What is written of an animation. */

import { AnimationState } from "@userview/protocol/content";

/** A duration for animations without one, in ms: those that scrolling drives are shown standing, at so many parts of it. */
const WHOLE = 1000;

/** The name by which style sheets made it, or the property whose transition it is; null for a script's own. */
export function cssName(animation: Animation): string | null {
  const { animationName, transitionProperty } = animation as Animation &
    Partial<Pick<CSSAnimation, "animationName"> & Pick<CSSTransition, "transitionProperty">>;
  return animationName ?? transitionProperty ?? null;
}

export function isTransition(animation: Animation): boolean {
  return "transitionProperty" in animation;
}

/** Where scrolling has driven a script's animation, in parts of `WHOLE`; null when time drives it. */
export function progressOf(animation: Animation): number | null {
  const time: unknown = animation.currentTime;
  // Time is a number, a scroller's position a percentage; style sheets' own follow the mirror's scrolling.
  if (typeof time !== "object" || time === null || cssName(animation) !== null) return null;
  return ((time as { value?: number }).value ?? 0) * (WHOLE / 100);
}

export function stateOf(animation: Animation): number {
  const { playState } = animation;
  if (playState === "running" && progressOf(animation) !== null) return AnimationState.paused;
  return AnimationState[playState];
}

/**
 * Keyframes as `Element.animate` takes them.
 *
 * @param css replaces what a value refers to.
 * @param masked leaves out what could be read.
 */
export function keyframesOf(
  effect: KeyframeEffect,
  css: (text: string) => string,
  masked: boolean,
): Record<string, string | number>[] {
  return effect.getKeyframes().map((keyframe) => {
    const written: Record<string, string | number> = { offset: keyframe.computedOffset };
    for (const [name, value] of Object.entries(keyframe)) {
      if (name === "offset" || name === "computedOffset" || value === null || value === undefined)
        continue;
      if ((name === "composite" && value === "auto") || (name === "easing" && value === "linear"))
        continue;
      if (masked && (name === "content" || name.startsWith("--"))) continue;
      const isReference = typeof value === "string" && /url\(|image-set\(/i.test(value);
      written[name] = isReference ? css(value) : value;
    }
    return written;
  });
}

/** Timing as `Element.animate` takes it; what is endless is nothing in JSON, which has no number for it. */
export function timingOf(
  animation: Animation,
  effect: KeyframeEffect,
): Record<string, string | number> {
  const written: Record<string, string | number> = {};
  const timing = effect.getTiming();
  for (const [name, value] of Object.entries({ ...timing, composite: effect.composite })) {
    if (value === PLAIN[name] || value === undefined || value === null) continue;
    written[name] = value as string | number;
  }
  if (progressOf(animation) !== null)
    Object.assign(written, { duration: WHOLE, delay: 0, endDelay: 0 });
  return written;
}

const PLAIN: Readonly<Record<string, unknown>> = {
  delay: 0,
  endDelay: 0,
  fill: "auto",
  iterationStart: 0,
  iterations: 1,
  duration: "auto",
  direction: "normal",
  easing: "linear",
  composite: "replace",
};
