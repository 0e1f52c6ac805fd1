/** Sees whether anything of a page got out of its mirror: ran, asked, navigated, opened, or kept the dashboard from answering. */
import type { Page } from "@playwright/test";
import type { ReplayLab } from "../replay-lab.ts";

/** The address that stands where another was refused: it loads nothing. */
const NOTHING = "'data:,'";
/** What the holder's page writes when a script tells it that it runs (`run.ts`). */
const RAN = "pwned: a script told so";
/** How often the holder's page looks whether it is kept from answering. */
const LOOK_EVERY_MS = 20;

export interface Seen {
  /** What ran, was told or opened. */
  ran: string[];
  /** What was asked of anybody but the asset route. */
  asked: string[];
  /** What the policy stopped: the allow-lists had let it through. */
  stopped: string[];
  /** The longest that the dashboard did not answer, milliseconds. */
  busy: number;
}

export class Watcher {
  readonly #page: Page;
  readonly #lab: ReplayLab;
  readonly #ran: string[] = [];
  readonly #stopped: string[] = [];
  readonly #requests: string[] = [];
  #asked = 0;
  #leaked = 0;

  /** Make it before the page is opened. */
  constructor(page: Page, lab: ReplayLab) {
    this.#page = page;
    this.#lab = lab;
    page.on("console", (message) => {
      const said = message.text();
      if (/content security policy|refused to/i.test(said) && !said.includes(NOTHING))
        this.#stopped.push(said);
      else if (said === RAN) this.#ran.push(said);
    });
    page.on("dialog", (dialog) => {
      this.#ran.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.context().on("page", (opened) => this.#ran.push(`window: ${opened.url()}`));
    page.on("download", () => this.#ran.push("a download"));
    page.on("request", (request) => {
      const url = request.url();
      if (!/^(?:data|blob|about):/.test(url) && !url.startsWith(lab.replayOrigin))
        this.#requests.push(url);
    });
  }

  /** The holder's page is there: from now on nothing but the mirror should do anything. */
  async begin(): Promise<void> {
    this.#requests.length = 0;
    this.#asked = this.#lab.asked.length;
    this.#leaked = this.#lab.leaked.length;
    await this.#page.evaluate((every) => {
      const place = window as unknown as { slowest: number };
      place.slowest = 0;
      let last = performance.now();
      setInterval(() => {
        const now = performance.now();
        place.slowest = Math.max(place.slowest, now - last - every);
        last = now;
      }, every);
      addEventListener("message", ({ data }) => {
        if (data === "pwned") console.log("pwned: a script told so");
      });
    }, LOOK_EVERY_MS);
  }

  /** What was seen since it was asked last. */
  async seen(): Promise<Seen> {
    const ran = this.#ran.splice(0);
    for (const frame of this.#page.frames())
      if (await frame.evaluate(() => "pwned" in window).catch(() => false))
        ran.push(`a script in ${frame.url()}`);
    if (this.#page.url() !== this.#lab.holderUrl) ran.push(`went to ${this.#page.url()}`);
    const busy = await this.#page.evaluate(() => {
      const place = window as unknown as { slowest: number };
      const { slowest } = place;
      place.slowest = 0;
      return Math.round(slowest);
    });
    const asked = this.#lab.asked
      .slice(this.#asked)
      .filter((path) => !/^\/view(?:$|\/frame-)|^\/assets\//.test(path));
    const leaked = this.#lab.leaked.slice(this.#leaked).map((path) => `elsewhere/${path}`);
    this.#asked = this.#lab.asked.length;
    this.#leaked = this.#lab.leaked.length;
    return {
      ran,
      asked: [...asked, ...leaked, ...this.#requests.splice(0)],
      stopped: this.#stopped.splice(0),
      busy,
    };
  }
}
