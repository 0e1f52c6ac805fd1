import type { PieceKind } from "./piece.ts";

const DEBUG = "userview:debug";

/** Small functions for the site's developer, always at hand once the companion is there. */
export const helpsDevelopers: PieceKind = {
  wanted: () => true,
  start(host) {
    const debug = (on: boolean): void => {
      try {
        if (on) sessionStorage.setItem(DEBUG, "on");
        else sessionStorage.removeItem(DEBUG);
      } catch {
        // Where the page has no storage, it lasts as long as the page.
      }
      // The loader holds the switch.
      (window as { UserView?: (...args: unknown[]) => void }).UserView?.("init", { debug: on });
    };
    return {
      calls: {
        startDebug: () => debug(true),
        stopDebug: () => debug(false),
        /** What a session needs is fetched now; nothing of the page is read. True when it is there. */
        prefetchAssets: () =>
          import(host.limits.capture_url).then(
            () => true,
            () => false,
          ),
      },
      stop() {},
    };
  },
};
