import { classNames } from "./class-names.ts";

/** A dot: full when somebody is available, a ring when they are away. Decoration beside the word. */
export function Presence({ away, className }: { away: boolean; className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames(
        "size-2.5 rounded-full border-2",
        away ? "border-ink-faint bg-surface" : "border-ok bg-ok",
        className,
      )}
    />
  );
}
