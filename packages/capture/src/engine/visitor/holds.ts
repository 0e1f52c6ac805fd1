import { Op, type TokenWriter } from "@userview/protocol/content";
import { attributeOf, baseOf, nameOf } from "../dom.ts";
import type { CaptureContext, Feature } from "../feature.ts";
import { isForeignFrame } from "../frames.ts";

const FRAMES = new Set(["iframe", "frame"]);
/** Boxes that get their size from what is in them. */
const SIZED = new Set(["img", "video", "canvas", "object", "embed", "iframe", "frame"]);

/** The sizes of boxes whose content is not shown, because it is masked, not to be shown, or nobody may see it: the page keeps its shape. */
export class Holds implements Feature {
  readonly elements = SIZED;
  readonly #context: CaptureContext;
  readonly #sizes: ResizeObserver;
  /** What is held, with the size that was told. */
  #told = new WeakMap<Element, string>();
  readonly #changed = new Map<Element, boolean>();

  constructor(context: CaptureContext) {
    this.#context = context;
    this.#sizes = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        if (context.nodes.id(target) === 0) this.#sizes.unobserve(target);
        else this.#changed.set(target, true);
      }
      context.request();
    });
  }

  added(element: Element, _id: number, masked: boolean): void {
    const holds = masked || isForeignFrame(element) || this.#isUnshown(element);
    if (holds) this.#sizes.observe(element);
    else if (this.#told.has(element)) this.#sizes.unobserve(element);
    else return;
    this.#changed.set(element, holds);
  }

  state(writer: TokenWriter): void {
    this.#told = new WeakMap();
    this.changes(writer);
  }

  changes(writer: TokenWriter): void {
    for (const [element, holds] of this.#changed) {
      const id = this.#context.nodes.id(element);
      if (id === 0) continue;
      if (holds) this.#hold(element, id, writer);
      else if (this.#told.delete(element)) writer.ints(Op.hold, id, 0, 0);
    }
    this.#changed.clear();
  }

  stop(): void {
    this.#sizes.disconnect();
    this.#changed.clear();
  }

  #isUnshown(element: Element): boolean {
    return element.localName === "canvas" && !this.#context.canvases.shown;
  }

  #hold(element: Element, id: number, writer: TokenWriter): void {
    const { width, height } = element.getBoundingClientRect();
    const site =
      isForeignFrame(element) && !this.#context.masks.isMasked(element) ? siteOf(element) : null;
    const told = `${width} ${height} ${site}`;
    if (width === 0 || height === 0 || this.#told.get(element) === told) return;
    this.#told.set(element, told);
    writer.ints(Op.hold, id).number(width).number(height);
    if (FRAMES.has(nameOf(element))) writer.ints(Op.foreign, id).text(site ?? "");
  }
}

/** Host and port of the other site whose page a frame shows; null where it is none that could be named. */
function siteOf(frame: Element): string | null {
  const source = attributeOf(frame, "src") ?? "";
  const base = baseOf(frame);
  if (!URL.canParse(source, base)) return null;
  const { protocol, origin, host } = new URL(source, base);
  return /^https?:$/.test(protocol) && origin !== location.origin ? host : null;
}
