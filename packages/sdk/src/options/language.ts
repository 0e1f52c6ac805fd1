import type { SdkSettings } from "@userview/protocol";
import { directionOf, type Locale, spoken } from "@userview/protocol/locales";
import { TEXTS, type Texts } from "@userview/protocol/texts";

/** The packs' files, beside this one, by language: their names change with their content. Set by the build. */
declare const USERVIEW_LOCALES: Readonly<Record<Locale, string>>;

/** After this long the visitor reads English rather than nothing. */
const PATIENCE_MS = 1500;

/** All texts of the SDK as this page's visitor reads them. */
export interface Wording {
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  readonly texts: Texts;
}

/** The language of the SDK's texts: the page's or team's, else the first of the browser's that is spoken. */
export class Language {
  readonly #packs = new Map<Locale, Texts>();
  readonly #loads = new Map<Locale, Promise<void>>();

  /** The texts as far as they are there. */
  wording(settings: SdkSettings): Wording {
    const { locale, translations } = settings;
    const wanted = localeOf(settings);
    const pack = wanted === "en" ? undefined : this.#packs.get(wanted);
    // A language that we do not speak is spoken by the team's own words.
    const isOwn = locale !== null && wanted === "en" && Object.keys(translations).length > 0;
    const lang = isOwn ? locale : pack === undefined ? "en" : wanted;
    return { lang, dir: directionOf(lang), texts: { ...TEXTS, ...pack, ...translations } };
  }

  /** Whether nothing has to be waited for. */
  isThere(settings: SdkSettings): boolean {
    const wanted = localeOf(settings);
    return wanted === "en" || this.#packs.has(wanted);
  }

  /** Resolves when the texts are there, or not soon enough; never rejects. */
  async ready(settings: SdkSettings): Promise<void> {
    const wanted = localeOf(settings);
    if (wanted === "en" || this.#packs.has(wanted)) return;
    let load = this.#loads.get(wanted);
    if (load === undefined) {
      load = this.#load(wanted);
      this.#loads.set(wanted, load);
    }
    await Promise.race([load, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  }

  /** What could not be fetched, the browser says itself; the next page tries again. */
  async #load(locale: Locale): Promise<void> {
    try {
      const url = new URL(USERVIEW_LOCALES[locale], import.meta.url).href;
      this.#packs.set(locale, ((await import(url)) as { TEXTS: Texts }).TEXTS);
    } catch {}
  }
}

function localeOf({ locale }: SdkSettings): Locale | "en" {
  return spoken(locale === null ? navigator.languages : [locale]);
}
