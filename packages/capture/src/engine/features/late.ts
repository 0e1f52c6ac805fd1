import type { TokenWriter } from "@userview/protocol/content";
import { nameOf } from "../dom.ts";
import type { CaptureContext, Feature, FeatureFactory, Root } from "../feature.ts";
import { FeatureSet } from "../feature-set.ts";
import { Hooks, type Realm, realmOf } from "../hooks.ts";
import { Tracked } from "./tracked.ts";

type Highlighting = Realm & {
  HighlightRegistry?: { prototype: object };
  /** Missing, or anything, where a script has put something else in its place. */
  CSS?: { highlights?: { readonly size: number } };
};

/** Features whose code is loaded when the first of their elements is mirrored that is not masked, or something is highlighted. */
export class Late implements Feature {
  readonly elements: ReadonlySet<string>;
  readonly #context: CaptureContext;
  readonly #hooks = new Hooks();
  readonly #load: () => Promise<readonly FeatureFactory[]>;
  readonly #what: string;
  /** Elements that were told of before there was anybody to tell. */
  readonly #waiting: Tracked<Element>;
  #features: FeatureSet | null = null;
  #isLoading = false;
  #stopped = false;

  /** @param what is named where it cannot be loaded. */
  constructor(
    context: CaptureContext,
    elements: ReadonlySet<string>,
    load: () => Promise<readonly FeatureFactory[]>,
    what: string,
  ) {
    this.#context = context;
    this.elements = elements;
    this.#load = load;
    this.#what = what;
    this.#waiting = new Tracked(context.nodes);
  }

  enter(root: Root): void {
    this.#features?.enter(root);
    const realm = realmOf(root) as Highlighting | null;
    if (this.#features !== null || !this.#hooks.enters(realm)) return;
    this.#hooks.methods(realm.HighlightRegistry?.prototype, ["set"], () => this.#begin());
    if (realm.CSS?.highlights?.size) this.#begin();
  }

  leave(root: Root): void {
    this.#features?.leave(root);
  }

  added(element: Element, id: number, masked: boolean): void {
    if (this.#features !== null) this.#features.added(element, nameOf(element), id, masked);
    else if (!masked) {
      this.#waiting.add(element);
      this.#begin();
    }
  }

  state(writer: TokenWriter): void {
    this.#features?.state(writer);
    // Where it could not be loaded before, the network may be back.
    if (this.#waiting.size > 0) this.#begin();
  }

  changes(writer: TokenWriter): void {
    this.#features?.changes(writer);
    this.#waiting.prune();
  }

  stop(): void {
    this.#stopped = true;
    this.#hooks.stop();
    this.#waiting.clear();
    this.#features?.stop();
  }

  #begin(): void {
    if (this.#isLoading || this.#stopped) return;
    this.#isLoading = true;
    this.#load().then(
      (factories) => this.#loaded(factories),
      (error: unknown) => {
        this.#isLoading = false;
        this.#context.warn(
          `${this.#what} could not be loaded and are not shown (${String(error)})`,
        );
      },
    );
  }

  #loaded(factories: readonly FeatureFactory[]): void {
    if (this.#stopped) return;
    const { masks, roots } = this.#context;
    const features = new FeatureSet(factories, this.#context);
    this.#features = features;
    this.#hooks.stop();
    for (const root of roots) features.enter(root);
    for (const [element, id] of this.#waiting)
      features.added(element, nameOf(element), id, masks.isMasked(element));
    this.#waiting.clear();
    this.#context.request();
  }
}
