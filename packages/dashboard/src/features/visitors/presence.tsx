import { classNames } from "../../ui/class-names.ts";

/** Whether a visitor is there now, as a dot; the word is for those who do not see colours. */
export function PresenceDot({ online, className }: { online: boolean; className?: string }) {
  return (
    <span
      role="img"
      aria-label={online ? "Online" : "Offline"}
      title={online ? "Online" : "Offline"}
      className={classNames(
        "inline-block size-2.5 shrink-0 rounded-full",
        online ? "bg-ok ring-3 ring-ok/20" : "border-2 border-ink-faint/60",
        className,
      )}
    />
  );
}
