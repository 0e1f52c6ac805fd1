import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Api } from "../../api/client.ts";
import { useServices, useStore } from "../../app/services.tsx";
import { asSearch, fitsOf, fromSearch, type VisitorFilters } from "./address.ts";
import { heldBack, type ListPage, mergeRoster } from "./roster.ts";

/** The most that the server gives at once. */
const PAGE_SIZE = 100;

/** Without a live connection the list is read anyway after this long. */
const DESK_PATIENCE_MS = 1500;

/** While searching, what the desk says may change who is found: the search is asked again, at most so often. */
const SEARCH_AGAIN_MS = 2000;

/** One visitor, as REST gives it. */
export function visitorQuery(api: Api, shortId: string) {
  return queryOptions({
    queryKey: ["visitor", shortId],
    queryFn: ({ signal }) => api.visitor(shortId, signal),
  });
}

/** By what the list may be narrowed. */
export function choicesQuery(api: Api) {
  return queryOptions({
    queryKey: ["visitor-choices"],
    queryFn: ({ signal }) => api.searches.choices(signal),
    staleTime: 30_000,
  });
}

/** Saved searches, one's own and the team's. */
export function searchesQuery(api: Api) {
  return queryOptions({
    queryKey: ["saved-searches"],
    queryFn: ({ signal }) => api.searches.list(signal),
    staleTime: 60_000,
  });
}

/** The live list: subscribed to the desk first, then read, then kept up to date (rule D1). `isAway`: somebody has gone down in it. */
export function useRoster(filters: VisitorFilters, isAway: boolean) {
  const search = asSearch(filters);
  const fits = useMemo(() => fitsOf(fromSearch(search)), [search]);
  const { api, live } = useServices();
  const queryClient = useQueryClient();
  const desk = useStore(live.desk.store);
  useEffect(() => live.openDesk(), [live]);
  const patient = useElapsed(DESK_PATIENCE_MS);
  // What can be told from what the desk says need not be asked again.
  const asksAgain = fits === null;

  const query = useInfiniteQuery({
    queryKey: ["visitors", search],
    queryFn: async ({ pageParam, signal }): Promise<ListPage> => {
      const { sequence: asOf, generation } = live.desk.store.get();
      const answer = await api.visitors({ search, cursor: pageParam, limit: PAGE_SIZE }, signal);
      return { visitors: answer.visitors, nextCursor: answer.next_cursor, asOf, generation };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    // Comparing thousands of visitors with themselves at each page costs more than showing them again.
    structuralSharing: false,
    enabled: desk.generation > 0 || patient,
    staleTime: asksAgain ? 0 : Number.POSITIVE_INFINITY,
  });

  const readAt = query.data?.pages[0]?.generation;
  const outdated = readAt !== undefined && readAt < desk.generation;
  useEffect(() => {
    if (outdated) readAgain(queryClient, ["visitors", search]);
  }, [outdated, queryClient, search]);

  useSearchAgain(asksAgain ? search : null, desk.sequence);

  const pages = query.data?.pages;
  const merged = useMemo(
    () => (pages === undefined ? null : mergeRoster(pages, desk.updates, fits)),
    [pages, desk.updates, fits],
  );
  const atTop = useRef(merged);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was there when somebody went down
  const shown = useMemo(
    () => (isAway ? new Set(atTop.current?.map((one) => one.short_id)) : null),
    [isAway, search],
  );
  if (!isAway) atTop.current = merged;
  const visitors = useMemo(
    () =>
      merged === null || pages === undefined || shown === null
        ? merged
        : heldBack(merged, pages, shown),
    [merged, pages, shown],
  );
  return {
    /** Null until something was read. */
    visitors,
    /** How many have come and are shown at the top of the list, when somebody is there. */
    above: (merged?.length ?? 0) - (visitors?.length ?? 0),
    online: desk.online,
    error: query.error,
    retry: () => void query.refetch(),
    /** The rows shown are of an earlier search. */
    isStale: query.isPlaceholderData,
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
  };
}

/** Reads the first page again and forgets the others, which are read when they are scrolled to. */
function readAgain(queryClient: QueryClient, queryKey: readonly string[]): void {
  queryClient.setQueryData<InfiniteData<ListPage, string | null>>(
    queryKey,
    (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
  );
  void queryClient.invalidateQueries({ queryKey });
}

/** Asks a search again when the desk has moved on: at once, then at most every `SEARCH_AGAIN_MS`. */
function useSearchAgain(search: string | null, sequence: number): void {
  const queryClient = useQueryClient();
  const askedAt = useRef({ time: 0, sequence });
  useEffect(() => {
    if (search === null || sequence === askedAt.current.sequence) {
      askedAt.current = { time: askedAt.current.time, sequence };
      return;
    }
    const wait = Math.max(0, askedAt.current.time + SEARCH_AGAIN_MS - Date.now());
    const timer = setTimeout(() => {
      askedAt.current = { time: Date.now(), sequence };
      readAgain(queryClient, ["visitors", search]);
    }, wait);
    return () => clearTimeout(timer);
  }, [search, sequence, queryClient]);
}

function useElapsed(ms: number): boolean {
  const [elapsed, setElapsed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setElapsed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return elapsed;
}
