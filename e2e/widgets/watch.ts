/** One widget, used twice: by a person at the page, and by an agent at its mirror. */
import { expect, type Page } from "@playwright/test";
import { LabSite } from "../fidelity/site.ts";
import type { Server } from "../fixtures/server.ts";
import { allow, mirror, shortIdOf } from "../src/people.ts";
import { Rest } from "../src/rest.ts";
import { scriptTag } from "../src/site.ts";
import type { Widget } from "./catalogue.ts";
import { AgentsHand, PersonsHand } from "./hand.ts";

export interface Outcome {
  /** What the page said after a person's hand, as JSON. */
  person: string;
  /** The same after an agent's. */
  agent: string;
}

/** A page has said what it says once it says the same for this long. */
const STILL_MS = 400;
const WAIT_MS = 8000;

/** @returns what came of both; equal when the widget reacts to agents as to people. */
export async function use(
  widget: Widget,
  server: Server,
  newPerson: () => Promise<Page>,
): Promise<Outcome> {
  const site = await LabSite.start({ widget: widget.name }, scriptTag(server.ready));
  try {
    const person = await newPerson();
    await open(person, site.url);
    await widget.act(new PersonsHand(person));
    const wanted = await outcome(person, null);

    const visitor = await newPerson();
    await open(visitor, site.url);
    const agent = await newPerson();
    await agent.goto(await Rest.of(server).watchUrl(await shortIdOf(visitor)));
    await allow(visitor);
    await expect(mirror(agent).locator("#blank")).toBeVisible();
    await widget.act(new AgentsHand(agent));
    return { person: wanted, agent: await outcome(visitor, wanted) };
  } finally {
    await site.close();
  }
}

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => "outcome" in window);
}

/** What the page says, as soon as it is what is wanted, else when nothing changes any more. */
async function outcome(page: Page, wanted: string | null): Promise<string> {
  const say = (): Promise<string> =>
    page.evaluate(() => JSON.stringify((window as unknown as { outcome(): unknown }).outcome()));
  const until = Date.now() + (wanted === null ? STILL_MS : WAIT_MS);
  let said = await say();
  while (Date.now() < until && said !== wanted) {
    await page.waitForTimeout(STILL_MS / 4);
    said = await say();
  }
  return said;
}
