/**
 * Page to frames, privacy applied before anything is kept.
 *
 * What observes the page is hidden behind `engine/`; every event of it passes the gate (`gate/`),
 * which judges by the live nodes what may leave.
 */
export type { Asset, AssetUse } from "./assets/registry.ts";
export { type Capture, type CaptureOptions, startCapture } from "./capture.ts";
export { ASSET_SCHEME, FORMAT } from "./engine/format1.ts";
export type { MaskLayer } from "./privacy/layers.ts";
export { isOwn, type MaskOptions, OWN_SELECTOR } from "./privacy/masks.ts";
export { composedParent } from "./privacy/tree.ts";
export type { CaptureFrame } from "./stream/encode.ts";
