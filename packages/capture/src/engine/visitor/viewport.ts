import { Op, type TokenWriter } from "@userview/protocol/content";
import type { CaptureContext, Feature } from "../feature.ts";

/** The size of the window, and what part of it the visitor has zoomed into. */
export class Viewport implements Feature {
  readonly #stop = new AbortController();
  #told = "";

  constructor({ request }: CaptureContext) {
    const options = { passive: true, signal: this.#stop.signal };
    window.addEventListener("resize", request, options);
    for (const type of ["resize", "scroll"])
      window.visualViewport?.addEventListener(type, request, options);
  }

  state(writer: TokenWriter): void {
    this.#told = "";
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    const { innerWidth, innerHeight, visualViewport: visual } = window;
    const { offsetLeft = 0, offsetTop = 0, scale = 1 } = visual ?? {};
    const now = [innerWidth, innerHeight, offsetLeft, offsetTop, scale];
    if (`${now}` === this.#told) return;
    this.#told = `${now}`;
    writer.int(Op.viewport);
    for (const value of now) writer.number(value);
  }

  stop(): void {
    this.#stop.abort();
  }
}
