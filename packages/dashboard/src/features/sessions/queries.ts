import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import type { Api } from "../../api/client.ts";
import { useServices, useStore } from "../../app/services.tsx";
import { asQuery, type SessionFilters } from "./address.ts";
import { mergeSessions, type SessionsPage } from "./merge.ts";

/** When the desk tells of changes the newest are read again: at once, then at most so often. */
const AGAIN_MS = 2_000;

/** Read again anyway after this long: what no visitor's news tell, and without a live connection. */
const REFRESH_MS = 15_000;

/** Agents and sites to narrow by. */
export function choicesQuery(api: Api) {
  return queryOptions({
    queryKey: ["sessions", "choices"],
    queryFn: ({ signal }) => api.sessions.choices(signal),
    staleTime: 30_000,
  });
}

/** The list: pages as one scrolls, of which the newest are read again as things happen. */
export function useSessions(filters: SessionFilters) {
  const { api, live } = useServices();
  const desk = useStore(live.desk.store);
  useEffect(() => live.openDesk(), [live]);
  const asked = asQuery(filters);
  const read = async (cursor: string | null, signal: AbortSignal): Promise<SessionsPage> => {
    const answer = await api.sessions.page(asked, cursor, signal);
    return {
      sessions: answer.sessions,
      nextCursor: answer.next_cursor,
      readAt: Date.now(),
    };
  };
  const pages = useInfiniteQuery({
    queryKey: ["sessions", "pages", asked],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
    // Only what is looked at is kept: whoever comes back reads it anew.
    gcTime: 0,
  });
  const isRead = pages.data !== undefined && !pages.isPlaceholderData;
  const head = useQuery({
    queryKey: ["sessions", "head", asked],
    queryFn: ({ signal }) => read(null, signal),
    enabled: isRead,
    refetchInterval: REFRESH_MS,
    structuralSharing: false,
    gcTime: 0,
    // The first page was read a moment ago.
    initialData: pages.isPlaceholderData ? undefined : pages.data?.pages[0],
    initialDataUpdatedAt: pages.dataUpdatedAt,
    staleTime: AGAIN_MS,
  });
  useAgain(desk.sequence, head.refetch);

  const all = pages.data?.pages;
  const newest = isRead ? head.data : undefined;
  const onlyRunning = filters.state === "running";
  const rows = useMemo(
    () => (all === undefined ? null : mergeSessions(newest, all, desk.updates, onlyRunning)),
    [newest, all, desk.updates, onlyRunning],
  );
  return {
    /** Null until something was read. */
    rows,
    error: pages.error ?? head.error,
    retry: () => void (pages.error === null ? head : pages).refetch(),
    /** The rows shown are of other filters. */
    isStale: pages.isPlaceholderData,
    isLoadingMore: pages.isFetchingNextPage,
    hasMore: pages.hasNextPage,
    loadMore: () => {
      if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
    },
  };
}

/** Reads again when the desk has moved on: at once, then at most every `AGAIN_MS`. */
function useAgain(sequence: number, again: () => unknown): void {
  const asked = useRef({ at: 0, sequence });
  useEffect(() => {
    if (sequence === asked.current.sequence) return;
    const wait = Math.max(0, asked.current.at + AGAIN_MS - Date.now());
    const timer = setTimeout(() => {
      asked.current = { at: Date.now(), sequence };
      again();
    }, wait);
    return () => clearTimeout(timer);
  }, [sequence, again]);
}
