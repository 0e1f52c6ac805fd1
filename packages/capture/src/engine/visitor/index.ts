import type { FeatureFactory } from "../feature.ts";
import { Address } from "./address.ts";
import { Fields } from "./fields.ts";
import { Focus } from "./focus.ts";
import { Holds } from "./holds.ts";
import { Images } from "./images.ts";
import { MediaFeatures } from "./media-features.ts";
import { Pointer } from "./pointer.ts";
import { Scrolls } from "./scrolls.ts";
import { Selections } from "./selections.ts";
import { Viewport } from "./viewport.ts";

/** What the visitor does, and what of the page is no node. In the order in which it is told. */
export const visitorFeatures: readonly FeatureFactory[] = [
  (context) => new MediaFeatures(context),
  (context) => new Viewport(context),
  (context) => new Address(context),
  (context) => new Images(context),
  (context) => new Holds(context),
  (context) => new Fields(context),
];

/** What builds on all others, and is told behind them. */
export const lastFeatures: readonly FeatureFactory[] = [
  (context) => new Scrolls(context),
  (context) => new Focus(context),
  (context) => new Selections(context),
  (context) => new Pointer(context),
];
