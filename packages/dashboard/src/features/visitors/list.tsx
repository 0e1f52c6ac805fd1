import type { Visitor } from "../../api/client.ts";
import { useNow } from "../../ui/time.tsx";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import { ROW_COLUMNS, ROW_HEIGHT, VisitorRow } from "./row.tsx";

/** The rows, of which only those in sight exist; more are asked for when the end comes near. */
export function VisitorList({
  visitors,
  hasMore,
  loadMore,
  dimmed,
  above,
  onAway,
}: {
  visitors: readonly Visitor[];
  hasMore: boolean;
  loadMore: () => void;
  dimmed: boolean;
  /** How many have come that are shown at the top. */
  above: number;
  onAway: (isAway: boolean) => void;
}) {
  const now = useNow(15_000);
  return (
    <VirtualTable
      label="Visitors"
      columns={ROW_COLUMNS}
      head={<Head />}
      count={visitors.length}
      rowHeight={ROW_HEIGHT}
      renderRow={(index, top) => {
        const visitor = visitors[index];
        return visitor === undefined ? null : (
          <VisitorRow key={visitor.short_id} visitor={visitor} now={now} index={index} top={top} />
        );
      }}
      hasMore={hasMore}
      loadMore={loadMore}
      dimmed={dimmed}
      above={above}
      onAway={onAway}
    />
  );
}

function Head() {
  return (
    <>
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
    </>
  );
}
