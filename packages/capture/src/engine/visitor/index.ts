import type { FeatureFactory } from "../feature.ts";

/** What the visitor does, and what of the page is no node. In the order in which it is told. */
export const visitorFeatures: readonly FeatureFactory[] = [];
