/** One page under one engine: how far the mirror is from the page, in each phase. */
import { setTimeout as pause } from "node:timers/promises";
import type { Browser, Page } from "@playwright/test";
import { compare, type Difference } from "../src/compare.ts";
import type { LabPage } from "./catalogue.ts";
import type { Engine } from "./engine.ts";
import { LabSite } from "./site.ts";

export const VISITOR = { width: 1024, height: 700 };
/** The agent's window holds the visitor's whole page. */
const AGENT = { width: 1100, height: 760 };

/** After load, after what a visitor does, and for somebody who joins then. */
export const PHASES = ["load", "interaction", "late"] as const;
export type Phase = (typeof PHASES)[number];

/** Share of differing pixels, 0-1, in each phase; and what was compared. */
export type Watched = Record<Phase, Difference>;

const READY_LIMIT_MS = 8_000;
const QUIET_LIMIT_MS = 3_000;
const ACT_LIMIT_MS = 6_000;
/** A mirror that is not the page yet is looked at again, as long as it comes closer. */
const LOOK_AGAIN_MS = 200;
const LOOK_AT_LEAST_MS = 1_000;
const LOOK_AT_MOST_MS = 5_000;
const LOOKS_NO_CLOSER = 2;
/** Share of differing pixels, 0-1, that is as good as none. */
export const BAR = 0.0005;

/** Opens the page, mirrors it, does in it what its entry says, and compares in each phase. */
export async function watch(page: LabPage, engine: Engine, browser: Browser): Promise<Watched> {
  const site = await LabSite.start(page.place, engine.head);
  const context = await browser.newContext({ viewport: VISITOR, reducedMotion: "reduce" });
  const agents = await browser.newContext({ viewport: AGENT, reducedMotion: "reduce" });
  try {
    const visitor = await context.newPage();
    visitor.setDefaultTimeout(ACT_LIMIT_MS);
    await engine.prepare(visitor);
    await visitor.goto(site.url, { waitUntil: "load" });
    await settled(visitor, page.saysReady === true);
    await engine.begin(visitor);
    const agent = await agents.newPage();
    await engine.join(agent);
    const load = await closest(visitor, agent);
    await page.act(visitor);
    const interaction = await closest(visitor, agent);
    await agent.close();
    const late = await agents.newPage();
    await engine.join(late);
    return { load, interaction, late: await closest(visitor, late) };
  } finally {
    await Promise.all([context.close(), agents.close(), site.close()]);
  }
}

async function settled(visitor: Page, saysReady: boolean): Promise<void> {
  if (saysReady) {
    await visitor.waitForFunction(
      () => (window as unknown as { ready?: boolean }).ready === true,
      undefined,
      { timeout: READY_LIMIT_MS },
    );
  }
  await visitor
    .waitForLoadState("networkidle", { timeout: QUIET_LIMIT_MS })
    .catch(() => undefined /* Some pages never rest. */);
  await visitor.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Looks until the two are equal, or come no closer. */
async function closest(visitor: Page, agent: Page): Promise<Difference> {
  const began = Date.now();
  let best = await compare(visitor, agent, { animations: "disabled" });
  let noCloser = 0;
  while (best.share > 0 && noCloser < LOOKS_NO_CLOSER && Date.now() - began < LOOK_AT_MOST_MS) {
    await pause(LOOK_AGAIN_MS);
    const next = await compare(visitor, agent, { animations: "disabled" });
    const enough = best.share <= BAR || Date.now() - began > LOOK_AT_LEAST_MS;
    if (next.share < best.share) best = next;
    else if (enough) noCloser++;
  }
  return best;
}
