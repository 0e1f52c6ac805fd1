import { Op, type TokenWriter } from "@userview/protocol/content";
import { listen, NodeType, nameOf, typeOf, viewOf } from "../../dom.ts";
import type { CaptureContext, Feature, InsetDoor, Root } from "../../feature.ts";
import { isForeignFrame } from "../../frames.ts";
import { Allowance } from "./allowance.ts";
import { Link } from "./link.ts";
import { ASK, isSite, open, readSaid } from "./pairing.ts";

/** The server is asked for a frame at most once in this time, whatever stands in it. */
const OPEN_EVERY_MS = 1000;
/** A page that was there before a frame's `load` and does not answer within this time is not there any more. */
const ANSWER_MS = 3000;
/** When the allowance is used up. */
const LOOK_AGAIN_MS = 200;

/** What is known of one frame. */
interface Known {
  link: Link | null;
  /** The document that the server was asked for last, and when. */
  document: string;
  askedAt: number;
  again: ReturnType<typeof setTimeout> | undefined;
  silence: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Pages of other sites in frames, that carry the SDK themselves: they tell what they show by a port, masked by their own rules,
 * and it goes with this page's stream (rules N1-N4). Nobody looks into a frame that is masked here.
 */
export class Insets implements Feature {
  readonly elements = new Set(["iframe"]);
  readonly #context: CaptureContext;
  readonly #door: InsetDoor;
  /** Those that may be looked into. */
  readonly #frames = new Set<Element>();
  readonly #known = new Map<Element, Known>();
  readonly #listening = new Map<Root, AbortController>();
  readonly #allowance = new Allowance();
  /** Numbers of pages that the stream is to be told are shown no more. */
  #ended: number[] = [];
  #later: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(context: CaptureContext, door: InsetDoor) {
    this.#context = context;
    this.#door = door;
  }

  enter(root: Root): void {
    const stop = new AbortController();
    this.#listening.set(root, stop);
    const { signal } = stop;
    listen(root, "load", ({ target }) => this.#loaded(target), { capture: true, signal });
    const view = typeOf(root) === NodeType.document ? viewOf(root as Document) : null;
    view?.addEventListener("message", (event) => this.#heard(event), { signal });
  }

  leave(root: Root): void {
    this.#listening.get(root)?.abort();
    this.#listening.delete(root);
  }

  added(element: Element, _id: number, masked: boolean): void {
    if (masked) {
      this.#frames.delete(element);
      this.#forget(element);
      return;
    }
    this.#frames.add(element);
    this.#ask(element);
  }

  state(writer: TokenWriter): void {
    this.#ended = [];
    const { nodes } = this.#context;
    for (const [frame, { link }] of this.#known) {
      const id = nodes.id(frame);
      if (id !== 0) link?.renew(writer, id);
    }
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    for (const inset of this.#ended) writer.ints(Op.insetEnd, inset);
    this.#ended = [];
    const { nodes, masks } = this.#context;
    for (const frame of this.#frames) if (nodes.id(frame) === 0) this.#frames.delete(frame);
    let left = this.#allowance.now;
    for (const [frame, { link }] of this.#known) {
      const id = nodes.id(frame);
      if (id === 0 || masks.isMasked(frame)) this.#forget(frame);
      else if (link !== null && link.controllable === masks.isProtected(frame)) {
        this.#end(frame);
        this.#ask(frame);
      } else if (link !== null && left > 0) {
        const written = link.write(writer, id, left);
        this.#allowance.spend(written);
        left -= written;
      }
    }
    if (this.#ended.length > 0) this.#context.request();
    this.#goOn(left > 0);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#later);
    for (const stop of this.#listening.values()) stop.abort();
    this.#listening.clear();
    for (const frame of [...this.#known.keys()]) this.#forget(frame);
    this.#frames.clear();
  }

  /** What did not fit is written soon. @param isAllowed there was room left. */
  #goOn(isAllowed: boolean): void {
    if (![...this.#known.values()].some(({ link }) => link?.waits)) return;
    if (isAllowed) this.#context.request();
    else {
      clearTimeout(this.#later);
      this.#later = setTimeout(() => this.#context.request(), LOOK_AGAIN_MS);
    }
  }

  /** Asks what a frame shows whether it has the SDK. What does not know the question hears nothing of the page by it. */
  #ask(frame: Element): void {
    if (isForeignFrame(frame)) windowOf(frame)?.postMessage(ASK, "*");
  }

  #loaded(target: EventTarget | null): void {
    const frame = target as Element;
    if (!this.#frames.has(frame)) return;
    const known = this.#known.get(frame);
    if (!isForeignFrame(frame)) this.#end(frame);
    else if (known?.link) {
      // It may be the same document still, which was there before all of it had come.
      clearTimeout(known.silence);
      known.silence = setTimeout(() => this.#end(frame), ANSWER_MS);
    }
    this.#ask(frame);
  }

  #heard(event: MessageEvent): void {
    const said = readSaid(event);
    if (said?.kind !== "here" || !isSite(event.origin) || event.origin === location.origin) return;
    for (const frame of this.#frames)
      if (windowOf(frame) === event.source) this.#here(frame, event.origin, said.document);
  }

  /** A page with the SDK is in this frame; the browser says where it is from. */
  #here(frame: Element, origin: string, document: string): void {
    if (this.#context.masks.isMasked(frame)) return;
    const known = this.#known.get(frame) ?? {
      link: null,
      document: "",
      askedAt: Number.NEGATIVE_INFINITY,
      again: undefined,
      silence: undefined,
    };
    this.#known.set(frame, known);
    if (known.document === document) {
      clearTimeout(known.silence);
      return;
    }
    this.#end(frame);
    clearTimeout(known.again);
    const wait = known.askedAt + OPEN_EVERY_MS - performance.now();
    if (wait <= 0) void this.#open(frame, known, origin, document);
    else known.again = setTimeout(() => void this.#open(frame, known, origin, document), wait);
  }

  async #open(frame: Element, known: Known, origin: string, document: string): Promise<void> {
    known.document = document;
    known.askedAt = performance.now();
    const controllable = !this.#context.masks.isProtected(frame);
    const opening = await this.#door.open(origin, controllable);
    if (opening === null) {
      // Asked again when it says so again: it may have been the connection.
      if (known.document === document) known.document = "";
      return;
    }
    const { inset, token } = opening;
    const isWanted = this.#known.get(frame) === known && known.document === document;
    if (this.#stopped || !isWanted || this.#context.masks.isMasked(frame)) {
      this.#door.close(inset);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    known.link = new Link(
      frame,
      document,
      inset,
      controllable,
      port1,
      () => this.#context.request(),
      (link) => {
        if (known.link === link) this.#end(frame);
      },
    );
    // Another site that the frame shows by now does not get it.
    windowOf(frame)?.postMessage(open(document, token), origin, [port2]);
  }

  /** The page is not shown any more; what comes next into the frame may be. */
  #end(frame: Element): void {
    const known = this.#known.get(frame);
    if (known === undefined) return;
    clearTimeout(known.silence);
    const { link } = known;
    known.link = null;
    known.document = "";
    if (link === null) return;
    link.close();
    this.#door.close(link.inset);
    if (this.#stopped) return;
    this.#ended.push(link.inset);
    this.#context.request();
  }

  /** The frame is gone, or masked. */
  #forget(frame: Element): void {
    this.#end(frame);
    clearTimeout(this.#known.get(frame)?.again);
    this.#known.delete(frame);
  }
}

function windowOf(frame: Element): Window | null {
  return nameOf(frame) === "iframe" ? (frame as HTMLIFrameElement).contentWindow : null;
}
