import type { Visitor } from "../../api/client.ts";

/** What is known of a person beside the name that is shown: e-mail, the site's id, further identities. */
export function otherNames(visitor: Visitor): string[] {
  const names = [visitor.email, visitor.unique_id, ...(visitor.identities ?? [])];
  return [...new Set(names)].filter(
    (name): name is string => name !== null && name !== visitor.nickname,
  );
}

/** "Paris, France", or null when nothing is known. */
export function place(visitor: Visitor): string | null {
  const country = visitor.location_country_name ?? visitor.location_country;
  const parts = [visitor.location_city, country].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
}

/** Types of devices. */
export const DEVICE_TYPES: Readonly<Record<NonNullable<Visitor["device_type"]>, string>> = {
  desktop: "Desktop",
  console: "Games console",
  mobile: "Phone",
  tablet: "Tablet",
  smarttv: "TV",
  wearable: "Wearable",
  embedded: "Embedded",
};

/** "iPhone", "Desktop", …, or null when nothing is known. */
export function device(visitor: Visitor): string | null {
  if (visitor.device_name !== null) return visitor.device_name;
  return visitor.device_type === null ? null : DEVICE_TYPES[visitor.device_type];
}

/** A URL without what every URL has: "shop.example" and "/cart?step=2". */
export function shortUrl(url: string): { host: string; path: string } {
  try {
    const parsed = new URL(url);
    return { host: parsed.host, path: parsed.pathname + parsed.search + parsed.hash };
  } catch {
    return { host: "", path: url };
  }
}

/** The URL if a link to it is safe to follow, else null. */
export function webUrl(url: string): string | null {
  return /^https?:\/\//i.test(url) ? url : null;
}
