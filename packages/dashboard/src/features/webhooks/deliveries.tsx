import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { inWords } from "../../api/errors.ts";
import type { Delivery, DeliveryState, Webhook } from "../../api/webhooks.ts";
import { useServices } from "../../app/services.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { inputLook } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { TimeAgo, useNow } from "../../ui/time.tsx";
import { DeliveryDetail } from "./delivery.tsx";
import { deliveriesQuery, type Filter } from "./queries.ts";
import { outcomeInWords, PRESENT_EVENTS, STATES } from "./words.ts";

const CHOICES = [
  { value: "all", label: "All" },
  { value: "delivered", label: "Delivered" },
  { value: "waiting", label: "Waiting" },
  { value: "failed", label: "Failed" },
] as const;

/** What went to a webhook, newest first; `open` is looked at. */
export function Deliveries({
  webhook,
  open,
  onOpen,
}: {
  webhook: Webhook;
  open: string | null;
  onOpen: (id: string | null) => void;
}) {
  const { api } = useServices();
  const now = useNow(10_000);
  const [filter, setFilter] = useState<Filter>({ state: null, event: null });
  const found = useInfiniteQuery(deliveriesQuery(api, webhook.id, filter));
  const deliveries = found.data?.pages.flatMap((page) => page.deliveries) ?? [];
  const filtered = filter.state !== null || filter.event !== null;
  return (
    <Card title="Deliveries">
      <FilterBar filter={filter} onChange={setFilter} />
      {found.data === undefined ? (
        <div className="p-4">
          {found.error === null ? (
            <Skeleton className="h-24 rounded-lg" />
          ) : (
            <Notice kind="bad">{inWords(found.error)}</Notice>
          )}
        </div>
      ) : deliveries.length === 0 ? (
        <p className="px-4 py-8 text-center text-ink-soft">
          {filtered
            ? "Nothing fits this filter."
            : "Nothing yet. Deliveries appear here as things happen, and stay for 30 days unless the server is set otherwise."}
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {deliveries.map((delivery) => (
            <Row
              key={delivery.id}
              delivery={delivery}
              now={now}
              isOpen={delivery.id === open}
              onToggle={() => onOpen(delivery.id === open ? null : delivery.id)}
            />
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <div className="border-line border-t p-3 text-center">
          <Button
            size="small"
            disabled={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            Show older ones
          </Button>
        </div>
      )}
    </Card>
  );
}

function FilterBar({ filter, onChange }: { filter: Filter; onChange: (next: Filter) => void }) {
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
      <Segmented
        label="State of deliveries"
        value={filter.state ?? "all"}
        choices={CHOICES}
        onChange={(next: DeliveryState | "all") =>
          onChange({ ...filter, state: next === "all" ? null : next })
        }
      />
      <label htmlFor={id} className="sr-only">
        Event
      </label>
      <select
        id={id}
        value={filter.event ?? ""}
        onChange={(change) => onChange({ ...filter, event: change.currentTarget.value || null })}
        className={`${inputLook.replace("h-9", "h-8")} max-w-52`}
      >
        <option value="">Every event</option>
        {[...PRESENT_EVENTS, "webhook.test"].map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function Row({
  delivery,
  now,
  isOpen,
  onToggle,
}: {
  delivery: Delivery;
  now: number;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const state = STATES[delivery.state];
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex w-full items-center gap-3 px-4 py-2.5 text-left transition-colors hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Chevron aria-hidden size={14} className="shrink-0 text-ink-faint" />
        <span className="grid min-w-0 flex-1">
          <code className="truncate font-mono text-xs leading-5">{delivery.event}</code>
          <span className="truncate text-ink-faint text-xs">{outcomeInWords(delivery)}</span>
        </span>
        <span className="shrink-0 text-ink-faint text-xs">
          <TimeAgo at={delivery.created_at} now={now} />
        </span>
        <span className="flex w-18 shrink-0 justify-end">
          <Badge tone={state.tone}>{state.label}</Badge>
        </span>
      </button>
      {isOpen && <DeliveryDetail delivery={delivery} />}
    </li>
  );
}
