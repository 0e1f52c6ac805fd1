import { MediaFlag, Op, type TokenWriter } from "@userview/protocol/content";
import type { CaptureContext, Feature, Root } from "../../feature.ts";
import { Listening } from "../listening.ts";
import { Tracked } from "../tracked.ts";

const EVENTS = ["play", "playing", "pause", "seeked", "ratechange", "ended", "loadedmetadata"];

/** Where sound and film of the page are, and whether they go on. In between the mirror's own go on by themselves. */
export class Media implements Feature {
  readonly elements = new Set(["video", "audio"]);
  readonly #context: CaptureContext;
  readonly #listening = new Listening();
  readonly #elements: Tracked<HTMLMediaElement>;
  readonly #changed = new Set<HTMLMediaElement>();

  constructor(context: CaptureContext) {
    this.#context = context;
    this.#elements = new Tracked(context.nodes);
  }

  enter(root: Root): void {
    this.#listening.to(root, EVENTS, (target) => {
      if (!isMedia(target)) return;
      this.#changed.add(target);
      this.#context.request();
    });
  }

  leave(root: Root): void {
    this.#listening.leave(root);
  }

  added(element: Element): void {
    if (!isMedia(element)) return;
    this.#elements.add(element);
    if (hasBegun(element)) this.#changed.add(element);
  }

  state(writer: TokenWriter): void {
    for (const [element] of this.#elements) if (hasBegun(element)) this.#changed.add(element);
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    this.#elements.prune();
    for (const element of this.#changed) this.#tell(element, writer);
    this.#changed.clear();
  }

  stop(): void {
    this.#listening.stop();
    this.#elements.clear();
    this.#changed.clear();
  }

  #tell(element: HTMLMediaElement, writer: TokenWriter): void {
    const id = this.#context.nodes.id(element);
    if (id === 0 || this.#context.masks.isMasked(element)) return;
    const { paused, ended, loop, currentTime, playbackRate } = element;
    const flags =
      (paused || ended ? 0 : MediaFlag.playing) |
      (loop ? MediaFlag.loop : 0) |
      (ended ? MediaFlag.ended : 0);
    writer.ints(Op.media, id, flags).number(currentTime).number(playbackRate);
  }
}

function isMedia(element: Element): element is HTMLMediaElement {
  return element.localName === "video" || element.localName === "audio";
}

/** What stands at its beginning and was never played is so in the mirror, too. */
function hasBegun({ paused, currentTime, playbackRate }: HTMLMediaElement): boolean {
  return !paused || currentTime > 0 || playbackRate !== 1;
}
