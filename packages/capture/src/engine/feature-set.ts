import type { TokenWriter } from "@userview/protocol/content";
import type { CaptureContext, Feature, FeatureFactory, Root } from "./feature.ts";

/** All that a page can be beyond its tree, called as one. */
export class FeatureSet {
  readonly #all: readonly Feature[];
  /** By the names of elements, those that want to hear of them. */
  readonly #hearing = new Map<string, readonly Feature[]>();

  constructor(factories: readonly FeatureFactory[], context: CaptureContext) {
    this.#all = factories.map((make) => make(context));
  }

  enter(root: Root): void {
    for (const feature of this.#all) feature.enter?.(root);
  }

  leave(root: Root): void {
    for (const feature of this.#all) feature.leave?.(root);
  }

  added(element: Element, name: string, id: number, masked: boolean): void {
    let hearing = this.#hearing.get(name);
    if (hearing === undefined) {
      hearing = this.#all.filter(
        ({ added, elements }) => added !== undefined && (elements?.has(name) ?? true),
      );
      this.#hearing.set(name, hearing);
    }
    for (const feature of hearing) feature.added?.(element, id, masked);
  }

  prepare(): void {
    for (const feature of this.#all) feature.prepare?.();
  }

  sheet(sheet: CSSStyleSheet, id: number): void {
    for (const feature of this.#all) feature.sheet?.(sheet, id);
  }

  begin(writer: TokenWriter): void {
    for (const feature of this.#all) feature.begin?.(writer);
  }

  state(writer: TokenWriter): void {
    for (const feature of this.#all) {
      if (feature.state) feature.state(writer);
      else feature.changes?.(writer);
    }
  }

  changes(writer: TokenWriter): void {
    for (const feature of this.#all) feature.changes?.(writer);
  }

  stop(): void {
    for (const feature of this.#all) feature.stop();
  }
}
