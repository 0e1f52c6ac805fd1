/** A digest of how nodes hang together, made of the same numbers on both sides: where it differs the mirror is not the page. */

/** Nodes of one digest. */
export const DIGEST_NODES = 5000;

/** What is asked of a tree by node id: those of mirrored nodes, 0 where there is none. */
export interface DigestTree {
  /** Id of what the node stands in: an element, a document, a shadow root. Of a shadow root its host, of a document its frame element. */
  parent(id: number): number;
  /** Id of the next mirrored sibling. */
  next(id: number): number;
  /** UTF-16 units of a text node's text as it is mirrored; 0 for all else. */
  length(id: number): number;
}

/**
 * 32 bits over nodes, in the order given.
 *
 * @param ids of mirrored nodes, ascending.
 */
export function digest(ids: Iterable<number>, tree: DigestTree): number {
  let hash = 0x811c9dc5;
  const add = (value: number): void => {
    hash = Math.imul(hash ^ value, 0x01000193);
    hash ^= hash >>> 15;
  };
  for (const id of ids) {
    add(id);
    add(tree.parent(id));
    add(tree.next(id));
    add(tree.length(id));
  }
  return hash >>> 0;
}
