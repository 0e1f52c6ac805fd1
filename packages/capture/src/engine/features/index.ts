import type { FeatureFactory } from "../feature.ts";
import { Animations } from "./animations/index.ts";
import { Fonts } from "./fonts.ts";
import { Late } from "./late.ts";
import { Layers } from "./layers.ts";
import { Sheets } from "./sheets/index.ts";
import { States } from "./states.ts";
import { Targets } from "./targets.ts";
import { Validity } from "./validity.ts";
import { Witness } from "./witness.ts";

/** Everything that a page can be beyond its tree and its visitor. In the order in which it is told. */
export const features: readonly FeatureFactory[] = [
  (context) => new Witness(context),
  (context) => new Sheets(context),
  (context) => new Fonts(context),
  (context) => new States(context),
  (context) => new Validity(context),
  (context) => new Targets(context),
  (context) => new Layers(context),
  (context) => {
    const drawn = new Set(["video", "audio"]);
    if (context.canvases.shown) drawn.add("canvas");
    return new Late(context, drawn, context.loadDrawings, "canvases, sound, films and highlights");
  },
  (context) => new Animations(context),
];
