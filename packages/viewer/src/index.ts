/** What others may use of the viewer: the words that its frame understands. The frame itself is a build of its own. */
export * from "./port.ts";
