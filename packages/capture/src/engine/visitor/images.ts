import { Op, type TokenWriter } from "@userview/protocol/content";
import type { AttributeGate } from "../../gate/attributes.ts";
import type { CaptureContext, Feature, Root } from "../feature.ts";
import { Listening } from "../features/listening.ts";

/** Notices images that have loaded, or failed to, or chose another source. */
export class Images implements Feature {
  readonly #context: CaptureContext;
  readonly #gate: AttributeGate;
  readonly #listening = new Listening();
  readonly #loaded = new Set<HTMLImageElement>();

  constructor(context: CaptureContext) {
    this.#context = context;
    this.#gate = context.gate;
  }

  enter(root: Root): void {
    this.#listening.to(root, ["load", "error"], (target) => {
      if (target.localName !== "img") return;
      this.#loaded.add(target as HTMLImageElement);
      this.#context.request();
    });
  }

  leave(root: Root): void {
    this.#listening.leave(root);
  }

  changes(writer: TokenWriter): void {
    const { nodes, masks } = this.#context;
    for (const image of this.#loaded) {
      const id = nodes.id(image);
      if (id === 0 || masks.isMasked(image)) continue;
      const picture = this.#gate.newPicture(image);
      if (picture === null) continue;
      writer.ints(Op.attributes, id, 2);
      writer.text("src").textOrNothing(picture.src ?? null);
      writer.text("srcset").textOrNothing(picture.srcset ?? null);
    }
    this.#loaded.clear();
  }

  stop(): void {
    this.#listening.stop();
    this.#loaded.clear();
  }
}
