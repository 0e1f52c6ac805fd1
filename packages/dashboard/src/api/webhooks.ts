import type { components, paths } from "@userview/client/schema";
import type { Client } from "openapi-fetch";
import { settled } from "./settled.ts";

type Schemas = components["schemas"];

export type Webhook = Schemas["Webhook"];
export type WebhookEvent = Webhook["events"][number];
export type Delivery = Schemas["Delivery"];
export type DeliveryState = Delivery["state"];
export type DeliveryWithPayload = Schemas["DeliveryWithPayload"];
export type Attempt = Schemas["DeliveryAttempt"];

export interface WebhookDraft {
  url: string;
  events: WebhookEvent[];
}

/** Which deliveries are wanted; null asks for nothing. */
export interface DeliveriesQuestion {
  webhook: string;
  state: DeliveryState | null;
  event: string | null;
  cursor: string | null;
}

/** Webhooks and their deliveries; the administrators' business. */
export interface WebhooksApi {
  list(signal: AbortSignal): Promise<Webhook[]>;
  /** The new webhook, and the secret that it signs with. */
  create(draft: WebhookDraft): Promise<{ webhook: Webhook; secret: string }>;
  change(id: string, change: Partial<WebhookDraft> & { active?: boolean }): Promise<Webhook>;
  remove(id: string): Promise<void>;
  secret(id: string): Promise<string>;
  rotateSecret(id: string): Promise<string>;
  /** Sends a test now; the delivery with what came of it. */
  test(id: string): Promise<DeliveryWithPayload>;
  deliveries(
    question: DeliveriesQuestion,
    signal: AbortSignal,
  ): Promise<{ deliveries: Delivery[]; next_cursor: string | null }>;
  delivery(webhook: string, id: string, signal: AbortSignal): Promise<DeliveryWithPayload>;
  /** Sends it once more now; the delivery with what came of it. */
  resend(webhook: string, id: string): Promise<DeliveryWithPayload>;
}

export function createWebhooksApi(http: Client<paths>): WebhooksApi {
  const of = (id: string) => ({ params: { path: { id } } });
  const one = (id: string, delivery: string) => ({
    params: { path: { id, delivery_id: delivery } },
  });
  return {
    list: async (signal) => (await settled(http.GET("/v1/webhooks", { signal }))).webhooks,
    create: (draft) => settled(http.POST("/v1/webhooks", { body: { ...draft, active: true } })),
    async change(id, change) {
      const asked = http.PATCH("/v1/webhooks/{id}", { ...of(id), body: change });
      return (await settled(asked)).webhook;
    },
    async remove(id) {
      await settled(http.DELETE("/v1/webhooks/{id}", of(id)));
    },
    secret: async (id) => (await settled(http.GET("/v1/webhooks/{id}/secret", of(id)))).secret,
    async rotateSecret(id) {
      return (await settled(http.POST("/v1/webhooks/{id}/secret/rotate", of(id)))).secret;
    },
    test: async (id) => (await settled(http.POST("/v1/webhooks/{id}/test", of(id)))).delivery,
    deliveries({ webhook, state, event, cursor }, signal) {
      const query = {
        ...(state === null ? {} : { state }),
        ...(event === null ? {} : { event }),
        ...(cursor === null ? {} : { cursor }),
      };
      const params = { path: { id: webhook }, query };
      return settled(http.GET("/v1/webhooks/{id}/deliveries", { params, signal }));
    },
    async delivery(webhook, id, signal) {
      const asked = http.GET("/v1/webhooks/{id}/deliveries/{delivery_id}", {
        ...one(webhook, id),
        signal,
      });
      return (await settled(asked)).delivery;
    },
    async resend(webhook, id) {
      const asked = http.POST(
        "/v1/webhooks/{id}/deliveries/{delivery_id}/resend",
        one(webhook, id),
      );
      return (await settled(asked)).delivery;
    },
  };
}
