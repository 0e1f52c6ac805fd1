/**
 * The engine: page content of format 2 → a mirrored page in a frame without scripts. Every change is carried out the
 * moment it comes, without a clock, and then forgotten.
 */
export type { Box, Choice, Control, Target } from "./describe.ts";
export { CannotShow, Diverged, PageTooLarge } from "./limits.ts";
export { Mirror, type MirrorListener, type Size } from "./mirror.ts";
export type { VisualViewport } from "./page.ts";
export type { Picker } from "./pickers.ts";
export type { Point } from "./places.ts";
