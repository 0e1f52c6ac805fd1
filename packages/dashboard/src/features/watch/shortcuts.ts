/** Keys of the watch page. They are for the agent: what is typed into the mirror or a field is not among them. */
import { useEffect, useRef } from "react";

export interface Shortcut {
  /** As `KeyboardEvent.key` says it, letters in lower case. */
  keys: readonly string[];
  /** What it does, in words. */
  does: string;
  run: () => void;
}

/** What of a keyboard event counts here. */
export interface Pressed {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  repeat: boolean;
}

/** The shortcut that was pressed; none with a modifier, as those are the browser's, and none of a key that is held. */
export function shortcutOf(pressed: Pressed, shortcuts: readonly Shortcut[]): Shortcut | null {
  if (pressed.altKey || pressed.ctrlKey || pressed.metaKey || pressed.repeat) return null;
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  return shortcuts.find(({ keys }) => keys.includes(key)) ?? null;
}

/** Where keys have a meaning of their own: fields, questions and menus. */
const OTHERS = "input, textarea, select, [contenteditable], [role$='dialog'], [role='menu']";

/** Listens as long as the page is shown. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isOthers = event.target instanceof Element && event.target.closest(OTHERS) !== null;
      const found = isOthers || event.defaultPrevented ? null : shortcutOf(event, latest.current);
      if (found === null) return;
      event.preventDefault();
      found.run();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
