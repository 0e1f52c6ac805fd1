import { type Participant, participantColor } from "@userview/protocol";
import { MousePointer2 } from "lucide-react";
import { initials } from "../../ui/avatar.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";

/** Who takes part, each in the colour of their pointer; whoever is in control has a pointer at the corner. */
export function People({
  people,
  me,
  control,
}: {
  people: readonly Participant[];
  me: string;
  control: string | null;
}) {
  return (
    <ul aria-label="Who is here" className="flex items-center -space-x-1.5">
      {people.map((one) => {
        const name = one.id === me ? `${one.name} (you)` : one.name;
        const says = one.id === control ? `${name}, in control` : name;
        return (
          <li key={one.id} className={one.id === control ? "relative z-1" : ""}>
            <Tooltip hint={says}>
              <span
                className="relative grid size-7 place-items-center rounded-full border-2 border-surface font-semibold text-[0.625rem] text-white"
                style={{ backgroundColor: participantColor(one.color) }}
              >
                <span aria-hidden>{initials(one.name)}</span>
                <span className="sr-only">{says}</span>
                {one.id === control && (
                  <span
                    aria-hidden
                    className="absolute -right-1.5 -bottom-1 grid size-4 place-items-center rounded-full border border-line bg-surface text-ink"
                  >
                    <MousePointer2 size={10} />
                  </span>
                )}
              </span>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
