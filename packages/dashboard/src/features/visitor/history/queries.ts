import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Pageview } from "../../../api/client.ts";
import { useServices, useStore } from "../../../app/services.tsx";
import { type HistoryPages, withNewest } from "./pages.ts";

const PAGE_SIZE = 25;

/** A visitor's history, newest first; what happens now appears by itself (rule D2). */
export function useHistory(shortId: string) {
  const { api, live } = useServices();
  const queryClient = useQueryClient();
  const { generation } = useStore(live.desk.store);
  const query = useInfiniteQuery({
    queryKey: ["history", shortId],
    queryFn: ({ pageParam, signal }) =>
      api.history(shortId, { cursor: pageParam, limit: PAGE_SIZE }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a fresh subscription may have missed something
  useEffect(() => {
    let reading = false;
    let again = false;
    const read = async (): Promise<void> => {
      again = reading;
      if (reading) return;
      reading = true;
      try {
        const newest = await api.history(shortId, { cursor: null, limit: PAGE_SIZE });
        queryClient.setQueryData<HistoryPages>(["history", shortId], (known) =>
          known === undefined ? undefined : withNewest(known, newest),
        );
      } catch {
        // The next thing that happens, or the next connection, is another chance.
      }
      reading = false;
      if (again) void read();
    };
    void read();
    return live.desk.watchHistory(shortId, () => void read());
  }, [api, live, queryClient, shortId, generation]);
  const pages = query.data?.pages;
  const pageviews: readonly Pageview[] | null =
    pages === undefined ? null : pages.flatMap((page) => page.pageviews);
  return {
    /** Null until something was read. */
    pageviews,
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
  };
}
