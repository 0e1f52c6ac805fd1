import { isField } from "@userview/capture/fields";
import { scrubText } from "@userview/capture/texts";
import type { EventIcon, EventKind, ServerToVisitor } from "@userview/protocol";
import { Held } from "../../options/held.ts";
import { Hidden } from "../../options/hidden.ts";
import type { CompanionHost } from "../../port.ts";
import type { Call, Piece, PieceKind } from "../piece.ts";
import { wantsHistory } from "../wanted.ts";
import { clickedName, formName } from "./names.ts";
import { Story } from "./story.ts";
import { type Watched, watchPage } from "./watch.ts";

/** What happens within a second is told together. */
const GATHER_MS = 1000;
/** When history is switched on later than this after the page was loaded, the load is no news any more. */
const LOADED_LATELY_MS = 60_000;
/** Different errors of one page view; one that comes again is not told again. */
const ERRORS_PER_PAGEVIEW = 20;
const TITLE_CHARACTERS = 200;

const ICONS: Readonly<Record<EventIcon, true>> = {
  bell: true,
  card: true,
  cart: true,
  check: true,
  download: true,
  flag: true,
  heart: true,
  mail: true,
  phone: true,
  play: true,
  search: true,
  star: true,
  user: true,
  warning: true,
};

/** Page views and events outside of sessions (rules J1-J5). */
export const keepsHistory: PieceKind = {
  wanted: wantsHistory,
  start: (host) => new PageHistory(host),
};

class PageHistory implements Piece, Watched {
  readonly calls: Readonly<Record<string, Call>>;
  readonly #host: CompanionHost;
  readonly #held: Held;
  readonly #hidden: Hidden;
  readonly #story: Story;
  readonly #stopWatching: () => void;
  readonly #errors = new Set<string>();
  #visitor: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(host: CompanionHost) {
    this.#host = host;
    this.#held = new Held(host);
    this.#hidden = new Hidden(this.#held, host.kept);
    this.#hidden.guard(host.presence);
    this.#visitor = host.visitor.short_id;
    this.#story = new Story(
      (message) => host.send(message),
      () => performance.now(),
    );
    this.calls = {
      trackEvent: ([given], at) => this.#track(given, at),
      saveHistory: () => this.#tell(),
    };
    this.#begin();
    const loaded = howLoaded();
    if (loaded !== null) this.#add("load", loaded);
    this.#stopWatching = watchPage(this);
  }

  changed(): void {
    const page = this.#host.presence.info();
    if (page.pageview === this.#story.pageview) return;
    this.#errors.clear();
    this.#story.begin(page);
    this.#add("navigation", `Went to ${place(page.url)}`);
  }

  opened(): void {
    if (this.#host.visitor.short_id !== this.#visitor) this.#startAnew();
    this.#tell();
  }

  received(message: ServerToVisitor): void {
    if (message.type === "visitor.changed") this.#startAnew();
  }

  note(kind: EventKind, title: string): void {
    this.#add(kind, title);
  }

  leave(): void {
    this.#tell();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#again);
    this.#stopWatching();
  }

  clicked(path: readonly EventTarget[]): void {
    const name = clickedName(path, this.#hidden.masks);
    if (name !== null && !this.#hidesText) this.#add("click", `Clicked "${name}"`);
  }

  submitted(form: Element): void {
    const name = this.#hidesText ? null : formName(form, this.#hidden.masks);
    this.#add("submit", name === null ? "Submitted a form" : `Submitted form "${name}"`);
  }

  failed(message: string): void {
    const told = tidied(this.#hidden.masks.plain(message));
    if (told === "" || this.#errors.has(told) || this.#errors.size >= ERRORS_PER_PAGEVIEW) return;
    this.#errors.add(told);
    this.#add("error", `Page error: ${told}`);
  }

  filled(field: EventTarget | undefined): void {
    if (field instanceof Element && isField(field)) this.#hidden.masks.note(field);
  }

  cameBack(): void {
    this.#add("load", "Came back to the page");
  }

  shown(visible: boolean): void {
    this.#story.show(visible);
    if (visible) this.#tellAgain();
    else this.#tell();
  }

  get #hidesText(): boolean {
    const { mask_all_text, hide_private_details } = this.#held.settings;
    return mask_all_text || hide_private_details || this.#held.options.maskAllText === true;
  }

  #track(given: unknown, at: number): boolean {
    const { title, icon } = (given ?? {}) as { title?: unknown; icon?: unknown };
    const told = typeof title === "string" ? tidied(this.#hidden.masks.plain(title)) : "";
    if (told === "") {
      this.#host.warn("trackEvent: expected an object with a title");
      return false;
    }
    const known = typeof icon === "string" && Object.hasOwn(ICONS, icon);
    if (icon !== undefined && !known) {
      const names = Object.keys(ICONS).join(", ");
      this.#host.warn(`trackEvent: expected icon to be one of ${names}, got ${String(icon)}`);
    }
    return this.#add("custom", told, known ? (icon as EventIcon) : null, at);
  }

  #begin(): void {
    this.#story.begin(this.#host.presence.info());
    this.#story.show(document.visibilityState === "visible");
    this.#tellSoon();
  }

  /** This browser is somebody else: what was not told of the one before stays untold. */
  #startAnew(): void {
    this.#visitor = this.#host.visitor.short_id;
    this.#story.forget();
    this.#errors.clear();
    this.#begin();
  }

  #add(kind: EventKind, title: string, icon: EventIcon | null = null, at?: number): boolean {
    this.#tellSoon();
    return this.#story.add(kind, title, icon, at);
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => this.#tell(), GATHER_MS);
  }

  #tell(): boolean {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const told = this.#story.tell(this.#host.presence.info());
    this.#tellAgain();
    return told;
  }

  /** A page that stays open tells for how long, now and then. */
  #tellAgain(): void {
    clearTimeout(this.#again);
    const { againMs } = this.#story;
    if (againMs !== null) this.#again = setTimeout(() => this.#tell(), againMs);
  }
}

/** How the page came to be, as its title says; null when that is long ago. */
function howLoaded(): string | null {
  if (performance.now() > LOADED_LATELY_MS) return null;
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (navigation?.type === "reload") return "Page reloaded";
  return navigation?.type === "back_forward" ? "Came back to the page" : "Page loaded";
}

/** The part of an address that tells pages of a site apart. */
function place(url: string): string {
  try {
    const { pathname, hash } = new URL(url);
    return `${pathname}${hash}`.slice(0, 120);
  } catch {
    return url.slice(0, 120);
  }
}

function tidied(text: string): string {
  return scrubText(text.replace(/\s+/g, " ").trim()).slice(0, TITLE_CHARACTERS);
}
