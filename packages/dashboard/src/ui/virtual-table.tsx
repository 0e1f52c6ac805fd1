import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";

const OVERSCAN = 8;

const HEADER =
  "h-9 border-line border-b bg-surface text-left text-ink-faint text-xs [&_th]:font-medium";

/** The link that leads from a row, over all of it; it bears `data-row`, by which arrow keys find it. */
export const ROW_LINK =
  "truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2";

/** A row's own look, beside its columns; `style` puts it in its place. */
export const ROW_LOOK =
  "absolute inset-x-0 top-0 border-line border-b transition-[background-color] focus-within:bg-hover hover:bg-hover";

/**
 * A table of which only the rows in sight exist, all of one height; more are asked for when the end comes near. Arrow keys,
 * Home and End go from row to row.
 */
export function VirtualTable({
  label,
  columns,
  head,
  count,
  rowHeight,
  renderRow,
  hasMore,
  loadMore,
  dimmed,
  above = 0,
  onAway,
}: {
  label: string;
  /** Class names that lay the columns out, those of the rows. */
  columns: string;
  /** The header's cells. */
  head: ReactNode;
  count: number;
  /** Pixels. */
  rowHeight: number;
  /** A row `tr`, with a key, at its distance from the top in pixels. */
  renderRow: (index: number, top: number) => ReactNode;
  hasMore: boolean;
  loadMore: () => void;
  dimmed: boolean;
  /** How many more rows there are at the top, for somebody who goes there. */
  above?: number;
  /** Somebody has gone down in the table, or is back at its top. */
  onAway?: (isAway: boolean) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  // Keys by place: with others, all of thousands of rows would be laid out anew at each change.
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const nearEnd = hasMore && last >= count - 2 * OVERSCAN;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that arrives may leave room for another
  useEffect(() => {
    if (nearEnd) loadMore();
  }, [nearEnd, count]);

  const focusRow = (index: number) => {
    const target = Math.max(0, Math.min(count - 1, index));
    virtual.scrollToIndex(target);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-row="${target}"]`)?.focus();
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    const here = row === null ? null : Number(row.dataset["row"]);
    const step = here === null ? undefined : stepOf(event.key, here, count);
    if (step === undefined) return;
    event.preventDefault();
    focusRow(step);
  };

  const isAway = (virtual.scrollOffset ?? 0) > rowHeight;
  useEffect(() => onAway?.(isAway), [onAway, isAway]);
  useEffect(() => () => onAway?.(false), [onAway]);

  return (
    <div
      ref={scroller}
      className={classNames(
        "min-h-0 flex-1 overflow-y-auto transition-opacity",
        dimmed && "opacity-60",
      )}
    >
      {above > 0 && (
        <div className="sticky top-10 z-20 h-0 text-center">
          <Button
            look="primary"
            size="small"
            icon={<ArrowUp aria-hidden size={13} />}
            className="shadow-pop"
            onClick={() => virtual.scrollToOffset(0)}
          >
            {above} more at the top
          </Button>
        </div>
      )}
      <table
        aria-label={label}
        aria-rowcount={hasMore ? -1 : count + 1}
        onKeyDown={onKeyDown}
        className="block"
      >
        <thead className="sticky top-0 z-10 block">
          <tr aria-rowindex={1} className={classNames(columns, HEADER)}>
            {head}
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => renderRow(item.index, item.start))}
        </tbody>
      </table>
    </div>
  );
}

function stepOf(key: string, here: number, count: number): number | undefined {
  switch (key) {
    case "ArrowDown":
      return here + 1;
    case "ArrowUp":
      return here - 1;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
