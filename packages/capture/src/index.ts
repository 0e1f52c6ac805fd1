/**
 * Page to frames, privacy applied before anything is kept.
 *
 * `engine/` walks and observes the page; of every node it asks the gate (`gate/`) and the masks (`privacy/`) what may leave
 * before it writes it.
 */
export { ASSET_SCHEME, FORMAT } from "@userview/protocol/content";
export type { Asset, AssetUse } from "./assets/registry.ts";
export {
  type Capture,
  type CaptureOptions,
  type PageOptions,
  startCapture,
} from "./capture.ts";
export type { SheetFile } from "./css/files.ts";
export {
  connected,
  documentOf,
  firstOf,
  NodeType,
  nameOf,
  nextOf,
  openRootOf,
  own,
  parentOf,
  queryAll,
  rootOf,
  typeOf,
  viewOf,
} from "./engine/dom.ts";
export type { CanvasChoice, FeatureFactory, InsetDoor, Opening } from "./engine/feature.ts";
export { nothingSeen, type Seen } from "./engine/seen.ts";
export type { MaskLayer } from "./privacy/layers.ts";
export { isOwn, type MaskOptions, OWN_SELECTOR } from "./privacy/masks.ts";
export { Memory } from "./privacy/memory.ts";
export { closest, composedParent, matches } from "./privacy/tree.ts";
export type { CaptureFrame, Message, Outlet } from "./stream/encode.ts";
