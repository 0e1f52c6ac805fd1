import { useEffect } from "react";
import type { Playback } from "./playback.ts";

/** An arrow goes so far. */
const STEP_MS = 5000;

/** Space plays and pauses, arrows go back and forth, F shows the whole screen; not while something is typed or chosen. */
export function useKeys(playback: Playback, fullScreen: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || !isFree(target, key)) return;
      const { at } = playback.state.get();
      if (key === " " || key === "k") playback.toggle();
      else if (key === "ArrowLeft") playback.seek(at - STEP_MS);
      else if (key === "ArrowRight") playback.seek(at + STEP_MS);
      else if (key === "Home") playback.seek(0);
      else if (key === "f") fullScreen();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [playback, fullScreen]);
}

/** The track has arrows of its own, buttons their space bar. */
function isFree(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return true;
  if (target.closest("[role=dialog], [role=menu], input:not([type=range])") !== null) return false;
  return key !== " " || target.closest("button, a") === null;
}
