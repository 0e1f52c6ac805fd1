/** Bounds on what a mirrored page may be: big pages fit, bombs are refused with a reason. */

/** Nodes of a mirrored page at any time, nested documents included. */
export const MAX_NODES = 250_000;

/** How deep nodes may stand within each other; browsers get slow long before. */
export const MAX_DEPTH = 512;

/** Frames in a page at any time: each is a window of its own in the agent's browser. */
export const MAX_FRAMES = 1000;

/** UTF-16 units of an attribute. Longer ones are left out. */
export const MAX_ATTRIBUTE = 64 * 1024;

/** UTF-16 units of an attribute that is itself a picture: data URLs, path data, inline style. */
export const MAX_CONTENT_ATTRIBUTE = 2 * 1024 * 1024;

/** UTF-16 units of style sheet text in one message. */
export const MAX_CSS = 5 * 1024 * 1024;

/** How deep rules may stand within each other: browsers give up, with all that they show, a good deal later. */
export const MAX_CSS_DEPTH = 500;

/** Sending the page again would not help; the message is for the agent to read. */
export class CannotShow extends Error {
  override name = "CannotShow";
}

/** The page is larger than what is shown. */
export class PageTooLarge extends CannotShow {
  override name = "PageTooLarge";
}

/** What the mirror and the page say of the same nodes differs: only a fresh start helps. */
export class Diverged extends Error {
  override name = "Diverged";
}
