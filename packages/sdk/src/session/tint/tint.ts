/** Tints what agents do not see, for the visitor alone: it hangs under the SDK's own element, which is never mirrored. */
import type { Masks } from "@userview/capture/masks";
import { element } from "../ui/elements.ts";
import type { Stage } from "../ui/stage.ts";
import { boxOf } from "./box.ts";
import { type HiddenPart, hiddenParts } from "./hidden-parts.ts";

/** So much of each frame goes into looking for hidden parts: the page stays as quick as it is. */
const LOOK_MS = 6;
/** The page is looked through again so long after the last time: what is new is tinted by then. */
const AGAIN_MS = 400;
/** More is not tinted at once; nobody can tell so many apart. */
const MOST_PARTS = 500;

const STYLE =
  "position:absolute;inset:0 auto auto 0;border-radius:4px;box-sizing:border-box;border:2px dashed #9333ea;" +
  "background:repeating-linear-gradient(45deg,rgb(147 51 234 / .30) 0 6px,rgb(147 51 234 / .16) 6px 12px);";

/** Lies over the page's hidden parts, and follows them, until it is stopped. */
export class Tint {
  readonly #stage: Stage;
  readonly #masks: () => Masks;
  readonly #surface = element("div", "pointers surface", { "aria-hidden": "true" });
  #looking: Generator<HiddenPart | null>;
  #found: HiddenPart[] = [];
  #parts: readonly HiddenPart[] = [];
  #lookAt = 0;
  #frame = 0;

  constructor(stage: Stage, masks: () => Masks) {
    this.#stage = stage;
    this.#masks = masks;
    this.#looking = hiddenParts(masks());
    stage.show(this.#surface);
    this.#turn();
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#stage.hide(this.#surface);
  }

  #turn(): void {
    if (performance.now() >= this.#lookAt) this.#look();
    this.#draw();
    this.#frame = requestAnimationFrame(() => this.#turn());
  }

  #look(): void {
    const end = performance.now() + LOOK_MS;
    do {
      const { done, value } = this.#looking.next();
      if (value && this.#found.length < MOST_PARTS && boxOf(value) !== null)
        this.#found.push(value);
      if (!done) continue;
      this.#parts = this.#found;
      this.#found = [];
      this.#looking = hiddenParts(this.#masks());
      this.#lookAt = performance.now() + AGAIN_MS;
      return;
    } while (performance.now() < end);
  }

  #draw(): void {
    const boxes = this.#parts.flatMap((part) => (part.isConnected && boxOf(part)) || []);
    const { children } = this.#surface;
    while (children.length > boxes.length) this.#surface.lastElementChild?.remove();
    for (const [index, { left, top, right, bottom }] of boxes.entries()) {
      let mark = children[index] as HTMLElement | undefined;
      if (mark === undefined) {
        mark = element("div", "hidden-part");
        mark.style.cssText = STYLE;
        this.#surface.append(mark);
      }
      mark.style.transform = `translate(${left}px, ${top}px)`;
      mark.style.width = `${right - left}px`;
      mark.style.height = `${bottom - top}px`;
    }
  }
}
