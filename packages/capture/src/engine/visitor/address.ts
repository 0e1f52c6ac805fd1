import { Op, type TokenWriter } from "@userview/protocol/content";
import { own } from "../dom.ts";
import type { CaptureContext, Feature } from "../feature.ts";

/** Scripts change the address without a trace: it is compared this often, and whenever something else is written. */
const INTERVAL_MS = 1000;

/** The page's address, scrubbed, and its title. */
export class Address implements Feature {
  readonly #context: CaptureContext;
  readonly #timer: ReturnType<typeof setInterval>;
  #url = "";
  #title: string | null = null;
  #seen = "";

  constructor(context: CaptureContext) {
    this.#context = context;
    this.#timer = setInterval(() => {
      if (this.#seen !== location.href) context.request();
    }, INTERVAL_MS);
  }

  state(writer: TokenWriter): void {
    this.#url = "";
    this.#title = null;
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    const { masks } = this.#context;
    if (this.#seen !== location.href || this.#url === "") {
      this.#seen = location.href;
      const url = masks.url(this.#seen);
      if (url !== this.#url) writer.int(Op.url).text(url);
      this.#url = url;
    }
    const title = masks.title(own(document, "title"));
    if (title === this.#title) return;
    this.#title = title;
    writer.int(Op.title).text(title);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
