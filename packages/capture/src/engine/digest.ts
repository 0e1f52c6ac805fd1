import { DIGEST_NODES, digest, Op, type TokenWriter } from "@userview/protocol/content";
import { holderOf, NodeType, nextOf, typeOf } from "./dom.ts";
import type { Ids } from "./ids.ts";
import type { Texts } from "./texts.ts";

/** Numbers that are passed over in search of nodes before the rest is left to the next time: of old ones most are forgotten. */
const MOST_STEPS = 10 * DIGEST_NODES;

/** Says now and then how the page hangs together, so that a mirror that does not finds out. */
export class Digest {
  readonly #ids: Ids;
  readonly #texts: Texts;
  readonly #frames: ReadonlyMap<Element, Document>;
  #next = 1;
  /** Nodes of which nothing was said since something changed. */
  #left = 0;

  constructor(ids: Ids, texts: Texts, frames: ReadonlyMap<Element, Document>) {
    this.#ids = ids;
    this.#texts = texts;
    this.#frames = frames;
  }

  /** Something was told: all is to be looked at once more. */
  changed(): void {
    this.#left = this.#ids.size;
  }

  /**
   * Writes of the next nodes, if there is reason to: behind the last the first follow, however quickly new ones come. Nothing of
   * the page may wait to be told.
   */
  write(writer: TokenWriter): void {
    if (this.#left <= 0) return;
    const most = Math.min(DIGEST_NODES, this.#ids.size);
    const ids = this.#take(most);
    this.#part(ids, writer);
    if (ids.length === most || this.#next <= this.#ids.last) return;
    this.#next = 1;
    this.#part(this.#take(most - ids.length), writer);
  }

  #part(ids: readonly number[], writer: TokenWriter): void {
    const first = ids[0];
    if (first === undefined) return;
    this.#left -= ids.length;
    const documents = new Map<Node, Element>();
    for (const [frame, shown] of this.#frames) documents.set(shown, frame);
    const node = (id: number): Node => this.#ids.node(id) as Node;
    const idOf = (found: Node | null | undefined): number => (found ? this.#ids.id(found) : 0);
    const hash = digest(ids, {
      parent: (id) => idOf(holderOf(node(id)) ?? documents.get(node(id))),
      next: (id) => {
        let next = nextOf(node(id));
        while (next !== null && idOf(next) === 0) next = nextOf(next);
        return idOf(next);
      },
      length: (id) => (isText(node(id)) ? this.#texts.length(node(id) as Text) : 0),
    });
    writer.ints(Op.digest, first, ids.length, hash);
  }

  #take(most: number): number[] {
    const found: number[] = [];
    const end = Math.min(this.#ids.last + 1, this.#next + MOST_STEPS);
    while (this.#next < end && found.length < most) {
      if (this.#ids.node(this.#next) !== null) found.push(this.#next);
      this.#next += 1;
    }
    return found;
  }
}

function isText(node: Node): boolean {
  const type = typeOf(node);
  return type === NodeType.text || type === NodeType.cdata;
}
