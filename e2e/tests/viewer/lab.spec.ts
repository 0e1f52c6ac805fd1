/** A part of the fidelity lab (`python -m bench.fidelity` runs all of it): those pages that need no packages of its own. */
import { expect, test } from "@playwright/test";
import { PAGES } from "../../fidelity/catalogue.ts";
import { Ours } from "../../fidelity/ours.ts";
import { BAR, PHASES, watch } from "../../fidelity/watch.ts";
import { ReplayLab } from "../../src/replay-lab.ts";

/** Pages of what browsers can do that stand for the others. */
const FEATURES = new Set(
  [
    "controls",
    "frames",
    "images",
    "links",
    "scrolls",
    "shadow-declarative",
    "sheets-rules",
    "svg",
  ].map((feature) => `feature-${feature}`),
);

for (const page of PAGES.filter(({ place, name }) => "site" in place || FEATURES.has(name))) {
  test(`the mirror of ${page.name} equals the page after load, in use, and for who joins late`, async ({
    browser,
  }) => {
    const lab = await ReplayLab.start();
    const engine = await Ours.start(lab);
    try {
      const watched = await watch(page, engine, browser);
      for (const phase of PHASES)
        expect(watched[phase].share, phase).toBeLessThanOrEqual(
          page.cannot === undefined ? BAR : 1,
        );
    } finally {
      await engine.close();
      await lab.close();
    }
  });
}
