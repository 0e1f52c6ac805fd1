import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import type { Visitor } from "../../api/client.ts";
import { inWords } from "../../api/errors.ts";
import { useMe } from "../../app/me.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { asSearch, fromSearch, readFilters, type VisitorFilters } from "./address.ts";
import { PlacesCredit } from "./credit.tsx";
import { NothingFound, NoVisitorsYet } from "./empty.tsx";
import { EraseOfflineButton, EraseOfflineProgress, useEraseOffline } from "./erase-offline.tsx";
import { type Change, VisitorFilterBar } from "./filters.tsx";
import { VisitorList } from "./list.tsx";
import { LoadingList } from "./loading.tsx";
import { useRoster } from "./queries.ts";
import { place } from "./words.ts";

/** Nobody needs them before the list is there. */
const SavedSearches = lazy(() => import("./saved.tsx"));

/** Who is on the team's sites now, and who was. */
export function VisitorsPage() {
  const filters: VisitorFilters = useSearch({ from: "/signed-in/shell/" });
  const { search = "", show = "all" } = filters;
  const navigate = useNavigate({ from: "/" });
  const asked = asSearch(filters);
  const [isAway, setAway] = useState(false);
  const roster = useRoster(filters, isAway);
  const erasing = useEraseOffline();
  usePageTitle(roster.online === null ? "Visitors" : `(${roster.online}) Visitors`);

  const change = useCallback(
    (next: Change) => {
      void navigate({ search: (old) => readFilters({ ...old, ...next }), replace: true });
    },
    [navigate],
  );
  const onSearch = useCallback((next: string) => change({ search: next }), [change]);
  const apply = (saved: string) => void navigate({ search: fromSearch(saved) });
  const showAll = () => void navigate({ search: {}, replace: true });
  // What the server found may have changed since.
  const visitors =
    show === "online" ? (roster.visitors?.filter((one) => one.is_online) ?? null) : roster.visitors;

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 pt-4 pb-3 sm:px-6">
        <div className="flex items-baseline gap-3">
          <h1 className="font-semibold text-xl tracking-tight">Visitors</h1>
          <OnlineCount online={roster.online} />
        </div>
        <div className="order-last flex w-full min-w-0 items-center gap-3 sm:order-none sm:ml-auto sm:w-auto sm:max-w-xl sm:flex-1">
          <SearchField
            label="Search visitors"
            placeholder="Search by name, e-mail, #tag, page, place…"
            value={search}
            onSearch={onSearch}
          />
          <Segmented
            label="Which visitors"
            value={show}
            onChange={(next) => change({ show: next === "all" ? undefined : next })}
            choices={[
              { value: "all", label: "All" },
              { value: "online", label: "Online" },
            ]}
          />
          <EraseOfflineButton erasing={erasing} />
        </div>
      </header>
      <VisitorFilterBar
        filters={filters}
        onChange={change}
        onClear={() =>
          void navigate({
            search: (old: VisitorFilters) => readFilters({ search: old.search, show: old.show }),
          })
        }
      />
      <Suspense fallback={<div className="h-10" />}>
        <SavedSearches current={asked} onApply={apply} />
      </Suspense>
      <div className="px-4 pb-3 empty:hidden sm:px-6">
        <EraseOfflineProgress erasing={erasing} />
      </div>
      {roster.error !== null && (
        <div className="px-4 pb-3 sm:px-6">
          <Notice
            kind="bad"
            action={
              <Button size="small" onClick={roster.retry}>
                Try again
              </Button>
            }
          >
            The visitors could not be read. {inWords(roster.error)}
          </Notice>
        </div>
      )}
      <div className="flex min-h-0 flex-1 flex-col border-line border-t bg-surface">
        {visitors === null ? (
          roster.error === null && <LoadingList />
        ) : visitors.length > 0 ? (
          <>
            <VisitorList
              visitors={visitors}
              hasMore={roster.hasMore}
              loadMore={roster.loadMore}
              dimmed={roster.isStale}
              above={roster.above}
              onAway={setAway}
            />
            <PlacesNote visitors={visitors} />
          </>
        ) : asked === "" ? (
          <NoVisitorsYet />
        ) : asked === "online" ? (
          <NobodyOnline onShowAll={showAll} />
        ) : (
          <NothingFound search={asked} onClear={showAll} />
        )}
      </div>
      <p className="sr-only" role="status">
        {visitors !== null && asked !== "" && `${visitors.length} found`}
      </p>
    </div>
  );
}

/** Below the list, in windows wide enough for the column of places. */
function PlacesNote({ visitors }: { visitors: readonly Visitor[] }) {
  const credit = useMe().places_credit;
  if (credit === null || visitors.every((visitor) => place(visitor) === null)) return null;
  return (
    <p className="hidden border-line border-t px-6 py-1.5 text-right text-xs xl:block">
      <PlacesCredit />
    </p>
  );
}

function OnlineCount({ online }: { online: number | null }) {
  if (online === null) return null;
  return (
    <span className="inline-flex items-center gap-1.5 font-medium text-ok-ink text-sm">
      <span aria-hidden className="size-2 rounded-full bg-ok" />
      <span className="tabular-nums">{online}</span> online
    </span>
  );
}

function NobodyOnline({ onShowAll }: { onShowAll: () => void }) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-3 p-8 text-center">
      <p className="font-semibold text-lg">Nobody is online right now</p>
      <p className="text-ink-soft">
        Visitors appear here by themselves as soon as they open a page.
      </p>
      <Button onClick={onShowAll}>Show all visitors</Button>
    </div>
  );
}
