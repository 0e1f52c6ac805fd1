/** The part of the page that the visitor sees, when it is pinched larger: framed, all else a little darker. */
import type { Size, VisualViewport } from "../engine/index.ts";

/** Less is no zoom that anybody means. */
const LEAST_SCALE = 1.01;

export class Lens {
  private frame: HTMLElement | null = null;

  constructor(private readonly overlay: HTMLElement) {}

  /**
   * @param visual in the page's pixels.
   * @param size of the page's viewport.
   * @param scale of the mirror.
   */
  show(visual: VisualViewport, size: Size, scale: number): void {
    if (visual.scale < LEAST_SCALE) {
      this.frame?.remove();
      this.frame = null;
      return;
    }
    if (this.frame === null) {
      this.frame = this.overlay.ownerDocument.createElement("div");
      this.frame.className = "lens";
      this.overlay.prepend(this.frame);
    }
    Object.assign(this.frame.style, {
      left: `${visual.left * scale}px`,
      top: `${visual.top * scale}px`,
      width: `${(size.width / visual.scale) * scale}px`,
      height: `${(size.height / visual.scale) * scale}px`,
    });
  }
}
