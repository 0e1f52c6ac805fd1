import type { FeatureFactory } from "../../feature.ts";
import { Films } from "./films.ts";
import { Highlights } from "./highlights.ts";
import { Drawings } from "./index.ts";
import { Media } from "./media.ts";

/** What few pages have: pictures of what is no tree, where sound and films are, highlights. A module of its own: pages without any never load it. */
export const drawings: readonly FeatureFactory[] = [
  (context) => new Media(context),
  (context) => new Drawings(context),
  (context) => new Films(context),
  (context) => new Highlights(context),
];
