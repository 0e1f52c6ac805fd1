import { Skeleton } from "../../ui/skeleton.tsx";

/** Stands for a page whose values are not there yet. */
export function Loading() {
  return (
    <div role="status" className="grid gap-5">
      <span className="sr-only">Loading the settings…</span>
      <Skeleton className="h-44 rounded-xl" />
      <Skeleton className="h-64 rounded-xl" />
    </div>
  );
}
