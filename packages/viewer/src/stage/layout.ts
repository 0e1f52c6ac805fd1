/** Where the mirror stands in the window, and how large. */
import type { FitMode } from "../port.ts";

export interface Extent {
  width: number;
  height: number;
}

/** `left` and `top` in pixels of the window; `scale` is at most 1. */
export interface Placement {
  scale: number;
  left: number;
  top: number;
}

export function place(mode: FitMode, window: Extent, page: Extent): Placement {
  const fits = page.width <= window.width && page.height <= window.height;
  if (mode === "page_only" && fits) return { scale: 1, left: 0, top: 0 };
  const scale = mode === "actual" || fits ? 1 : scaleToFit(window, page);
  if (mode === "page_only") return { scale, left: 0, top: 0 };
  return {
    scale,
    left: middle(window.width, page.width * scale),
    top: middle(window.height, page.height * scale),
  };
}

function scaleToFit(window: Extent, page: Extent): number {
  return Math.min(1, window.width / page.width, window.height / page.height);
}

/** Whole pixels, so that nothing is blurred. */
function middle(around: number, inside: number): number {
  return Math.max(0, Math.floor((around - inside) / 2));
}
