import { Op, type TokenWriter } from "@userview/protocol/content";
import { NodeType, queryFirst, typeOf, viewOf } from "../dom.ts";
import type { CaptureContext, Feature, Root } from "../feature.ts";
import { realmOf } from "../hooks.ts";

/** The element that an address points into (`:target`). */
export class Targets implements Feature {
  readonly #context: CaptureContext;
  readonly #stop = new AbortController();
  /** What was told of each document; elements are known by id, so that none is kept. */
  #told = new WeakMap<Document, number>();
  #moved = true;

  constructor(context: CaptureContext) {
    this.#context = context;
  }

  enter(root: Root): void {
    if (typeOf(root) !== NodeType.document) return;
    this.#moved = true;
    for (const type of ["hashchange", "popstate"])
      realmOf(root)?.addEventListener(type, () => this.#look(), {
        capture: true,
        signal: this.#stop.signal,
      });
  }

  state(writer: TokenWriter): void {
    this.#told = new WeakMap();
    this.#moved = true;
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    if (!this.#moved) return;
    this.#moved = false;
    for (const root of this.#context.roots) {
      if (typeOf(root) !== NodeType.document) continue;
      const document = root as Document;
      // Looking for it costs a walk through the tree.
      const target = viewOf(document)?.location.hash ? queryFirst(document, ":target") : null;
      const id = target === null ? 0 : this.#context.nodes.id(target);
      if (id === (this.#told.get(document) ?? 0)) continue;
      this.#told.set(document, id);
      writer.ints(Op.target, id);
    }
  }

  stop(): void {
    this.#stop.abort();
  }

  #look(): void {
    this.#moved = true;
    this.#context.request();
  }
}
