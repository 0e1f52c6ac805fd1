import type { ReactNode } from "react";
import { Skeleton } from "./skeleton.tsx";

const ROWS = 9;

/** A list of people before anything was read: rows of the right height, each with a face, two lines, and the cells that follow. */
export function LoadingTable({
  words,
  columns,
  rowHeight,
  before,
  cells,
}: {
  /** For screen readers. */
  words: string;
  columns: string;
  /** In pixels. */
  rowHeight: number;
  /** In front of the face. */
  before?: ReactNode;
  cells: ReactNode;
}) {
  return (
    <div role="status" className="min-h-0 flex-1 overflow-hidden">
      <span className="sr-only">{words}</span>
      <div className="h-9 border-line border-b" />
      {Array.from({ length: ROWS }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
          key={index}
          className={`${columns} border-line border-b`}
          style={{ height: rowHeight }}
        >
          <div className="flex items-center gap-3">
            {before}
            <Skeleton className="size-8 rounded-full" />
            <div className="grid flex-1 gap-1.5">
              <Skeleton className="h-3.5 w-32 max-w-full" />
              <Skeleton className="h-3 w-44 max-w-full" />
            </div>
          </div>
          {cells}
        </div>
      ))}
    </div>
  );
}
