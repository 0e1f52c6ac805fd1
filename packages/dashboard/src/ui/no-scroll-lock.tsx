import type { ReactNode } from "react";

/**
 * Stands in for `react-remove-scroll` in the build. Radix uses it to stop what is behind a dialog from
 * scrolling, by a style tag that our content security policy forbids. Nothing behind ours scrolls: the
 * document is as high as the window, and the overlay covers the panes.
 */
export function RemoveScroll({ children }: { children: ReactNode }) {
  return children;
}
