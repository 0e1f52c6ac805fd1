import { LoadingTable } from "../../ui/loading-table.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ROW_COLUMNS, ROW_HEIGHT } from "./row.tsx";

/** The list before anything was read. */
export function LoadingList() {
  return (
    <LoadingTable
      words="Loading visitors…"
      columns={ROW_COLUMNS}
      rowHeight={ROW_HEIGHT}
      before={<Skeleton className="size-2.5 rounded-full" />}
      cells={
        <>
          <Skeleton className="hidden h-3.5 w-40 max-w-full md:block" />
          <Skeleton className="hidden h-3.5 w-24 xl:block" />
          <Skeleton className="hidden h-3.5 w-24 xl:block" />
          <Skeleton className="hidden h-3.5 w-14 md:block" />
          <Skeleton className="h-7 w-full" />
        </>
      }
    />
  );
}
