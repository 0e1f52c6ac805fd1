import { Skeleton } from "../../ui/skeleton.tsx";
import { ROW_COLUMNS, ROW_HEIGHT } from "./row.tsx";

/** The list before anything was read. */
export function LoadingList() {
  return (
    <div role="status" className="min-h-0 flex-1 overflow-hidden">
      <span className="sr-only">Loading visitors…</span>
      <div className="h-9 border-line border-b" />
      {Array.from({ length: 9 }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
          key={index}
          className={`${ROW_COLUMNS} border-line border-b`}
          style={{ height: ROW_HEIGHT }}
        >
          <div className="flex items-center gap-3">
            <Skeleton className="size-2.5 rounded-full" />
            <Skeleton className="size-8 rounded-full" />
            <div className="grid flex-1 gap-1.5">
              <Skeleton className="h-3.5 w-32 max-w-full" />
              <Skeleton className="h-3 w-44 max-w-full" />
            </div>
          </div>
          <Skeleton className="hidden h-3.5 w-40 max-w-full md:block" />
          <Skeleton className="hidden h-3.5 w-24 xl:block" />
          <Skeleton className="hidden h-3.5 w-24 xl:block" />
          <Skeleton className="hidden h-3.5 w-14 md:block" />
          <Skeleton className="h-7 w-full" />
        </div>
      ))}
    </div>
  );
}
