import type { Assets } from "../assets/registry.ts";
import type { SheetFile } from "../css/files.ts";
import type { Masks } from "../privacy/masks.ts";
import type { Outlet } from "../stream/encode.ts";
import type { CanvasChoice, FeatureFactory } from "./feature.ts";
import type { Sightings } from "./seen.ts";

/** What a mirror of this page is made of. */
export interface MirrorParts {
  readonly masks: Masks;
  readonly assets: Assets;
  readonly seen: Sightings;
  readonly canvases: CanvasChoice;
  /** Milliseconds for which changes are gathered; 0: until the next frame. */
  readonly changesDelay: number;
  readonly features: readonly FeatureFactory[];
  readonly loadDrawings: () => Promise<readonly FeatureFactory[]>;
  readonly encoder: Outlet;
  /** A style sheet that scripts of this page may not read. */
  fetchSheet(url: string): Promise<SheetFile | null>;
  warn(text: string): void;
}
