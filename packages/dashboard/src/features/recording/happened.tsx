import type { Recording } from "../../api/recordings.ts";
import { clockLength } from "../../ui/time.tsx";
import { entryInWords } from "../session/words.ts";
import { outcomeInWords } from "../sessions/words.ts";
import type { Mark } from "./marks.ts";

/** What happened, beside the page; each leads to its moment. The last one that has come is marked. */
export function Happened({
  recording,
  marks,
  at,
  onSeek,
}: {
  recording: Recording;
  marks: readonly Mark[];
  at: number;
  onSeek: (at: number) => void;
}) {
  const outcome = outcomeInWords(recording.session);
  const current = marks.findLastIndex((mark) => mark.at <= at);
  return (
    <ol aria-label="What happened" className="py-1">
      {marks.map(({ at: mark, entry }, index) => {
        const url = entry.detail["url"];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added at the end
          <li key={index}>
            <button
              type="button"
              aria-current={index === current ? "step" : undefined}
              onClick={() => onSeek(mark)}
              className="grid w-full grid-cols-[2.75rem_minmax(0,1fr)] gap-2 px-3 py-1.5 text-left hover:bg-hover aria-[current=step]:bg-accent-soft"
            >
              <span className="text-right text-ink-faint text-xs leading-5 tabular-nums">
                {clockLength(mark / 1000)}
              </span>
              <span className="min-w-0">
                <span className="block break-words">{entryInWords(entry, outcome)}</span>
                {typeof url === "string" && url !== "" && (
                  <span className="wrap-anywhere block text-ink-soft text-xs">{url}</span>
                )}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
