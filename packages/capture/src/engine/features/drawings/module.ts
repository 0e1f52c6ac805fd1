import type { FeatureFactory } from "../../feature.ts";
import { Films } from "./films.ts";
import { Drawings } from "./index.ts";

/** Pictures of what is no tree. A module of its own: pages without any such element never load it. */
export const drawings: readonly FeatureFactory[] = [
  (context) => new Drawings(context),
  (context) => new Films(context),
];
