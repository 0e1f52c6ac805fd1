import { Maximize, Pause, Play, SkipForward } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { clockLength } from "../../ui/time.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import type { Playback, PlaybackState } from "./playback.ts";

const SPEEDS = ["0.5", "1", "2", "4", "8"] as const;

/** Play, speed, what is skipped, and the whole screen. */
export function Controls({
  playback,
  state,
  skips,
  onSkips,
  onFullScreen,
}: {
  playback: Playback;
  state: PlaybackState;
  skips: boolean;
  onSkips: (skips: boolean) => void;
  onFullScreen: () => void;
}) {
  const playing = state.doing === "playing";
  const speed = SPEEDS.find((one) => Number(one) === state.speed) ?? "1";
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Tooltip hint="Space">
        <Button
          look="primary"
          size="icon"
          aria-label={playing ? "Pause" : "Play"}
          icon={playing ? <Pause aria-hidden size={16} /> : <Play aria-hidden size={16} />}
          onClick={() => playback.toggle()}
        />
      </Tooltip>
      <span className="whitespace-nowrap text-ink-soft tabular-nums">
        {clockLength(state.at / 1000)} / {clockLength(state.duration / 1000)}
      </span>
      <span className="flex-1" />
      <Segmented
        label="Speed"
        value={speed}
        choices={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
        onChange={(value) => playback.setSpeed(Number(value))}
      />
      <Tooltip hint="Pass over stretches in which nothing happens">
        <Button
          size="small"
          aria-pressed={skips}
          className="h-8 aria-pressed:border-accent aria-pressed:text-accent-ink"
          icon={<SkipForward aria-hidden size={14} />}
          onClick={() => onSkips(!skips)}
        >
          Skip inactivity
        </Button>
      </Tooltip>
      <Tooltip hint="F">
        <Button
          look="ghost"
          size="icon"
          aria-label="Full screen"
          icon={<Maximize aria-hidden size={16} />}
          onClick={onFullScreen}
        />
      </Tooltip>
    </div>
  );
}
