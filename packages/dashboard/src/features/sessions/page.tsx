import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { inWords } from "../../api/errors.ts";
import { useMe } from "../../app/me.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { readFilters, type SessionFilters } from "./address.ts";
import { NoSessionFits, NoSessionsYet } from "./empty.tsx";
import { type Change, SessionFilterBar } from "./filters.tsx";
import { LoadingSessions, SessionList } from "./list.tsx";
import { useSessions } from "./queries.ts";

/** All sessions of the team, the newest first; those that run are kept up to date. */
export function SessionsPage() {
  const filters: SessionFilters = useSearch({ from: "/signed-in/shell/sessions" });
  const navigate = useNavigate({ from: "/sessions" });
  const list = useSessions(filters);
  const hidesDetails = useMe().agent.hide_private_details;
  usePageTitle("Sessions");
  const change = useCallback(
    (next: Change) => {
      void navigate({ search: (old) => readFilters({ ...old, ...next }), replace: true });
    },
    [navigate],
  );
  const onSearch = useCallback(
    (typed: string) => change({ visitor: typed === "" ? undefined : typed }),
    [change],
  );
  const clear = () => void navigate({ search: {}, replace: true });
  const { rows } = list;
  const narrows = Object.keys(filters).length > 0;

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 pt-4 pb-3 sm:px-6">
        <h1 className="font-semibold text-xl tracking-tight">Sessions</h1>
        <div className="w-full min-w-0 sm:ml-auto sm:w-80">
          <SearchField
            label="Search sessions by visitor"
            placeholder={hidesDetails ? "A visitor’s whole id" : "Visitor: name, e-mail, id, #tag…"}
            value={filters.visitor ?? ""}
            onSearch={onSearch}
          />
        </div>
      </header>
      <SessionFilterBar
        filters={filters}
        onChange={change}
        onClear={() => void navigate({ search: ({ visitor }) => readFilters({ visitor }) })}
      />
      {list.error !== null && (
        <div className="px-4 pb-3 sm:px-6">
          <Notice
            kind="bad"
            action={
              <Button size="small" onClick={list.retry}>
                Try again
              </Button>
            }
          >
            The sessions could not be read. {inWords(list.error)}
          </Notice>
        </div>
      )}
      <div className="flex min-h-0 flex-1 flex-col border-line border-t bg-surface">
        {rows === null ? (
          list.error === null && <LoadingSessions />
        ) : rows.length > 0 ? (
          <SessionList
            rows={rows}
            hasMore={list.hasMore}
            loadMore={list.loadMore}
            dimmed={list.isStale}
          />
        ) : narrows ? (
          <NoSessionFits onClear={clear} />
        ) : (
          <NoSessionsYet />
        )}
        {list.isLoadingMore && (
          <p role="status" className="border-line border-t px-6 py-2 text-ink-faint text-xs">
            Loading older sessions…
          </p>
        )}
      </div>
      <p className="sr-only" role="status">
        {rows !== null && narrows && `${rows.length}${list.hasMore ? " and more" : ""} found`}
      </p>
    </div>
  );
}
