import type { Masks } from "../privacy/masks.ts";
import type { AttributeGate } from "./attributes.ts";
import type { Canvases } from "./canvases.ts";
import type { Root } from "./page.ts";

/** How often canvases on the screen are looked at again: drawings cannot be observed cheaply. */
const CANVAS_INTERVAL_MS = 1000;
/** Looking takes at most this part of the time. */
const CANVAS_SHARE = 1 / 20;

/** Notices pictures that have loaded or failed to, chose another source, or were drawn anew. */
export class PictureWatch {
  readonly #masks: Masks;
  readonly #attributes: AttributeGate;
  readonly #canvases: Canvases;
  readonly #changed: (element: Element, attributes: Record<string, string>) => void;
  readonly #stop = new AbortController();
  readonly #roots = new Set<Root>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    masks: Masks,
    attributes: AttributeGate,
    canvases: Canvases,
    changed: (element: Element, attributes: Record<string, string>) => void,
  ) {
    this.#masks = masks;
    this.#attributes = attributes;
    this.#canvases = canvases;
    this.#changed = changed;
    this.#lookIn(CANVAS_INTERVAL_MS);
  }

  /** Begin to watch a tree. */
  watch(root: Root): void {
    this.#roots.add(root);
    for (const outcome of ["load", "error"]) {
      root.addEventListener(outcome, ({ target }) => this.#loaded(target), {
        capture: true,
        passive: true,
        signal: this.#stop.signal,
      });
    }
  }

  stop(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
    this.#roots.clear();
  }

  #loaded(target: EventTarget | null): void {
    const image = target as HTMLImageElement | null;
    if (image?.localName !== "img" || this.#masks.isMasked(image)) return;
    const picture = this.#attributes.newPicture(image);
    if (picture !== null) this.#changed(image, picture);
  }

  #lookIn(delay: number): void {
    this.#timer = setTimeout(() => {
      const start = performance.now();
      this.#lookAtCanvases();
      const took = performance.now() - start;
      this.#lookIn(Math.max(CANVAS_INTERVAL_MS, took / CANVAS_SHARE));
    }, delay);
  }

  #lookAtCanvases(): void {
    for (const root of this.#roots) {
      if (!root.isConnected) {
        this.#roots.delete(root);
        continue;
      }
      for (const canvas of root.querySelectorAll("canvas")) {
        if (!isOnScreen(canvas) || this.#masks.isMasked(canvas)) continue;
        const picture = this.#canvases.newPicture(canvas);
        if (picture !== null) this.#changed(canvas, { rr_dataURL: picture });
      }
    }
  }
}

function isOnScreen(element: Element): boolean {
  const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
  const view = element.ownerDocument.defaultView;
  if (view === null || width * height === 0) return false;
  return bottom > 0 && right > 0 && top < view.innerHeight && left < view.innerWidth;
}
