import type { CaptureContext, Feature, Root } from "../feature.ts";
import { Hooks, realmOf } from "../hooks.ts";

/** Sees, while a session captures, what nothing tells of afterwards: closed shadow roots, internals, what fonts are made of. */
export class Witness implements Feature {
  readonly #context: CaptureContext;
  readonly #hooks = new Hooks();

  constructor(context: CaptureContext) {
    this.#context = context;
  }

  enter(root: Root): void {
    const realm = realmOf(root);
    if (!this.#hooks.enters(realm)) return;
    const { nodes, seen } = this.#context;
    this.#hooks.methods(realm.Element.prototype, ["attachShadow"], (self, _args, made) => {
      const host = self as Element;
      if (host.shadowRoot === null) seen.sawRoot(host, made as ShadowRoot);
      // No observer tells of a shadow root that an element gets when it is in the page already.
      if (nodes.id(host) !== 0) this.#context.revisit(host);
    });
    this.#hooks.methods(realm.HTMLElement.prototype, ["attachInternals"], (self, _args, made) => {
      const host = self as Element;
      seen.sawInternals(host, made as ElementInternals);
      const root = host.shadowRoot === null && (made as ElementInternals).shadowRoot;
      if (root && nodes.id(host) !== 0) this.#context.revisit(host);
    });
    this.#hooks.constructions(realm, "FontFace", (made, [, source]) =>
      seen.sawFont(made as FontFace, source as string | BufferSource),
    );
  }

  stop(): void {
    this.#hooks.stop();
  }
}
