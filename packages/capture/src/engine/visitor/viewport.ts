import { Op, type TokenWriter } from "@userview/protocol/content";
import type { CaptureContext, Feature } from "../feature.ts";

/** The size of the window, and what part of it the visitor has zoomed into. */
export class Viewport implements Feature {
  readonly #stop = new AbortController();
  #changed = false;

  constructor({ request }: CaptureContext) {
    const options = { passive: true, signal: this.#stop.signal };
    const changed = (): void => {
      this.#changed = true;
      request();
    };
    window.addEventListener("resize", changed, options);
    for (const type of ["resize", "scroll"])
      window.visualViewport?.addEventListener(type, changed, options);
  }

  state(writer: TokenWriter): void {
    this.#changed = true;
    this.changes(writer);
  }

  /** To ask makes the browser lay the page out: in the middle of a frame in which the page goes on to change it, once more. */
  changes(writer: TokenWriter): void {
    if (!this.#changed) return;
    this.#changed = false;
    const { innerWidth, innerHeight, visualViewport: visual } = window;
    const { offsetLeft = 0, offsetTop = 0, scale = 1 } = visual ?? {};
    writer.int(Op.viewport);
    for (const value of [innerWidth, innerHeight, offsetLeft, offsetTop, scale])
      writer.number(value);
  }

  stop(): void {
    this.#stop.abort();
  }
}
