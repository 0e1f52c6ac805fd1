import { classNames } from "../../ui/class-names.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import { qualityInWords } from "./words.ts";

/** How good one end's connection is: bars, a word, and the round trip in milliseconds. */
export function Quality({
  who,
  ms,
  connected,
}: {
  who: string;
  ms: number | null;
  connected: boolean;
}) {
  const { level, label } = qualityInWords(ms, connected);
  const measured = ms === null || !connected ? "" : ` ${Math.round(ms)} ms`;
  return (
    <Tooltip hint={`${who}: ${label}${measured === "" ? "" : `, round trip${measured}`}`}>
      <span
        role="img"
        aria-label={`Connection of ${who}: ${label}${measured}`}
        className="inline-flex items-center gap-1.5 text-ink-soft text-xs"
      >
        <span className="hidden text-ink-faint lg:inline">{who}</span>
        <span aria-hidden className="flex h-3.5 items-end gap-0.5">
          {[1, 2, 3, 4].map((bar) => (
            <span
              key={bar}
              className={classNames(
                "w-1 rounded-xs",
                bar === 1 && "h-1.5",
                bar === 2 && "h-2",
                bar === 3 && "h-2.5",
                bar === 4 && "h-3.5",
                bar > level
                  ? "bg-line-strong"
                  : level > 2
                    ? "bg-ok"
                    : level > 1
                      ? "bg-warn"
                      : "bg-bad",
              )}
            />
          ))}
        </span>
        <span className="hidden whitespace-nowrap tabular-nums lg:inline">
          {label}
          {measured !== "" && <span className="text-ink-faint">{measured}</span>}
        </span>
      </span>
    </Tooltip>
  );
}
