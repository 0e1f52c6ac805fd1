import type { Recording } from "../../api/recordings.ts";
import { classNames } from "../../ui/class-names.ts";
import { clockLength } from "../../ui/time.tsx";
import { isOnTrack, type Mark } from "./marks.ts";

/** The whole recording as a line: what is quiet, what happened, and where it stands; moves with mouse, finger and keys. */
export function Track({
  at,
  duration,
  quiet,
  marks,
  onSeek,
}: {
  at: number;
  duration: number;
  quiet: Recording["quiet"];
  marks: readonly Mark[];
  onSeek: (at: number) => void;
}) {
  const share = (ms: number) => `${duration > 0 ? (ms / duration) * 100 : 0}%`;
  return (
    <div className="relative h-5">
      <div className="absolute inset-x-2 inset-y-0">
        <div className="absolute inset-x-0 top-2 h-1 overflow-hidden rounded-full bg-line-strong">
          {quiet.map(({ first_ms: from, last_ms: to }) => (
            <span
              key={from}
              className="absolute inset-y-0 bg-line"
              style={{ left: share(from), width: share(to - from) }}
            />
          ))}
          <span className="absolute inset-y-0 left-0 bg-accent" style={{ width: share(at) }} />
        </div>
        {marks.filter(isOnTrack).map(({ at: mark, entry }, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: marks are only ever added at the end
            key={index}
            className={`-translate-x-1/2 absolute top-1 h-3 w-0.5 rounded ${entry.type === "page_shown" ? "bg-ink" : "bg-ink-faint"}`}
            style={{ left: share(mark) }}
          />
        ))}
      </div>
      <input
        type="range"
        aria-label="Moment"
        aria-valuetext={`${clockLength(at / 1000)} of ${clockLength(duration / 1000)}`}
        min={0}
        max={Math.max(1, Math.ceil(duration))}
        step={1}
        value={Math.ceil(at)}
        onChange={(event) => onSeek(Number(event.currentTarget.value))}
        className={LOOK}
      />
    </div>
  );
}

/** The browser's own line is not drawn: ours is behind it. The thumb is as wide as our line is shorter. */
const LOOK = classNames(
  "absolute inset-0 w-full cursor-pointer appearance-none rounded-full bg-transparent",
  "[&::-webkit-slider-thumb]:size-4 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full",
  "[&::-webkit-slider-thumb]:border-2 [&::-webkit-slider-thumb]:border-surface [&::-webkit-slider-thumb]:border-solid",
  "[&::-webkit-slider-thumb]:bg-accent [&::-moz-range-thumb]:size-3 [&::-moz-range-thumb]:rounded-full",
  "[&::-moz-range-thumb]:border-2 [&::-moz-range-thumb]:border-surface [&::-moz-range-thumb]:bg-accent",
);
