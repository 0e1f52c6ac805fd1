import type { FeatureFactory } from "../../feature.ts";
import { Films } from "./films.ts";
import { Drawings } from "./index.ts";
import { Media } from "./media.ts";

/** Pictures of what is no tree, and where sound and films are. A module of its own: pages without any such element never load it. */
export const drawings: readonly FeatureFactory[] = [
  (context) => new Media(context),
  (context) => new Drawings(context),
  (context) => new Films(context),
];
