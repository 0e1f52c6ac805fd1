/**
 * The engine: page content of format 1 → a mirrored page in a frame without scripts. Every change is carried out the
 * moment it comes, without a clock, and then forgotten.
 */
export type { Box, Choice, Control, Pane, Target } from "./describe.ts";
export { FORMAT } from "./format.ts";
export { BadContent, CannotShow, PageTooLarge } from "./limits.ts";
export { Mirror, type MirrorListener, type Size } from "./mirror.ts";
export type { Point } from "./places.ts";
