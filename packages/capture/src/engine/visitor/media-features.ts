import { MEDIA_FEATURES, Op, type TokenWriter } from "@userview/protocol/content";
import type { CaptureContext, Feature } from "../feature.ts";

/** What style sheets ask of the visitor's device and wishes: dark colours, less motion, a finger instead of a mouse. */
export class MediaFeatures implements Feature {
  readonly #stop = new AbortController();
  readonly #queries = MEDIA_FEATURES.map((feature) => matchMedia(`(${feature})`));
  readonly #again: () => void;
  #told = 0;

  constructor({ again, request }: CaptureContext) {
    this.#again = again;
    for (const query of this.#queries)
      query.addEventListener("change", request, { signal: this.#stop.signal });
  }

  begin(writer: TokenWriter): void {
    this.#told = this.#now();
    writer.int(Op.mediaFeatures).int(this.#told);
  }

  /** Every style sheet may look otherwise then: the page is told anew. */
  changes(): void {
    if (this.#now() !== this.#told) this.#again();
  }

  stop(): void {
    this.#stop.abort();
  }

  #now(): number {
    return this.#queries.reduce((bits, { matches }, at) => bits | (Number(matches) << at), 0);
  }
}
