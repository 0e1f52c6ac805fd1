import type { FeatureFactory, InsetDoor, Opening } from "@userview/capture";
import { Late } from "@userview/capture/late";
import type { InsetOpened, VisitorToServer } from "@userview/protocol";

/** The module's file, beside this one: its name changes with its content. Set by the build. */
declare const USERVIEW_INSETS: string;

/** Asks the server whether pages of other sites may be shown in frames of this one (rule N1). */
export class InsetAsks implements InsetDoor {
  readonly #session: string;
  readonly #send: (message: VisitorToServer) => boolean;
  readonly #waiting = new Map<number, (opening: Opening | null) => void>();
  #last = 0;

  constructor(session: string, send: (message: VisitorToServer) => boolean) {
    this.#session = session;
    this.#send = send;
  }

  /** What shows them, for pages that have frames. */
  readonly feature: FeatureFactory = (context) =>
    new Late(context, new Set(["iframe"]), () => this.#load(), "pages of other sites in frames");

  open(origin: string, controllable: boolean): Promise<Opening | null> {
    const ref = ++this.#last;
    const session = this.#session;
    return new Promise((resolve) => {
      this.#waiting.set(ref, resolve);
      if (!this.#send({ type: "inset.open", session, ref, origin, controllable })) this.closed();
    });
  }

  close(inset: number): void {
    this.#send({ type: "inset.close", session: this.#session, inset });
  }

  /** The server's answer. */
  opened({ ref, inset, token }: InsetOpened): void {
    const resolve = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    resolve?.(token === null ? null : { inset, token });
  }

  async #load(): Promise<readonly FeatureFactory[]> {
    const { insets } = (await import(
      new URL(USERVIEW_INSETS, import.meta.url).href
    )) as typeof import("@userview/capture/insets");
    return insets(this);
  }

  /** The connection was lost: there are no answers any more. */
  closed(): void {
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
  }
}
