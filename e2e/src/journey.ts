/** Fixtures of the journeys: sites, visitors and agents, each in a browser of their own, closed when the test ends. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import { test as base } from "../fixtures/index.ts";
import { Site, type SiteOptions } from "./site.ts";

export { expect } from "../fixtures/index.ts";

export interface Journey {
  /** Serves a site for this test. */
  openSite: (options: SiteOptions) => Promise<Site>;
  /** A new person: a browser profile that nobody has used, with one empty tab. */
  newPerson: (options?: BrowserContextOptions) => Promise<Page>;
}

/** Motion is reduced for everybody, so that two pictures of one page can be equal. */
async function person(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  return browser.newContext({
    reducedMotion: "reduce",
    viewport: { width: 1024, height: 700 },
    ...options,
  });
}

export const test = base.extend<Journey>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  openSite: async ({}, use) => {
    const sites: Site[] = [];
    await use(async (options) => {
      const site = await Site.start(options);
      sites.push(site);
      return site;
    });
    await Promise.all(sites.map((site) => site.close()));
  },
  newPerson: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await person(browser, options);
      contexts.push(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});
