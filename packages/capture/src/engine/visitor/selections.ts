import { Op, type TokenWriter } from "@userview/protocol/content";
import { isMaskedAt } from "../../privacy/place.ts";
import { firstOf, NodeType, nextOf, own, typeOf } from "../dom.ts";
import type { CaptureContext, Feature, Root } from "../feature.ts";
import { Listening } from "../features/listening.ts";

/** Chosen text of several frames at once, and of browsers that allow several ranges. */
const MOST_RANGES = 20;

interface Edges {
  readonly startContainer: Node;
  readonly startOffset: number;
  readonly endContainer: Node;
  readonly endOffset: number;
}

type WithComposed = Selection & {
  getComposedRanges?(options: { shadowRoots: ShadowRoot[] }): Edges[];
};

/** What text the visitor has selected, but for what is selected inside of fields. */
export class Selections implements Feature {
  readonly #context: CaptureContext;
  readonly #listening = new Listening();
  #told = "";
  #changed = true;

  constructor(context: CaptureContext) {
    this.#context = context;
  }

  enter(root: Root): void {
    if (typeOf(root) !== NodeType.document) return;
    this.#listening.any(root, ["selectionchange"], () => {
      this.#changed = true;
      this.#context.request();
    });
  }

  leave(root: Root): void {
    this.#listening.leave(root);
  }

  state(writer: TokenWriter): void {
    this.#told = "";
    this.#changed = true;
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    if (!this.#changed) return;
    this.#changed = false;
    const ids: number[] = [];
    for (const range of this.#ranges()) this.#add(range, ids);
    if (ids.join() === this.#told) return;
    this.#told = ids.join();
    writer.ints(Op.selection, ids.length / 4, ...ids);
  }

  stop(): void {
    this.#listening.stop();
  }

  *#ranges(): Generator<Edges> {
    const { roots } = this.#context;
    const shadowRoots: ShadowRoot[] = [];
    for (const root of roots)
      if (typeOf(root) === NodeType.fragment) shadowRoots.push(root as ShadowRoot);
    for (const root of roots) {
      const selection =
        typeOf(root) === NodeType.document
          ? own(root as Document, "getSelection").call(root)
          : null;
      if (selection === null) continue;
      const composed = (selection as WithComposed).getComposedRanges?.({ shadowRoots });
      if (composed !== undefined) yield* composed;
      else
        for (let at = 0; at < Math.min(selection.rangeCount, MOST_RANGES); at++)
          yield selection.getRangeAt(at);
    }
  }

  #add({ startContainer, startOffset, endContainer, endOffset }: Edges, ids: number[]): void {
    if (startContainer === endContainer && startOffset === endOffset) return;
    const start = this.#edge(startContainer, startOffset);
    const end = this.#edge(endContainer, endOffset);
    if (start !== null && end !== null) ids.push(...start, ...end);
  }

  /** A place in the mirror: of elements the offset counts the children that it has. */
  #edge(node: Node, offset: number): readonly [number, number] | null {
    const { nodes, masks } = this.#context;
    const id = nodes.id(node);
    if (id === 0) return null;
    if (typeOf(node) !== NodeType.element) {
      const hides = isMaskedAt(masks.top) || masks.isMasked(node) || masks.hidesText(node);
      return [
        id,
        hides ? Math.min(offset, masks.hidden((node as Text).data ?? "").length) : offset,
      ];
    }
    let known = 0;
    let child = firstOf(node);
    for (let at = 0; at < offset && child !== null; at++) {
      if (nodes.id(child) !== 0) known += 1;
      child = nextOf(child);
    }
    return [id, known];
  }
}
