import type { PageInfo } from "@userview/protocol";
import { HAS_RULES, type ScrubbingRules, scrubUrl } from "@userview/protocol/scrub";
import { uuid } from "../uuid.ts";
import { after } from "./after.ts";

const RESIZE_MS = 250;
/** Titles are set after the address has changed, and nothing tells of it. */
const TITLE_LOOKS_MS = [1000, 3000];

/** Watches what an agent sees of a tab without looking into it (rule P5): address, title, focus, size. */
export class Presence {
  readonly #changed: () => void;
  #pageview = uuid();
  #told = "";
  #address = location.href;
  #given: string | undefined;
  /** The team's own rules for URLs. */
  rules: (ScrubbingRules & { readonly untitled?: boolean }) | undefined;
  /** Hides what masks say, as soon as something knows masks. */
  hide = (page: PageInfo): PageInfo => page;

  /** @param changed called when the page may have something new to say. */
  constructor(changed: () => void) {
    this.#changed = changed;
    for (const name of ["focus", "blur", "load", "visibilitychange"])
      addEventListener(name, changed, true);
    let resizing: ReturnType<typeof setTimeout> | undefined;
    addEventListener("resize", () => {
      clearTimeout(resizing);
      resizing = setTimeout(changed, RESIZE_MS);
    });
    watchHistory(() => this.#moved());
  }

  /** The page as it is now. */
  info(): PageInfo {
    return this.hide({
      pageview: this.#pageview,
      url: scrubUrl(this.#given ?? location.href, location.href, this.rules).slice(0, 8192),
      title: HAS_RULES && this.rules?.untitled ? "" : document.title.slice(0, 1024),
      visible: document.visibilityState === "visible",
      focused: document.hasFocus(),
      framed: window !== top,
      viewport: { width: innerWidth, height: innerHeight },
    });
  }

  /** The page as it is now when that differs from what was told last, else null. */
  news(): PageInfo | null {
    const info = this.info();
    const before = this.#told;
    this.#told = JSON.stringify(info);
    return this.#told === before ? null : info;
  }

  /** The page as it is now, told to a connection that knows nothing. */
  anew(): PageInfo {
    this.#told = "";
    return this.news() as PageInfo;
  }

  /** A page view of its own, under the page's address or another one. */
  newPageview(url?: string): void {
    this.#given = url;
    this.#pageview = uuid();
    this.#changed();
  }

  #moved(): void {
    if (location.href === this.#address) return;
    this.#address = location.href;
    this.newPageview();
    for (const delay of TITLE_LOOKS_MS) setTimeout(this.#changed, delay);
  }
}

/** Tells of every change of the page's address: by the browser's own event where there is one. */
function watchHistory(moved: () => void): void {
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) {
    navigation.addEventListener("currententrychange", moved);
    return;
  }
  addEventListener("popstate", moved);
  addEventListener("hashchange", moved);
  for (const name of ["pushState", "replaceState"]) after(history, name, moved);
}
