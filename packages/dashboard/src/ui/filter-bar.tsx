import { ListFilter, X } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";

/** Filters in a row; in narrow windows behind a button that says how many narrow. */
export function FilterBar({
  count,
  onClear,
  children,
  end,
}: {
  /** How many narrow now. */
  count: number;
  onClear: () => void;
  children: ReactNode;
  /** At the end of the row, always in sight. */
  end?: ReactNode;
}) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3 sm:px-6">
      <Button
        size="small"
        className="h-8 sm:hidden"
        icon={<ListFilter aria-hidden size={14} />}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {count === 0 ? "Filters" : `Filters (${count})`}
      </Button>
      <fieldset
        id={id}
        aria-label="Filters"
        className={classNames(
          "order-last w-full min-w-0 flex-wrap items-center gap-2 sm:order-none sm:flex sm:w-auto",
          isOpen ? "flex" : "hidden",
        )}
      >
        {children}
      </fieldset>
      {count > 0 && (
        <Button size="small" look="ghost" icon={<X aria-hidden size={14} />} onClick={onClear}>
          Clear filters
        </Button>
      )}
      {end !== undefined && <div className="ml-auto flex items-center gap-2">{end}</div>}
    </div>
  );
}
