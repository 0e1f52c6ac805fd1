import type { Participant, SessionView } from "@userview/protocol";
import { Hand, Hourglass, MousePointer2Off, MousePointerClick } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";

/** What the control button says and does, by who has control (rules C1-C4, C8). */
export type ControlState = "forbidden" | "ask" | "asking" | "mine" | "other" | "ready" | "off";

export function controlState(view: SessionView, me: string, enabled: boolean): ControlState {
  const { allow_click, allow_scroll, allow_type } = view.permissions;
  if (!allow_click && !allow_scroll && !allow_type) return "forbidden";
  if (!mayControl(view, me)) return view.asking?.includes(me) === true ? "asking" : "ask";
  if (view.control !== null && view.control !== me) return "other";
  if (!enabled) return "off";
  return view.control === me ? "mine" : "ready";
}

/** Whether nobody has to be asked, or the visitor has said yes. */
export function mayControl(view: SessionView, me: string): boolean {
  return view.granted === null || view.granted === undefined || view.granted.includes(me);
}

/** Turns remote control on and off; takes it over from somebody else. */
export function ControlButton({
  state,
  holder,
  onTake,
  onRelease,
}: {
  state: ControlState;
  holder: Participant | undefined;
  onTake: () => void;
  onRelease: () => void;
}) {
  switch (state) {
    case "forbidden":
      return (
        <Tooltip hint="This session's permissions let you watch only">
          <span className="inline-flex h-8 items-center gap-1.5 text-ink-faint text-xs">
            <MousePointer2Off aria-hidden size={14} /> View only
          </span>
        </Tooltip>
      );
    case "ask":
      return (
        <Tooltip hint="The visitor is asked whether you may click and type in the page">
          <Button
            size="small"
            className="h-8"
            icon={<Hand aria-hidden size={14} />}
            onClick={onTake}
          >
            Ask for control
          </Button>
        </Tooltip>
      );
    case "asking":
      return (
        <Tooltip hint="The visitor is being asked. Press to ask no more">
          <Button
            size="small"
            className="h-8"
            aria-pressed={true}
            icon={<Hourglass aria-hidden size={14} />}
            onClick={onRelease}
          >
            Asked…
          </Button>
        </Tooltip>
      );
    case "other":
      return (
        <Button size="small" className="h-8" icon={<Hand aria-hidden size={14} />} onClick={onTake}>
          <span>
            Take control
            <span className="sr-only sm:not-sr-only">
              {" "}
              from {holder?.name ?? "the other agent"}
            </span>
          </span>
        </Button>
      );
    case "off":
      return (
        <Tooltip hint="Let your mouse and keys act in the visitor's page">
          <Button
            size="small"
            className="h-8"
            aria-pressed={false}
            icon={<MousePointerClick aria-hidden size={14} />}
            onClick={onTake}
          >
            Control
          </Button>
        </Tooltip>
      );
    case "ready":
    case "mine":
      return (
        <Tooltip
          hint={
            state === "mine"
              ? "You are in control. Press to give it back"
              : "Your first click, scroll or key in the page takes control. Press to watch only"
          }
        >
          <Button
            size="small"
            look="primary"
            className="h-8"
            aria-pressed={true}
            icon={<MousePointerClick aria-hidden size={14} />}
            onClick={onRelease}
          >
            {state === "mine" ? "In control" : "Control on"}
          </Button>
        </Tooltip>
      );
  }
}
