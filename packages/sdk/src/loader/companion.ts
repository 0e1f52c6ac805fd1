import { wantsCompanion } from "../companion/wanted.ts";
import type { Companion, CompanionHost, CompanionModule } from "../port.ts";

/** A page that never rests gets the companion after this long. */
const LATEST_MS = 2000;

/** Loads the companion when the page is at rest and wants something of it; stands for it before. */
export class CompanionSlot {
  readonly #host: CompanionHost;
  #loading: Promise<Companion | undefined> | undefined;
  #asked = false;
  /** The companion, once it is there. */
  now: Companion | undefined;

  constructor(host: CompanionHost) {
    this.#host = host;
  }

  /** There is a connection: settings, options or the page's address may be others than before. */
  changed(): void {
    if (this.now) this.now.changed();
    else if (!this.#asked && this.#isWanted()) {
      this.#asked = true;
      // Safari has no idle times to tell of: there a turn of the event loop must do.
      const whenIdle: typeof requestIdleCallback = window.requestIdleCallback ?? setTimeout;
      whenIdle(() => void this.#load(), { timeout: LATEST_MS });
    }
  }

  /**
   * Carry out a function of the page's, once there is a connection; undefined where nobody does. A code is given
   * everywhere; what tells something is carried out only where it is wanted.
   */
  async call(name: string, args: readonly unknown[], at: number): Promise<unknown> {
    if (!/^(sa|tr)/.test(name) || this.#isWanted())
      return (await this.#load())?.call(name, args, at);
    return undefined;
  }

  #isWanted(): boolean {
    return wantsCompanion(this.#host.settings, this.#host.options);
  }

  #load(): Promise<Companion | undefined> {
    this.#loading ??= import(this.#host.limits.companion_url)
      .then((module: CompanionModule) => (this.now = module.createCompanion(this.#host)))
      // The browser says itself what it could not fetch, and the loader which directive of the page forbids it.
      .catch(() => undefined);
    return this.#loading;
  }
}
