import { type Asset, Assets } from "./assets/registry.ts";
import type { SheetFile } from "./css/files.ts";
import type { CanvasChoice, FeatureFactory } from "./engine/feature.ts";
import { features } from "./engine/features/index.ts";
import { Mirror } from "./engine/mirror.ts";
import { type Seen, Sightings } from "./engine/seen.ts";
import { lastFeatures, visitorFeatures } from "./engine/visitor/index.ts";
import { type MaskOptions, Masks } from "./privacy/masks.ts";
import type { Memory } from "./privacy/memory.ts";
import { type CaptureFrame, Encoder, type Outlet } from "./stream/encode.ts";

/** What to capture. */
export interface PageOptions extends MaskOptions {
  /** What hooks saw that stand in the page before its own scripts. */
  readonly seen: Seen;
  /** What was hidden in this page before. */
  readonly memory: Memory;
  readonly canvases: CanvasChoice;
  /** Milliseconds for which changes are gathered; 0: until the next frame. */
  readonly changesDelay: number;
  /** The module `drawings`, which is not loaded before it is needed. */
  loadDrawings(): Promise<readonly FeatureFactory[]>;
  /** What more is told of the page than what is in it. */
  readonly features?: readonly FeatureFactory[];
  /** A picture or font that the content names, once each. */
  onAsset(asset: Asset): void;
  /** A style sheet of another site that scripts of the page may not read, from whoever may; null when nobody can. */
  fetchSheet(url: string): Promise<SheetFile | null>;
  /** Something that the site's developer should know. */
  onWarning(text: string): void;
}

/** What to capture, and where it goes: piece by piece, in order. */
export interface CaptureOptions extends PageOptions {
  onFrame(frame: CaptureFrame): void;
}

/** A running capture of this page. */
export interface Capture {
  /** Tell the whole page again, within the same stream. */
  snapshot(): void;
  /** Stop, synchronously: not a frame or asset is told after this returns. */
  stop(): void;
  /** The live node that the stream calls `id`, null when it is gone. */
  nodeById(id: number): Node | null;
  /** Whether agents may not act on the node. */
  isProtected(node: Node): boolean;
  /** Whether the node is masked. */
  isMasked(node: Node): boolean;
}

/**
 * Begins to capture the page: a snapshot, then changes, one batch per drawn frame at most.
 * @throws Error when the page cannot be observed.
 */
export function startCapture(options: CaptureOptions): Capture {
  return captureTo(options, new Encoder(options.onFrame));
}

/** The same with messages as they are written. */
export function captureTo(options: PageOptions, encoder: Outlet): Capture {
  let stopped = false;
  const warned = new Set<string>();
  const warn = (text: string): void => {
    if (warned.has(text)) return;
    warned.add(text);
    options.onWarning(text);
  };
  const seen = new Sightings(options.seen);
  const masks = new Masks(options, warn, options.memory, (host) => seen.closedRoot(host));
  const assets = new Assets((asset) => {
    if (!stopped) options.onAsset(asset);
  });
  const mirror = new Mirror({
    masks,
    assets,
    seen,
    canvases: options.canvases,
    changesDelay: options.changesDelay,
    fetchSheet: (url) => options.fetchSheet(url),
    loadDrawings: () => options.loadDrawings(),
    features: [...visitorFeatures, ...features, ...(options.features ?? []), ...lastFeatures],
    encoder,
    warn,
  });
  return {
    snapshot: () => mirror.snapshot(),
    stop: () => {
      stopped = true;
      encoder.stop();
      mirror.stop();
    },
    nodeById: (id) => mirror.ids.node(id),
    isProtected: (node) => masks.isProtected(node),
    isMasked: (node) => masks.isMasked(node),
  };
}
