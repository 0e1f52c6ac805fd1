/**
 * What stands in an element of the page but is kept from view: the text of scripts and style sheets, what a canvas or
 * frame shows where it cannot be drawn. It is known by its ids, so that the page's changes of it have somewhere to go, and lives
 * in a document without a window, where nothing is drawn, loaded or run.
 */

const OWNER = Symbol("what this stands in");
const CONTENT = Symbol("content kept from view");
const INNER = Symbol("the document of a frame");

interface Owning {
  [CONTENT]?: DocumentFragment;
  [INNER]?: Node;
}

interface Owned {
  [OWNER]?: Node;
}

/** Elements and texts that are kept from view are made by this document. */
export function windowless(): Document {
  return document.implementation.createHTMLDocument("");
}

/** Keeps what is put into a node from view; a second time gives the same place. */
export function withhold(owner: Node, inert: Document): DocumentFragment {
  const known = (owner as Node & Owning)[CONTENT];
  if (known !== undefined) return known;
  const content = placeFor(owner, inert);
  (owner as Node & Owning)[CONTENT] = content;
  return content;
}

/** A place out of view that counts as standing in `owner`. */
export function placeFor(owner: Node | null, inert: Document): DocumentFragment {
  const place: DocumentFragment & Owned = inert.createDocumentFragment();
  if (owner !== null) place[OWNER] = owner;
  return place;
}

/** Where the children of a node go: the node itself, unless they are kept from view. */
export function homeOf(node: Node): Node {
  return (node as Node & Owning)[CONTENT] ?? node;
}

/** What was kept from view of a node, null when nothing was. */
export function withheldOf(node: Node): DocumentFragment | null {
  return (node as Node & Owning)[CONTENT] ?? null;
}

/** What a node without a parent stands in; null when that is nothing. */
export function ownerOf(node: Node): Node | null {
  return (node as Node & Owned)[OWNER] ?? null;
}

/** The document that the page has in a frame, or the place where it waits for its window. */
export function innerOf(frame: Node): Node | null {
  return (frame as Node & Owning)[INNER] ?? null;
}

/** The page has another document in a frame. */
export function setInner(frame: Node, doc: Node): void {
  (frame as Node & Owning)[INNER] = doc;
  (doc as Node & Owned)[OWNER] = frame;
}
