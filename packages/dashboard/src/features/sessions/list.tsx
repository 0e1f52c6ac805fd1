import { LoadingTable } from "../../ui/loading-table.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useNow } from "../../ui/time.tsx";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import type { SessionRow as Row } from "./merge.ts";
import { ROW_COLUMNS, ROW_HEIGHT, SessionRow } from "./row.tsx";

/** The rows, of which only those in sight exist. */
export function SessionList({
  rows,
  hasMore,
  loadMore,
  dimmed,
}: {
  rows: readonly Row[];
  hasMore: boolean;
  loadMore: () => void;
  dimmed: boolean;
}) {
  const now = useNow(15_000);
  return (
    <VirtualTable
      label="Sessions"
      columns={ROW_COLUMNS}
      head={<Head />}
      count={rows.length}
      rowHeight={ROW_HEIGHT}
      renderRow={(index, top) => {
        const row = rows[index];
        return row === undefined ? null : (
          <SessionRow key={row.session.id} row={row} now={now} index={index} top={top} />
        );
      }}
      hasMore={hasMore}
      loadMore={loadMore}
      dimmed={dimmed}
    />
  );
}

function Head() {
  return (
    <>
      <th scope="col">Visitor</th>
      <th scope="col" className="hidden md:block">
        Agents
      </th>
      <th scope="col" className="hidden md:block">
        How it ended
      </th>
      <th scope="col" className="hidden xl:block">
        How it began
      </th>
      <th scope="col" className="text-right md:text-left">
        Length
      </th>
      <th scope="col" className="hidden md:block">
        When
      </th>
    </>
  );
}

/** The list before anything was read. */
export function LoadingSessions() {
  return (
    <LoadingTable
      words="Loading sessions…"
      columns={ROW_COLUMNS}
      rowHeight={ROW_HEIGHT}
      cells={
        <>
          <Skeleton className="hidden h-3.5 w-20 md:block" />
          <Skeleton className="hidden h-3.5 w-36 max-w-full md:block" />
          <Skeleton className="hidden h-3.5 w-28 xl:block" />
          <Skeleton className="h-3.5 w-10" />
          <Skeleton className="hidden h-3.5 w-16 md:block" />
        </>
      }
    />
  );
}
