import { Kept } from "./ids.ts";

/** What an element's name alone says of how it is written. */
export interface Traits {
  /** Nothing is told but that it is there. */
  readonly isBare: boolean;
  /** What stands for its content; null where that are its children. */
  readonly kept: Kept | null;
  /** It may be a custom element. */
  readonly isCustom: boolean;
  /** It may have a shadow root. */
  readonly canHost: boolean;
}

const BARE = new Set(["script", "noscript", "template"]);
const KEPT: Readonly<Record<string, Kept>> = {
  style: Kept.sheet,
  link: Kept.sheet,
  iframe: Kept.frame,
  frame: Kept.frame,
};
/** Names without a hyphen of elements that take a shadow root. */
const HOSTS = new Set(
  "article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span".split(
    " ",
  ),
);

/** Names that are remembered; a page that makes up more has them looked at each time. */
const MOST_NAMES = 2000;
const known = new Map<string, Traits>();

/** @param name an element's local name. */
export function traitsOf(name: string): Traits {
  const before = known.get(name);
  if (before !== undefined) return before;
  const isCustom = name.includes("-");
  const traits: Traits = {
    isBare: BARE.has(name),
    kept: Object.hasOwn(KEPT, name) ? (KEPT[name] as Kept) : null,
    isCustom,
    canHost: isCustom || HOSTS.has(name),
  };
  if (known.size < MOST_NAMES) known.set(name, traits);
  return traits;
}
