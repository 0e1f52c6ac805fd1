import type { DrawTool } from "@userview/viewer/port";
import { Eraser, type LucideIcon, PenLine, SquareDashedMousePointer, Sun } from "lucide-react";
import { buttonLook } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Tooltip } from "../../ui/tooltip.tsx";

interface Choice {
  tool: DrawTool;
  label: string;
  hint: string;
  icon: LucideIcon;
}

const CHOICES: readonly Choice[] = [
  {
    tool: "laser",
    label: "Laser",
    hint: "Point at something: a light that the visitor sees",
    icon: Sun,
  },
  {
    tool: "pen",
    label: "Pen",
    hint: "Draw on the page. Strokes fade after some seconds",
    icon: PenLine,
  },
  {
    tool: "highlight",
    label: "Highlight",
    hint: "Press on a part of the page to put a frame around it",
    icon: SquareDashedMousePointer,
  },
];

/** What the mouse over the mirror draws with; pressed once more, it is for the page again. */
export function DrawTools({
  tool,
  onTool,
  onClear,
}: {
  tool: DrawTool | null;
  onTool: (tool: DrawTool | null) => void;
  onClear: () => void;
}) {
  return (
    <div role="toolbar" aria-label="Drawing" className="flex items-center gap-0.5">
      {CHOICES.map(({ tool: own, label, hint, icon: Icon }) => (
        <Tooltip key={own} hint={tool === own ? `${hint}. Press again to stop` : hint}>
          <button
            type="button"
            aria-label={label}
            aria-pressed={tool === own}
            className={classNames(buttonLook(tool === own ? "primary" : "ghost", "icon"))}
            onClick={() => onTool(tool === own ? null : own)}
          >
            <Icon aria-hidden size={16} />
          </button>
        </Tooltip>
      ))}
      <Tooltip hint="Take away what you have drawn">
        <button
          type="button"
          aria-label="Clear drawings"
          className={buttonLook("ghost", "icon")}
          onClick={onClear}
        >
          <Eraser aria-hidden size={16} />
        </button>
      </Tooltip>
    </div>
  );
}
