import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type { Api } from "../../api/client.ts";
import type { DeliveryState, Webhook } from "../../api/webhooks.ts";
import { useServices } from "../../app/services.tsx";

const KEY = ["webhooks"] as const;

/** Deliveries are attempted in the background; nobody tells this page of it. */
const LOOK_AGAIN_MS = 5000;

/** All webhooks of the team, newest first. */
export function webhooksQuery(api: Api) {
  return queryOptions({
    queryKey: [...KEY, "list"],
    queryFn: ({ signal }) => api.webhooks.list(signal),
    refetchInterval: LOOK_AGAIN_MS * 2,
  });
}

export interface Filter {
  state: DeliveryState | null;
  event: string | null;
}

/** Deliveries of a webhook, newest first, page by page. */
export function deliveriesQuery(api: Api, webhook: string, filter: Filter) {
  return infiniteQueryOptions({
    queryKey: [...KEY, webhook, "deliveries", filter],
    queryFn: ({ pageParam, signal }) =>
      api.webhooks.deliveries({ webhook, ...filter, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: LOOK_AGAIN_MS,
  });
}

/** One delivery with its payload. */
export function deliveryQuery(api: Api, webhook: string, id: string) {
  return queryOptions({
    queryKey: [...KEY, webhook, "delivery", id],
    queryFn: ({ signal }) => api.webhooks.delivery(webhook, id, signal),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

/** Something done to webhooks, after which all that is shown of them is asked for anew. */
export function useChange<Given, Done>(change: (api: Api, given: Given) => Promise<Done>) {
  const { api } = useServices();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: Given) => change(api, given),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Switches a webhook on or off. */
export function useSwitch(webhook: Webhook) {
  return useChange((api, active: boolean) => api.webhooks.change(webhook.id, { active }));
}
