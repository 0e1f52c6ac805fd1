import { describe, expect, it } from "vitest";
import type { Visitor } from "../src/api/client.ts";
import {
  asSearch,
  countOf,
  fitsOf,
  fromSearch,
  readFilters,
  type VisitorFilters,
} from "../src/features/visitors/address.ts";
import { visitor } from "./support/visitor.ts";

const ALL: VisitorFilters = {
  search: "grace hopper",
  show: "online",
  device: "mobile",
  country: "FR",
  tag: "#vip",
  site: "localhost:8001",
  known: "no",
  doing: "session",
};

describe("the filters of the list of visitors", () => {
  it("takes what is one out of the address, and leaves out what is none", () => {
    expect(readFilters({ ...ALL })).toEqual(ALL);
    expect(countOf(ALL)).toBe(6);
    const none = { show: "all", device: "fridge", country: "France", tag: "vip", known: true };
    expect(readFilters({ ...none, site: "a b", doing: "", search: "" })).toEqual({});
    expect(readFilters({ search: 4711 })).toEqual({ search: "4711" });
  });

  it("is saved as one would type it, and comes back the same", () => {
    const typed =
      "online device:mobile country:FR #vip host:localhost:8001 -is:identified is:in-session grace hopper";
    expect(asSearch(ALL)).toBe(typed);
    expect(fromSearch(typed)).toEqual(ALL);
    expect(fromSearch("")).toEqual({});
    expect(fromSearch("grace url:cart")).toEqual({ search: "grace url:cart" });
    expect(fromSearch("country:france #a #b is:waiting")).toEqual({
      tag: "#a",
      doing: "waiting",
      search: "country:france #b",
    });
  });

  it("tells by what the desk says whether somebody fits, and leaves typed words to the server", () => {
    const grace: Partial<Visitor> = {
      is_online: true,
      device_type: "mobile",
      location_country: "FR",
      tags: ["#VIP"],
      last_url: "http://localhost:8001/cart",
      is_in_session: true,
    };
    const { search: _, ...filters } = ALL;
    const fits = fitsOf(filters);
    expect(fits?.(visitor("A", grace))).toBe(true);
    for (const other of [
      { is_online: false },
      { device_type: "desktop" },
      { location_country: null },
      { tags: ["#vips"] },
      { last_url: "http://localhost:8000/cart" },
      { last_url: null },
      { is_in_session: false },
      { unique_id: "4711" },
    ] as Partial<Visitor>[]) {
      expect(fits?.(visitor("A", { ...grace, ...other }))).toBe(false);
    }
    expect(fitsOf(ALL)).toBeNull();
    expect(fitsOf({ doing: "waiting" })).toBeNull();
    expect(fitsOf({})?.(visitor("A"))).toBe(true);
  });
});
