import type { FeatureFactory } from "../feature.ts";

/** Everything that a page can be beyond its tree and its visitor. In the order in which it is told. */
export const features: readonly FeatureFactory[] = [];
