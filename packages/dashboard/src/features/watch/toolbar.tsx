import { Link } from "@tanstack/react-router";
import type { NavigateAction, Participant, SessionView } from "@userview/protocol";
import type { DrawTool, FitMode } from "@userview/viewer/port";
import { ArrowLeft, CircleStop, Keyboard, SquareTerminal } from "lucide-react";
import { Button, buttonLook } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { WaitingBeside } from "../waiting/beside.tsx";
import { AddressBar } from "./address-bar.tsx";
import { ControlButton, controlState } from "./control.tsx";
import { DrawTools } from "./draw-tools.tsx";
import { People } from "./people.tsx";
import { Quality } from "./quality.tsx";
import type { StateInWords } from "./words.ts";

const TONES: Record<StateInWords["tone"], string> = {
  live: "bg-ok-soft text-ok-ink",
  busy: "bg-accent-soft text-accent-ink",
  warning: "bg-warn-soft text-warn-ink",
  over: "bg-sunken text-ink-soft",
};

export interface ToolbarProps {
  view: SessionView;
  me: Participant;
  words: StateInWords;
  /** Round trip of this page, and whether it is connected now. */
  ownMs: number | null;
  connected: boolean;
  fit: FitMode;
  controlEnabled: boolean;
  /** Members of the team can go back to the dashboard; guests cannot. */
  member: boolean;
  onFit: (mode: FitMode) => void;
  onTakeControl: () => void;
  onReleaseControl: () => void;
  onEnd: () => void;
  onGo: (to: NavigateAction["to"], url: string | null) => void;
  onRefuse: (words: string) => void;
  tool: DrawTool | null;
  onTool: (tool: DrawTool | null) => void;
  onClear: () => void;
  onHelp: () => void;
  /** Whether the console is open; null where there is none for this agent. */
  debugs: boolean | null;
  onDebug: (open: boolean) => void;
}

/** Above the mirror: whose page, how it stands, who is here, and what one can do. */
export function Toolbar(props: ToolbarProps) {
  const { view, me, words } = props;
  const over = view.state === "ended";
  const holder = view.agents.find((agent) => agent.id === view.control);
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-line border-b bg-surface px-3 py-2">
      <div className="flex min-w-0 flex-1 basis-64 items-center gap-2">
        {props.member && (
          <Link
            to="/visitors/$shortId"
            params={{ shortId: view.visitor.short_id }}
            aria-label={`Back to ${view.visitor.nickname}`}
            className={buttonLook("ghost", "icon")}
          >
            <ArrowLeft aria-hidden size={17} />
          </Link>
        )}
        <div className="min-w-0">
          <div className="flex items-center gap-2">
            <h1 className="truncate font-semibold">{view.visitor.nickname}</h1>
            <span
              className={classNames(
                "inline-flex h-5 shrink-0 items-center gap-1.5 rounded px-1.5 font-medium text-xs",
                TONES[words.tone],
              )}
            >
              {words.tone === "live" && (
                <span aria-hidden className="size-1.5 animate-pulse rounded-full bg-ok" />
              )}
              {words.label}
            </span>
            <RecordingBadge view={view} />
          </div>
          <PageLine view={view} />
        </div>
      </div>
      {!over && (
        <>
          <div className="flex items-center gap-3">
            <People people={view.agents} me={me.id} control={view.control} />
            <span aria-hidden className="h-5 w-px bg-line" />
            <span className="flex items-center gap-3 lg:gap-4">
              <Quality who="You" ms={props.ownMs} connected={props.connected} />
              <Quality
                who="Visitor"
                ms={props.connected ? view.visitor_rtt_ms : null}
                connected={view.state !== "paused" && view.waiting_for !== "visitor_offline"}
              />
            </span>
          </div>
          {props.member && <WaitingBeside />}
          <div role="toolbar" aria-label="Session" className="flex items-center gap-2">
            <Segmented
              label="Size of the page"
              value={props.fit}
              onChange={props.onFit}
              choices={[
                { value: "fit", label: "Fit" },
                { value: "actual", label: "100 %" },
              ]}
            />
            {isShared(view) && (
              <ControlButton
                state={controlState(view, me.id, props.controlEnabled)}
                holder={holder}
                onTake={props.onTakeControl}
                onRelease={props.onReleaseControl}
              />
            )}
            <Confirm
              title="End the session?"
              text="The visitor stops sharing, and every agent who watches is disconnected."
              action="End session"
              onConfirm={props.onEnd}
            >
              <Button
                size="small"
                look="warning"
                className="h-8"
                icon={<CircleStop aria-hidden size={14} />}
              >
                End
              </Button>
            </Confirm>
          </div>
          {isShared(view) && view.page !== null && (
            <div className="flex w-full flex-wrap items-center gap-x-4 gap-y-2">
              <AddressBar view={view} onGo={props.onGo} onRefuse={props.onRefuse} />
              {view.permissions.allow_draw && (
                <DrawTools tool={props.tool} onTool={props.onTool} onClear={props.onClear} />
              )}
              {props.debugs !== null && (
                <Tooltip hint="The page’s console">
                  <button
                    type="button"
                    aria-label="Console"
                    aria-pressed={props.debugs}
                    className={buttonLook(props.debugs ? "primary" : "ghost", "icon")}
                    onClick={() => props.onDebug(props.debugs === false)}
                  >
                    <SquareTerminal aria-hidden size={16} />
                  </button>
                </Tooltip>
              )}
              <Tooltip hint="Keyboard shortcuts. Press ? to see them">
                <button
                  type="button"
                  aria-label="Keyboard shortcuts"
                  className={buttonLook("ghost", "icon")}
                  onClick={props.onHelp}
                >
                  <Keyboard aria-hidden size={16} />
                </button>
              </Tooltip>
            </div>
          )}
        </>
      )}
    </header>
  );
}

/** The visitor has agreed; before that there is nothing to control. */
function isShared(view: SessionView): boolean {
  return view.state === "active" || view.state === "paused";
}

function PageLine({ view }: { view: SessionView }) {
  const title = view.page?.info.title ?? "";
  if (title === "") return null;
  return (
    <p className="truncate text-ink-soft text-xs" title={title}>
      {title}
    </p>
  );
}

/** Whether the session is recorded; why not, where it was to be. */
function RecordingBadge({ view }: { view: SessionView }) {
  const recording = view.recording ?? "off";
  if (recording === "off" || view.state === "ended") return null;
  const words = RECORDING[recording];
  const failure = recording === "failed" ? (view.recording_failure ?? null) : null;
  const text = failure === null ? words : `${words}: ${failure}`;
  return (
    <span
      title={text}
      className="inline-flex h-5 min-w-0 max-w-64 items-center gap-1.5 rounded bg-sunken px-1.5 font-medium text-ink-soft text-xs"
    >
      {recording === "on" && <span aria-hidden className="size-2 shrink-0 rounded-full bg-bad" />}
      <span className="truncate">{text}</span>
    </span>
  );
}

const RECORDING: Readonly<Record<Exclude<NonNullable<SessionView["recording"]>, "off">, string>> = {
  on: "Recording",
  asking: "Not recorded yet",
  declined: "Not recorded",
  failed: "Recording stopped",
};
