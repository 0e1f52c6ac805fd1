import { ASK, here, isSite, readSaid } from "@userview/capture/pairing";
import type { InsetJoined } from "@userview/protocol";
import { checkOptions } from "../../options/check.ts";
import type { FramedModule, Inset } from "../../port.ts";
import { uuid } from "../../uuid.ts";
import type { Piece, PieceHost, PieceKind } from "../piece.ts";
import { isFramed } from "../wanted.ts";

/** The module's file, beside this one: its name changes with its content. Set by the build. */
declare const USERVIEW_FRAMED: string;

/** The server's answer to a page around us that it may show this one comes within this time. */
const ANSWER_MS = 10_000;

/** A page around us that offers to show this one, while the server is asked about it. */
interface Offer {
  readonly ref: number;
  readonly port: MessagePort;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** In a frame: tells the pages around that this page can be shown to agents, and lets those do it that the server knows (rule N2). */
class Framed implements Piece {
  readonly #host: PieceHost;
  readonly #listener = (event: MessageEvent): void => this.#heard(event);
  readonly #leaving = (): void => this.leave();
  /** Made anew whenever what was agreed with the page around is void. */
  #document = uuid();
  #offer: Offer | null = null;
  #number: number | null = null;
  /** Who takes part, told while the module that needs to know was on its way. */
  #agents: Parameters<Inset["receive"]>[0] | null = null;
  #inset: Inset | null = null;
  #refs = 0;
  #left = false;

  constructor(host: PieceHost) {
    this.#host = host;
    addEventListener("message", this.#listener);
    addEventListener("pagehide", this.#leaving);
    this.#present();
  }

  /** The connection is there again: nobody on its other side knows of what was. */
  opened(): void {
    this.leave();
    this.#present();
  }

  changed(): void {
    this.#inset?.configured();
    if (this.#left) this.#present();
  }

  received(message: Parameters<Inset["receive"]>[0]): void {
    if (message.type === "inset.joined") void this.#joined(message);
    else if (message.type === "inset.end" && message.inset === this.#number) this.#stop();
    else if (this.#inset !== null) this.#inset.receive(message);
    else if (message.type === "session.agents") this.#agents = message;
  }

  leave(): void {
    this.#stop();
    this.#left = true;
  }

  stop(): void {
    this.#stop();
    removeEventListener("message", this.#listener);
    removeEventListener("pagehide", this.#leaving);
  }

  #present(): void {
    this.#left = false;
    window.parent.postMessage(here(this.#document), "*");
  }

  #heard(event: MessageEvent): void {
    const said = readSaid(event);
    const around = event.source;
    if (said === null || this.#left || !isAround(around)) return;
    if (said.kind === ASK.userview) around.postMessage(here(this.#document), "*");
    const port = event.ports[0];
    if (said.kind !== "open" || port === undefined) return;
    const busy = this.#offer !== null || this.#number !== null;
    if (busy || said.document !== this.#document || !isSite(event.origin)) port.close();
    else this.#join(port, said.token, event.origin);
  }

  /** The server says whether the page around, whose origin the browser tells, may show this one. */
  #join(port: MessagePort, token: string, embedder: string): void {
    const ref = ++this.#refs;
    const required = checkOptions(this.#host.options, () => {}).requireControlRequest === true;
    const timer = setTimeout(() => this.#stop(), ANSWER_MS);
    this.#offer = { ref, port, timer };
    this.#host.send({ type: "inset.join", ref, token, embedder, control_required: required });
  }

  async #joined(start: InsetJoined): Promise<void> {
    const offer = this.#offer;
    if (offer === null || offer.ref !== start.ref) return;
    clearTimeout(offer.timer);
    this.#offer = null;
    this.#number = start.inset;
    try {
      const url = new URL(USERVIEW_FRAMED, import.meta.url).href;
      const module = (await import(url)) as FramedModule;
      if (this.#number !== start.inset) {
        offer.port.close();
        return;
      }
      const gone = (): void => {
        if (this.#number === start.inset) this.#stop();
      };
      this.#inset = module.createInset(this.#host, { start, port: offer.port, gone });
      if (this.#agents !== null) this.#inset.receive(this.#agents);
      this.#agents = null;
    } catch (error) {
      offer.port.close();
      this.#number = null;
      this.#host.warn(`this page cannot be shown in its frame: ${String(error)}`);
    }
  }

  /** What was agreed is over; another page around, or the same one, may begin anew. */
  #stop(): void {
    const { port, timer } = this.#offer ?? {};
    clearTimeout(timer);
    port?.close();
    this.#offer = null;
    this.#inset?.stop();
    this.#inset = null;
    this.#number = null;
    this.#document = uuid();
  }
}

/** Whether a message comes from a window that this one stands in. */
function isAround(source: MessageEventSource | null): source is Window {
  for (let at: Window = window; at !== at.parent; at = at.parent)
    if (at.parent === source) return true;
  return false;
}

/** In a frame this page can be shown to the agents of the page around it. */
export const standsInFrame: PieceKind = {
  wanted: isFramed,
  start: (host) => new Framed(host),
};
