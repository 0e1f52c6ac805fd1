import type { CanvasChoice, MaskOptions } from "@userview/capture";
import type { SdkSettings } from "@userview/protocol";
import type { Texts } from "@userview/protocol/texts";
import type { GivenOptions } from "../loader/options.ts";
import { checkOptions, type InitOptions } from "./check.ts";
import { effective } from "./effective.ts";
import { Language, type Wording } from "./language.ts";

/** Where the settings and options come from; both are replaced, never changed in place. */
interface Source {
  readonly settings: SdkSettings;
  readonly options: GivenOptions;
}

/** What holds in this page now, worked out anew only when settings or options are others. */
export class Held {
  readonly #source: Source;
  readonly #language = new Language();
  #given: GivenOptions | null = null;
  #options: InitOptions = {};
  #set: SdkSettings | null = null;
  #settings: SdkSettings | null = null;

  /** @param source asked at each use. Options that cannot be used are named by the companion. */
  constructor(source: Source) {
    this.#source = source;
  }

  /** The page's options that can be used. */
  get options(): InitOptions {
    const given = this.#source.options;
    if (given !== this.#given) {
      this.#given = given;
      this.#settings = null;
      this.#options = checkOptions(given, () => {});
    }
    return this.#options;
  }

  /** The team's settings with the page's options (rule P6). */
  get settings(): SdkSettings {
    const { options } = this;
    const { settings } = this.#source;
    if (this.#settings === null || settings !== this.#set) {
      this.#set = settings;
      this.#settings = effective(settings, options);
    }
    return this.#settings;
  }

  /** What of canvases is told, and for how many milliseconds changes are gathered. */
  get telling(): { canvases: CanvasChoice; changesDelay: number } {
    const { enable_canvases, canvas_encoding, dom_changes_delay } = this.settings;
    return {
      canvases: { shown: enable_canvases, encoding: canvas_encoding },
      changesDelay: dom_changes_delay,
    };
  }

  /** What agents may do in this page (rule A4). */
  get allowed(): {
    click: boolean;
    scroll: boolean;
    type: boolean;
    draw: boolean;
    redirect: boolean;
    console: boolean;
    code: boolean;
  } {
    const { settings } = this;
    return {
      click: settings.allow_remote_click,
      scroll: settings.allow_remote_scroll,
      type: settings.allow_remote_type,
      draw: settings.allow_draw,
      redirect: settings.allow_agent_redirect,
      console: settings.track_console,
      code: settings.allow_remote_console,
    };
  }

  /** Every text of the SDK: in the page's words where it has its own, else in the team's, else in the visitor's language. */
  get texts(): Texts {
    return this.wording.texts;
  }

  /** The same with its language; English until `worded`. */
  get wording(): Wording {
    return this.#language.wording(this.settings);
  }

  /** The texts are there in the visitor's language. */
  get isWorded(): boolean {
    return this.#language.isThere(this.settings);
  }

  /** Do it now, and again when they are. */
  whenWorded(task: () => void): void {
    task();
    if (!this.isWorded) void this.worded().then(task);
  }

  /** Resolves when they are, or when waiting longer would be worse than English. */
  worded(): Promise<void> {
    return this.#language.ready(this.settings);
  }

  /** What is hidden in this page, and more where an agent may not see private details (rule A6). */
  masksFor(hidesDetails: boolean): MaskOptions {
    const { masks } = this;
    return { ...masks, hideDetails: masks.hideDetails || hidesDetails, cutUrls: hidesDetails };
  }

  /** What is hidden in this page. */
  get masks(): MaskOptions {
    const { options } = this;
    const held = this.settings;
    const { mask_all_text, mask_all_inputs, unmasked_elements } = held;
    return {
      maskedElements: held.masked_elements,
      noRemoteElements: held.no_remote_elements,
      hideDetails: held.hide_private_details,
      cutUrls: false,
      urls: held.url_scrubbing,
      // A page masks more, never less: its exceptions count for its own masks alone.
      layers: [
        { allText: mask_all_text, allInputs: mask_all_inputs, unmasked: unmasked_elements },
        {
          allText: options.maskAllText === true,
          allInputs: options.maskAllInputs === true,
          unmasked: options.unmaskedElements ?? unmasked_elements,
        },
      ],
    };
  }
}
