import type { EventIcon, EventKind, History, HistoryEvent, PageInfo } from "@userview/protocol";
import { uuid } from "../../uuid.ts";

/** A page view without end is told no further: nobody reads that much. */
const EVENTS_PER_PAGEVIEW = 200;
/** Events of one message; the server takes no more (rule J3). */
const EVENTS_PER_MESSAGE = 50;
/** What waits for a connection: as many page views as the server takes at once. */
const WAITING_PAGEVIEWS = 20;
/** Faster than this nobody clicks; a page that calls `trackEvent` in a loop is stopped. */
const EVENTS_PER_SECOND = 5;
const EVENTS_AT_ONCE = 30;

const TITLE_CHARACTERS = 300;
/** The time in front is first told again after this. */
const AGAIN_MS = 10_000;

/** One page view and what is still to be told of it; times on the page's own clock, in milliseconds. */
interface Chapter {
  readonly page: PageInfo;
  readonly beganAt: number;
  seenMs: number;
  count: number;
  waiting: { event: Omit<HistoryEvent, "age_ms">; at: number }[];
  /** There is something to tell that was not told. */
  news: boolean;
}

/** What the page tells of its history: gathered by page view, bounded, told when there is a connection. */
export class Story {
  readonly #send: (message: History) => boolean;
  readonly #now: () => number;
  #chapters: Chapter[] = [];
  #visibleSince: number | null = null;
  #level = EVENTS_AT_ONCE;
  #filledAt: number;

  /** @param send false when it did not go out; @param now milliseconds that never go back. */
  constructor(send: (message: History) => boolean, now: () => number) {
    this.#send = send;
    this.#now = now;
    this.#filledAt = now();
  }

  /** The page view that goes on now. */
  get pageview(): string | undefined {
    return this.#chapters.at(-1)?.page.pageview;
  }

  /** A page view begins; the one before is over. */
  begin(page: PageInfo): void {
    this.#countTime();
    const beganAt = this.#now();
    this.#chapters.push({ page, beganAt, seenMs: 0, count: 0, waiting: [], news: true });
    if (this.#chapters.length > WAITING_PAGEVIEWS) this.#chapters.shift();
  }

  /**
   * In how many milliseconds the time in front is to be told again, null while the page is not in front: each time that it
   * has doubled, so that what is known of a page that stays open is never less than half of it.
   */
  get againMs(): number | null {
    const chapter = this.#chapters.at(-1);
    if (chapter === undefined || this.#visibleSince === null) return null;
    return Math.max(AGAIN_MS, chapter.seenMs);
  }

  /** Something happened in the present page view; false when it was too much. */
  add(kind: EventKind, title: string, icon: EventIcon | null, at = this.#now()): boolean {
    const chapter = this.#chapters.at(-1);
    if (chapter === undefined || chapter.count >= EVENTS_PER_PAGEVIEW || !this.#mayAdd())
      return false;
    chapter.count += 1;
    chapter.news = true;
    const text = title.slice(0, TITLE_CHARACTERS);
    chapter.waiting.push({ event: { uuid: uuid(), kind, title: text, icon }, at });
    return true;
  }

  /** The page came to the front, or went to the back. */
  show(visible: boolean): void {
    this.#countTime();
    this.#visibleSince = visible ? this.#now() : null;
  }

  /** Tell all that is to be told; false when not all of it went out. @param page the page as it is now. */
  tell(page: PageInfo): boolean {
    this.#countTime();
    const present = this.#chapters.at(-1);
    for (const chapter of [...this.#chapters]) {
      // The title is set after the address; of a page view that is over it is the last one known.
      const told = chapter === present ? { ...chapter.page, title: page.title } : chapter.page;
      if (chapter.news && !this.#tellChapter(chapter, told)) return false;
      if (chapter !== present) this.#chapters.splice(this.#chapters.indexOf(chapter), 1);
    }
    return true;
  }

  /** What was not told is forgotten: it belongs to somebody else. */
  forget(): void {
    this.#chapters = [];
  }

  #tellChapter(chapter: Chapter, page: PageInfo): boolean {
    do {
      const now = this.#now();
      const some = chapter.waiting.slice(0, EVENTS_PER_MESSAGE);
      const sent = this.#send({
        type: "history",
        pageview: page.pageview,
        url: page.url,
        title: page.title,
        age_ms: Math.round(now - chapter.beganAt),
        seen_ms: Math.round(chapter.seenMs),
        events: some.map(({ event, at }) => ({
          ...event,
          age_ms: Math.max(0, Math.round(now - at)),
        })),
      });
      if (!sent) return false;
      chapter.waiting.splice(0, some.length);
    } while (chapter.waiting.length > 0);
    chapter.news = false;
    return true;
  }

  #countTime(): void {
    const chapter = this.#chapters.at(-1);
    const now = this.#now();
    if (chapter !== undefined && this.#visibleSince !== null && now > this.#visibleSince) {
      chapter.seenMs += now - this.#visibleSince;
      chapter.news = true;
    }
    if (this.#visibleSince !== null) this.#visibleSince = now;
  }

  #mayAdd(): boolean {
    const now = this.#now();
    const filled = this.#level + ((now - this.#filledAt) / 1000) * EVENTS_PER_SECOND;
    this.#level = Math.min(EVENTS_AT_ONCE, filled);
    this.#filledAt = now;
    if (this.#level < 1) return false;
    this.#level -= 1;
    return true;
  }
}
