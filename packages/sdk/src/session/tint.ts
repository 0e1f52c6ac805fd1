import type { Masks } from "@userview/capture/masks";
import type { Tint } from "./tint/tint.ts";
import type { Stage } from "./ui/stage.ts";

/** The module's file, beside this one: its name changes with its content. Set by the build. */
declare const USERVIEW_TINT: string;

/** Shows the visitor, on request, what of the page is hidden from agents. */
export class TintSwitch {
  readonly #stage: Stage;
  readonly #masks: () => Masks;
  readonly #warn: (text: string) => void;
  #isOn = false;
  #tint: Tint | null = null;

  /** @param masks those of now, at each asking. */
  constructor(stage: Stage, masks: () => Masks, warn: (text: string) => void) {
    this.#stage = stage;
    this.#masks = masks;
    this.#warn = warn;
  }

  /** Loaded when it is wanted for the first time; what comes too late is not shown. */
  async set(on: boolean): Promise<void> {
    this.#isOn = on;
    if (!on) {
      this.#tint?.stop();
      this.#tint = null;
      return;
    }
    try {
      const module = (await import(
        new URL(USERVIEW_TINT, import.meta.url).href
      )) as typeof import("./tint/tint.ts");
      if (this.#isOn && this.#tint === null) this.#tint = new module.Tint(this.#stage, this.#masks);
    } catch (error) {
      this.#warn(`what is hidden could not be shown: ${String(error)}`);
    }
  }
}
