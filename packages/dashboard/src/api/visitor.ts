import * as v from "valibot";
import type { Visitor } from "./client.ts";

const text = v.nullable(v.string());

const shape = v.looseObject({
  added_at: v.string(),
  browser_name: text,
  device_name: text,
  device_type: text,
  email: text,
  identities: v.nullable(v.array(v.string())),
  identity_verified: v.boolean(),
  integration: text,
  integration_ids: v.array(v.string()),
  ip_address: v.string(),
  is_in_session: v.boolean(),
  is_online: v.boolean(),
  is_supported: v.boolean(),
  js_configuration: v.boolean(),
  last_seen_at: v.string(),
  last_url: text,
  location_city: text,
  location_country: text,
  location_country_name: text,
  metadata: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  name: text,
  nickname: v.string(),
  sessions: v.array(v.looseObject({ id: v.string() })),
  short_id: v.string(),
  tags: v.array(v.string()),
  unique_id: text,
  watch_link: v.string(),
});

/** The REST object Visitor out of a live message: null unless all that the dashboard shows of it fits. */
export function readVisitor(raw: Record<string, unknown>): Visitor | null {
  return v.is(shape, raw) ? (raw as unknown as Visitor) : null;
}
