import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Visitor } from "../../api/client.ts";
import { inWords } from "../../api/errors.ts";
import { useMe } from "../../app/me.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { PlacesCredit } from "./credit.tsx";
import { NothingFound, NoVisitorsYet } from "./empty.tsx";
import { EraseOfflineButton, EraseOfflineProgress, useEraseOffline } from "./erase-offline.tsx";
import { VisitorList } from "./list.tsx";
import { LoadingList } from "./loading.tsx";
import { useRoster } from "./queries.ts";
import { place } from "./words.ts";

/** Who is on the team's sites now, and who was. */
export function VisitorsPage() {
  const { search = "", show = "all" } = useSearch({ from: "/signed-in/shell/" });
  const navigate = useNavigate({ from: "/" });
  const asked = show === "online" ? `online ${search}`.trim() : search;
  const roster = useRoster(asked);
  const erasing = useEraseOffline();
  usePageTitle(roster.online === null ? "Visitors" : `(${roster.online}) Visitors`);

  const onSearch = useCallback(
    (next: string) => {
      void navigate({
        search: (old) => ({ ...old, search: next === "" ? undefined : next }),
        replace: true,
      });
    },
    [navigate],
  );
  const onShow = (next: "all" | "online") => {
    void navigate({
      search: (old) => ({ ...old, show: next === "all" ? undefined : next }),
      replace: true,
    });
  };
  const showAll = () => void navigate({ search: {}, replace: true });
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
            onChange={onShow}
            choices={[
              { value: "all", label: "All" },
              { value: "online", label: "Online" },
            ]}
          />
          <EraseOfflineButton erasing={erasing} />
        </div>
      </header>
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
            />
            <PlacesNote visitors={visitors} />
          </>
        ) : asked === "" ? (
          <NoVisitorsYet />
        ) : search === "" ? (
          <NobodyOnline onShowAll={showAll} />
        ) : (
          <NothingFound search={search} onClear={showAll} />
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
