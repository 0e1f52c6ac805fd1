/** A person's gestures on a widget: at the page itself, or by an agent at its mirror. Both are Playwright's real mouse and keyboard. */
import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";

/** Where on an element: parts of its width and height, from its left and upper edge. */
export type Part = readonly [number, number];

const MIDDLE: Part = [0.5, 0.5];
/** A hand's way between two points. */
const STEPS = 10;
/** Of an agent's drag: further apart than what the viewer gathers into one message. */
const STEP_MS = 60;
/** Between keys, and how long each is held: the quickest typists' pace. Quicker than that, editors miss moves of the caret. */
const KEY_MS = 15;

export interface Hand {
  click(selector: string, at?: Part): Promise<void>;
  rightClick(selector: string): Promise<void>;
  doubleClick(selector: string, at?: Part): Promise<void>;
  hover(selector: string): Promise<void>;
  /** Waits until something shows, as people do before they go on. */
  see(selector: string): Promise<void>;
  /** Presses on an element, goes to a place on another (or on the same), releases there. */
  drag(from: string, to: string, at?: Part, start?: Part): Promise<void>;
  /** Turns the wheel over an element, in CSS pixels downwards. */
  wheel(selector: string, down: number): Promise<void>;
  /** A key, or keys together as in `Control+a`; some times. */
  press(key: string, times?: number): Promise<void>;
  type(text: string): Promise<void>;
  /** Text from the clipboard. */
  paste(text: string): Promise<void>;
  /** Chooses in a select by labels, or gives a field with a picker of the browser's own its value. */
  choose(selector: string, ...values: string[]): Promise<void>;
}

/** What both hands do alike; where elements are seen is what differs. */
abstract class AnyHand implements Hand {
  constructor(
    protected readonly page: Page,
    protected readonly scope: Page | FrameLocator,
  ) {}

  abstract choose(selector: string, ...values: string[]): Promise<void>;
  abstract paste(text: string): Promise<void>;

  async click(selector: string, at: Part = MIDDLE): Promise<void> {
    await this.#go(selector, at);
    await this.page.mouse.down();
    await this.page.mouse.up();
  }

  async rightClick(selector: string): Promise<void> {
    await this.#go(selector, MIDDLE);
    await this.page.mouse.down({ button: "right" });
    await this.page.mouse.up({ button: "right" });
  }

  async doubleClick(selector: string, at: Part = MIDDLE): Promise<void> {
    const { x, y } = await this.#go(selector, at);
    await this.page.mouse.dblclick(x, y);
  }

  async hover(selector: string): Promise<void> {
    await this.#go(selector, MIDDLE);
  }

  async see(selector: string): Promise<void> {
    await expect(this.find(selector)).toBeVisible();
  }

  async drag(from: string, to: string, at: Part = MIDDLE, start: Part = MIDDLE): Promise<void> {
    const target = await this.#place(to, at);
    const { x, y } = await this.#go(from, start);
    await this.page.mouse.down();
    for (let step = 1; step <= STEPS; step++) {
      const part = step / STEPS;
      await this.page.mouse.move(x + (target.x - x) * part, y + (target.y - y) * part);
      await this.page.waitForTimeout(STEP_MS);
    }
    await this.page.mouse.up();
  }

  async wheel(selector: string, down: number): Promise<void> {
    await this.#go(selector, MIDDLE);
    await this.page.mouse.wheel(0, down);
  }

  async press(key: string, times = 1): Promise<void> {
    for (let time = 0; time < times; time++) {
      await this.page.keyboard.press(key, { delay: KEY_MS });
      await this.page.waitForTimeout(KEY_MS);
    }
  }

  async type(text: string): Promise<void> {
    for (const key of text) await this.press(key === " " ? "Space" : key);
  }

  /** Comes from a little beside, as hands do: a mouse that appears on the spot has entered nothing. */
  async #go(selector: string, at: Part): Promise<{ x: number; y: number }> {
    const place = await this.#place(selector, at);
    await this.page.mouse.move(place.x - 3, place.y - 2);
    await this.page.waitForTimeout(STEP_MS);
    await this.page.mouse.move(place.x, place.y);
    return place;
  }

  /** Where an element is once it stands still, as people wait to see where it is. */
  async #place(selector: string, [right, down]: Part): Promise<{ x: number; y: number }> {
    const element = this.find(selector);
    await expect(element).toBeVisible();
    let box = await element.boundingBox();
    await expect(async () => {
      const before = box;
      await this.page.waitForTimeout(STEP_MS);
      box = await element.boundingBox();
      expect(box).toEqual(before);
    }).toPass();
    if (box === null) throw new Error(`expected ${selector} to have a place, it has none`);
    return { x: Math.round(box.x + box.width * right), y: Math.round(box.y + box.height * down) };
  }

  /** `frame >> element` is an element in a frame of the page. */
  protected find(selector: string): Locator {
    const [outer, inner] = selector.split(" >> ");
    if (inner === undefined) return this.scope.locator(selector).first();
    return this.scope
      .frameLocator(outer ?? "")
      .locator(inner)
      .first();
  }
}

/** At the page itself. */
export class PersonsHand extends AnyHand {
  constructor(page: Page) {
    super(page, page);
  }

  /** Playwright has no hand for pickers that the browser draws outside of the page: it sets what a person would. */
  async choose(selector: string, ...values: string[]): Promise<void> {
    const field = this.find(selector);
    await field.focus();
    if (await field.evaluate(({ localName }) => localName === "select"))
      await field.selectOption(values.map((label) => ({ label })));
    else await field.fill(values[0] ?? "");
    await field.blur();
  }

  async paste(text: string): Promise<void> {
    await fillClipboard(this.page, text);
    await this.page.keyboard.press("Control+v");
  }
}

/** At the mirror, in an agent's watch page. */
export class AgentsHand extends AnyHand {
  constructor(page: Page) {
    super(page, page.frameLocator('iframe[src*="/view"]').frameLocator("iframe").first());
  }

  async choose(selector: string, ...values: string[]): Promise<void> {
    await this.click(selector);
    const chooser = this.page.frameLocator('iframe[src*="/view"]').locator(".chooser");
    const list = chooser.locator("select");
    await expect(chooser).toBeVisible();
    if (await list.count()) {
      const many = await list.evaluate((one) => (one as HTMLSelectElement).multiple);
      if (many) await list.selectOption(values.map((label) => ({ label })));
      else await chooser.getByRole("option", { name: values[0] ?? "" }).click();
    } else {
      await chooser.locator("input").fill(values[0] ?? "");
    }
    if (await chooser.getByRole("button").count()) await chooser.getByRole("button").click();
    await expect(chooser).toBeHidden();
  }

  async paste(text: string): Promise<void> {
    await fillClipboard(this.page, text);
    await this.page.keyboard.press("Control+v");
  }
}

/** Windows take turns in having the focus, and the clipboard is for the one that has it. */
async function fillClipboard(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await expect(async () => {
    await page.bringToFront();
    await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  }).toPass({ timeout: 5000 });
}
