/** A Firefox as it is released, over WebDriver BiDi: Playwright drives only a Firefox of its own, Puppeteer drives this one. */
import { type Browser, type BrowserContext, type Frame, launch, type Page } from "puppeteer-core";
import { test as base, expect } from "./journey.ts";

export { expect } from "./journey.ts";

interface PerTest {
  /** A new person with Firefox: a profile that nobody has used, with one empty tab. */
  newFirefox: () => Promise<Page>;
}

interface PerWorker {
  firefox: Browser;
}

export const test = base.extend<PerTest, PerWorker>({
  firefox: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const browser = await launch({
        browser: "firefox",
        executablePath: process.env["USERVIEW_FIREFOX"] ?? "",
        headless: true,
        defaultViewport: { width: 1100, height: 760 },
        extraPrefsFirefox: { "ui.prefersReducedMotion": 1, "intl.accept_languages": "en-GB, en" },
      });
      await use(browser);
      await browser.close();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  newFirefox: async ({ firefox }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await firefox.createBrowserContext();
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

/** An element of the mirror, as an agent in Firefox sees it. */
export interface MirroredElement {
  /** Its middle in the agent's window, CSS pixels. */
  x: number;
  y: number;
  text: string;
  value: string;
}

/** The first element of the mirrored page that matches; null while there is none. */
export async function mirroredElement(
  agent: Page,
  selector: string,
): Promise<MirroredElement | null> {
  const stage = await agent.$('iframe[src*="/view"]');
  const frame: Frame | undefined = (await stage?.contentFrame()) ?? undefined;
  if (stage === null || frame === undefined) return null;
  const found = await frame.evaluate((given) => {
    const page = document.querySelector("iframe");
    const element = page?.contentDocument?.querySelector(given);
    if (page === null || element === null || element === undefined) return null;
    const window = page.getBoundingClientRect();
    const scale = window.width / page.offsetWidth;
    const box = element.getBoundingClientRect();
    if (box.width === 0) return null;
    return {
      x: window.left + (box.left + box.width / 2) * scale,
      y: window.top + (box.top + box.height / 2) * scale,
      text: element.textContent.trim(),
      value: "value" in element ? String(element.value) : "",
    };
  }, selector);
  const outer = await stage.evaluate((element) => {
    const { left, top } = element.getBoundingClientRect();
    return { left, top };
  });
  return found && { ...found, x: outer.left + found.x, y: outer.top + found.y };
}

/** Waits until a mirrored element is there and stands still. */
async function steadyElement(agent: Page, selector: string): Promise<MirroredElement> {
  let found = await mirroredElement(agent, selector);
  await expect(async () => {
    const before = found;
    found = await mirroredElement(agent, selector);
    expect(found).not.toBeNull();
    expect(found).toEqual(before);
  }).toPass();
  if (found === null) throw new Error(`expected ${selector} in the mirror, there is none`);
  return found;
}

/** Click a mirrored element with the agent's mouse. */
export async function clickInFirefox(agent: Page, selector: string): Promise<void> {
  const { x, y } = await steadyElement(agent, selector);
  await agent.mouse.move(x, y);
  await agent.mouse.click(x, y);
}

/** Turn the wheel over a mirrored element; `down` is in CSS pixels. */
export async function wheelInFirefox(agent: Page, selector: string, down: number): Promise<void> {
  const { x, y } = await steadyElement(agent, selector);
  await agent.mouse.move(x, y);
  await agent.mouse.wheel({ deltaY: down });
}

/** Say yes to the question, in a visitor's Firefox. */
export async function allowInFirefox(visitor: Page): Promise<void> {
  const button = await visitor.waitForSelector(
    "[data-userview-ui] >>> dialog >>> ::-p-text(Allow)",
  );
  await button?.click();
}
