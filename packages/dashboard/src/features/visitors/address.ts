import type { Visitor } from "../../api/client.ts";
import { shortUrl } from "./words.ts";

type Device = NonNullable<Visitor["device_type"]>;

/** What narrows the list of visitors, as it stands in the address. */
export interface VisitorFilters {
  search?: string;
  show?: "online";
  device?: Device;
  /** A code. */
  country?: string;
  /** With its `#`. */
  tag?: string;
  site?: string;
  /** Whether it is known who the visitor is. */
  known?: "yes" | "no";
  doing?: "session" | "waiting";
}

export const DEVICES: readonly Device[] = [
  "desktop",
  "mobile",
  "tablet",
  "smarttv",
  "console",
  "wearable",
  "embedded",
];

/** As the server takes it. */
const LONGEST_SEARCH = 200;

/** The filters out of an address; what is none is left out. */
export function readFilters(given: Record<string, unknown>): VisitorFilters {
  const filters: VisitorFilters = {};
  const { show, device, country, known, doing } = given;
  const search = text(given["search"]);
  if (search !== undefined) filters.search = search.slice(0, LONGEST_SEARCH);
  if (show === "online") filters.show = show;
  const type = DEVICES.find((one) => one === device);
  if (type !== undefined) filters.device = type;
  if (typeof country === "string" && /^[A-Z]{2}$/.test(country)) filters.country = country;
  const tag = text(given["tag"]);
  if (tag !== undefined && /^#[^\s#]{1,64}$/.test(tag)) filters.tag = tag;
  const site = text(given["site"]);
  if (site !== undefined && /^\S{1,261}$/.test(site)) filters.site = site;
  if (known === "yes" || known === "no") filters.known = known;
  if (doing === "session" || doing === "waiting") filters.doing = doing;
  return filters;
}

/** The same as one would type it, which is how the server is asked and how searches are saved. */
export function asSearch(filters: VisitorFilters): string {
  const { search, show, device, country, tag, site, known, doing } = filters;
  return [
    show,
    device && `device:${device}`,
    country && `country:${country}`,
    tag,
    site && `host:${site}`,
    known && (known === "yes" ? "is:identified" : "-is:identified"),
    doing && (doing === "session" ? "is:in-session" : "is:waiting"),
    search?.trim(),
  ]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
}

/** The filters that a saved search stands for; each is taken out once, what is left is typed text. */
export function fromSearch(saved: string): VisitorFilters {
  const found: Record<string, unknown> = {};
  const words: string[] = [];
  for (const word of saved.split(/\s+/)) {
    const [name, value] = filterOf(word);
    if (name === null || name in found || readFilters({ [name]: value })[name] === undefined) {
      words.push(word);
    } else {
      found[name] = value;
    }
  }
  const search = words.join(" ").trim();
  return readFilters({ ...found, ...(search === "" ? {} : { search }) });
}

/** How many narrow, beside the search and who is online. */
export function countOf({ search: _, show: __, ...others }: VisitorFilters): number {
  return Object.keys(others).length;
}

/**
 * Whether a visitor fits, as far as that can be told from what the desk says of it; null where only the server knows: for typed
 * words, and for who waits for other agents.
 */
export function fitsOf(filters: VisitorFilters): ((visitor: Visitor) => boolean) | null {
  const { show, device, country, tag, site, known, doing, search = "" } = filters;
  if (search.trim() !== "" || doing === "waiting") return null;
  return (visitor) =>
    (show === undefined || visitor.is_online) &&
    (device === undefined || visitor.device_type === device) &&
    (country === undefined || visitor.location_country === country) &&
    (tag === undefined || visitor.tags.some((one) => sameWord(one, tag))) &&
    (site === undefined || hostOf(visitor) === site.toLowerCase()) &&
    (known === undefined || isKnown(visitor) === (known === "yes")) &&
    (doing === undefined || visitor.is_in_session);
}

function filterOf(word: string): [keyof VisitorFilters | null, unknown] {
  const [name, value] = [word.slice(0, word.indexOf(":")), word.slice(word.indexOf(":") + 1)];
  if (word === "online") return ["show", word];
  if (word.startsWith("#")) return ["tag", word];
  if (word === "is:identified") return ["known", "yes"];
  if (word === "-is:identified") return ["known", "no"];
  if (word === "is:in-session") return ["doing", "session"];
  if (word === "is:waiting") return ["doing", "waiting"];
  if (name === "device" || name === "country") return [name, value];
  return name === "host" ? ["site", value] : [null, null];
}

function isKnown(visitor: Visitor): boolean {
  return visitor.identities !== null || visitor.unique_id !== null;
}

function hostOf(visitor: Visitor): string | null {
  return visitor.last_url === null ? null : shortUrl(visitor.last_url).host;
}

/** Letters' case does not matter, nor marks, as the server has it. */
function sameWord(one: string, other: string): boolean {
  return one.localeCompare(other, undefined, { sensitivity: "base" }) === 0;
}

/** A parameter of the address as text: the router reads `?search=4711` as a number. */
function text(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
