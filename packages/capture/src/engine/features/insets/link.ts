import { Op, type TokenWriter } from "@userview/protocol/content";
import { parentOf } from "../../dom.ts";
import { readFromInset, type ToInset } from "./pairing.ts";
import { Waiting } from "./waiting.ts";

/** After more was said than may wait, a page is asked to tell itself anew when this has passed. */
const PAUSE_MS = 2000;

/** A frame and the page in it, from the server's yes on. */
export class Link {
  readonly frame: Element;
  /** The document that said that it is there. */
  readonly document: string;
  readonly inset: number;
  /** Agents may act in the frame, as the server was told. */
  readonly controllable: boolean;
  readonly #port: MessagePort;
  readonly #waiting = new Waiting();
  readonly #request: () => void;
  /** The stream says that the page is shown in the frame. */
  #isShown = false;
  /** Only a snapshot makes sense to whoever reads the stream. */
  #wantsSnapshot = true;
  /** Where the frame stood; elsewhere its mirror has lost what it showed. */
  #parent: Node | null;
  #pause: ReturnType<typeof setTimeout> | undefined;

  /** @param request something is to be written; @param gone the page says that nothing more comes. */
  constructor(
    frame: Element,
    document: string,
    inset: number,
    controllable: boolean,
    port: MessagePort,
    request: () => void,
    gone: (link: Link) => void,
  ) {
    this.frame = frame;
    this.document = document;
    this.inset = inset;
    this.controllable = controllable;
    this.#port = port;
    this.#request = request;
    this.#parent = parentOf(frame);
    port.onmessage = ({ data }) => {
      const said = readFromInset(data);
      if (said === null) return;
      if (said.kind === "bye") gone(this);
      else if (said.kind === "reset") this.#restart();
      else this.#take(said.lines, said.snapshot);
    };
    port.addEventListener("close", () => gone(this));
  }

  get waits(): boolean {
    return !this.#waiting.empty;
  }

  /** The stream forgets all: the page has to be told anew. @param id of the frame. */
  renew(writer: TokenWriter, id: number): void {
    this.#restart();
    this.#say({ kind: "snapshot" });
    // Whoever reads the stream waits a moment for it.
    writer.ints(Op.inset, id, this.inset);
    this.#isShown = true;
  }

  /** Writes what waits; returns units. @param id of the frame. */
  write(writer: TokenWriter, id: number, most: number): number {
    const parent = parentOf(this.frame);
    if (parent !== this.#parent) {
      this.#parent = parent;
      this.renew(writer, id);
    }
    if (!this.waits) return 0;
    if (!this.#isShown) writer.ints(Op.inset, id, this.inset);
    this.#isShown = true;
    return this.#waiting.write(writer, this.inset, most);
  }

  /** Nothing more is taken of the page. */
  close(): void {
    clearTimeout(this.#pause);
    this.#say({ kind: "stop" });
    this.#port.onmessage = null;
    this.#port.close();
    this.#waiting.clear();
  }

  #take(lines: readonly string[], snapshot: boolean): void {
    if (this.#wantsSnapshot && !snapshot) return;
    this.#wantsSnapshot = false;
    if (this.#waiting.add(lines, snapshot)) this.#request();
    else {
      this.#wantsSnapshot = true;
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => this.#say({ kind: "snapshot" }), PAUSE_MS);
    }
  }

  #restart(): void {
    this.#wantsSnapshot = true;
    this.#waiting.clear();
  }

  #say(message: ToInset): void {
    this.#port.postMessage(message);
  }
}
