import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { Visitor } from "../../api/client.ts";
import { classNames } from "../../ui/class-names.ts";
import { useNow } from "../../ui/time.tsx";
import { ROW_COLUMNS, ROW_HEIGHT, VisitorRow } from "./row.tsx";

const OVERSCAN = 8;

const HEADER =
  "h-9 border-line border-b bg-surface text-left text-ink-faint text-xs [&_th]:font-medium";

/** The rows, of which only those in sight exist; more are asked for when the end comes near. */
export function VisitorList({
  visitors,
  hasMore,
  loadMore,
  dimmed,
}: {
  visitors: readonly Visitor[];
  hasMore: boolean;
  loadMore: () => void;
  dimmed: boolean;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow(15_000);
  const virtual = useVirtualizer({
    count: visitors.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => visitors[index]?.short_id ?? index,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const nearEnd = hasMore && last >= visitors.length - 2 * OVERSCAN;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that arrives may leave room for another
  useEffect(() => {
    if (nearEnd) loadMore();
  }, [nearEnd, visitors.length]);

  const focusRow = (index: number) => {
    const target = Math.max(0, Math.min(visitors.length - 1, index));
    virtual.scrollToIndex(target);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-row="${target}"]`)?.focus();
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    const here = row === null ? null : Number(row.dataset["row"]);
    const step = here === null ? undefined : stepOf(event.key, here, visitors.length);
    if (step === undefined) return;
    event.preventDefault();
    focusRow(step);
  };

  return (
    <div
      ref={scroller}
      className={classNames(
        "min-h-0 flex-1 overflow-y-auto transition-opacity",
        dimmed && "opacity-60",
      )}
    >
      <table
        aria-label="Visitors"
        aria-rowcount={hasMore ? -1 : visitors.length + 1}
        onKeyDown={onKeyDown}
        className="block"
      >
        <thead className="sticky top-0 z-10 block">
          <tr aria-rowindex={1} className={classNames(ROW_COLUMNS, HEADER)}>
            <th scope="col">Visitor</th>
            <th scope="col" className="hidden md:block">
              Page
            </th>
            <th scope="col" className="hidden xl:block">
              Browser
            </th>
            <th scope="col" className="hidden xl:block">
              Place
            </th>
            <th scope="col" className="hidden md:block">
              Last seen
            </th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const visitor = visitors[item.index];
            return visitor === undefined ? null : (
              <VisitorRow
                key={item.key}
                visitor={visitor}
                now={now}
                index={item.index}
                top={item.start}
              />
            );
          })}
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
