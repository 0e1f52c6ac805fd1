import { connected, frameDocument, nameOf } from "./dom.ts";
import type { Root } from "./feature.ts";
import { Listening } from "./features/listening.ts";
import type { Ids } from "./ids.ts";
import type { Changes } from "./observe.ts";
import type { Walk } from "./walk.ts";

/** Tells the documents that frames show: when the frames came, and whenever they have loaded another. */
export class Frames {
  /** The documents that the mirror has, by their frame elements. */
  readonly shown: Map<Element, Document>;
  readonly #ids: Ids;
  readonly #request: () => void;
  readonly #queue = new Set<Element>();
  readonly #listening = new Listening();

  constructor(ids: Ids, shown: Map<Element, Document>, request: () => void) {
    this.#ids = ids;
    this.shown = shown;
    this.#request = request;
  }

  get empty(): boolean {
    return this.#queue.size === 0;
  }

  add(frame: Element): void {
    this.#queue.add(frame);
  }

  enter(root: Root): void {
    this.#listening.to(root, ["load"], (target) => {
      const name = nameOf(target);
      if (name !== "iframe" && name !== "frame") return;
      this.add(target);
      this.#request();
    });
  }

  leave(root: Root): void {
    this.#listening.leave(root);
  }

  /** Frames show another document some time before they have loaded it. */
  look(): void {
    for (const [frame, known] of this.shown)
      if (connected(frame) && frameDocument(frame) !== known) this.add(frame);
    if (!this.empty) this.#request();
  }

  /** Write all that waits. */
  *write(walk: Walk, changes: Changes): Generator<void> {
    for (const frame of this.#queue) {
      this.#queue.delete(frame);
      const id = this.#ids.id(frame);
      const root = frameDocument(frame);
      const before = this.shown.get(frame);
      if (id === 0 || root === before) continue;
      if (before !== undefined) {
        this.shown.delete(frame);
        changes.forget(before);
      }
      if (root === null) {
        // What it shows now is not to be seen by scripts: the element stands there without a document again.
        if (before !== undefined) changes.again(frame);
        continue;
      }
      this.shown.set(frame, root);
      yield* walk.document(root, id);
    }
  }

  restart(): void {
    this.shown.clear();
    this.#queue.clear();
  }

  stop(): void {
    this.#listening.stop();
    this.restart();
  }
}

/** Whether scripts of this page may not see what a frame shows. */
export function isForeignFrame(element: Element): boolean {
  const name = nameOf(element);
  return (name === "iframe" || name === "frame") && frameDocument(element) === null;
}
