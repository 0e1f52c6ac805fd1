import type { FeatureFactory, InsetDoor } from "../../feature.ts";
import { Insets } from "./index.ts";

/** Pages of other sites in frames. A module of its own: pages without frames never load it. */
export function insets(door: InsetDoor): readonly FeatureFactory[] {
  return [(context) => new Insets(context, door)];
}
