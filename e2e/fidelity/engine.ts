import type { Page } from "@playwright/test";

/** What mirrors a page in the lab. One engine, one visitor's page. */
export interface Engine {
  readonly name: string;
  /** Stands first in the head of the visitor's page. */
  readonly head: string;
  /** Before the visitor's page is opened. */
  prepare(visitor: Page): Promise<void>;
  /** The page is there: it is mirrored from now on. Resolves when its first snapshot has left it. */
  begin(visitor: Page): Promise<void>;
  /** Shows the mirror in a page, whose top left corner is the mirror's. May be called late, and more than once. */
  join(page: Page): Promise<void>;
  close(): Promise<void>;
}
