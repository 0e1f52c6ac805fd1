import { describe, expect, it } from "vitest";
import type { Visitor } from "../src/api/client.ts";
import type { DeskUpdate } from "../src/api/live/desk-feed.ts";
import { heldBack, type ListPage, mergeRoster } from "../src/features/visitors/roster.ts";
import { visitor } from "./support/visitor.ts";

const at = (second: number) => `2026-11-22T10:00:${String(second).padStart(2, "0")}.000Z`;

function page(visitors: Visitor[], rest: Partial<ListPage> = {}): ListPage {
  return { visitors, nextCursor: null, asOf: 0, generation: 1, ...rest };
}

function said(sequence: number, one: Visitor, rest: Partial<DeskUpdate> = {}): DeskUpdate {
  return {
    visitor: one,
    sequence,
    onlineSince: one.is_online ? one.last_seen_at : null,
    sawOffline: !one.is_online,
    ...rest,
  };
}

const everybody = () => true;
const names = (visitors: Visitor[]) => visitors.map((one) => one.short_id);
const online = (id: string, second: number, rest: Partial<Visitor> = {}) =>
  visitor(id, { is_online: true, last_seen_at: at(second), ...rest });
const offline = (id: string, second: number) =>
  visitor(id, { is_online: false, last_seen_at: at(second) });

describe("the live list", () => {
  it("shows who is online first, then the most recent first", () => {
    const list = page([offline("A", 30), online("B", 10), online("C", 20), offline("D", 5)]);
    expect(names(mergeRoster([list], new Map(), everybody))).toEqual(["C", "B", "A", "D"]);
  });

  it("D1: takes over what the desk said after the list was asked for, not what it said before", () => {
    const list = page([online("A", 1), online("B", 1)], { asOf: 5 });
    const updates = new Map([
      ["A", said(4, online("A", 1, { last_url: "https://old.example/" }))],
      ["B", said(6, online("B", 2, { last_url: "https://new.example/" }))],
    ]);
    const merged = mergeRoster([list], updates, everybody);
    expect(Object.fromEntries(merged.map((one) => [one.short_id, one.last_url]))).toEqual({
      A: null,
      B: "https://new.example/",
    });
  });

  it("adds visitors who appeared, on top", () => {
    const updates = new Map([["N", said(1, online("N", 40))]]);
    expect(names(mergeRoster([page([online("A", 30)])], updates, everybody))).toEqual(["N", "A"]);
  });

  it("keeps rows in their places while visitors go from page to page", () => {
    const list = page([online("A", 30), online("B", 20)]);
    const updates = new Map([["B", said(1, online("B", 50, { last_url: "https://b.example/2" }))]]);
    expect(names(mergeRoster([list], updates, everybody))).toEqual(["A", "B"]);
  });

  it("moves a visitor who comes back to the top of those online", () => {
    const list = page([online("A", 30), online("B", 20)]);
    const updates = new Map([["B", said(3, online("B", 50), { sawOffline: true })]]);
    expect(names(mergeRoster([list], updates, everybody))).toEqual(["B", "A"]);
  });

  it("moves a visitor who goes below those online", () => {
    const list = page([online("A", 30), online("B", 20)]);
    const updates = new Map([["A", said(1, offline("A", 40))]]);
    const merged = mergeRoster([list], updates, everybody);
    expect(names(merged)).toEqual(["B", "A"]);
    expect(merged[1]?.is_online).toBe(false);
  });

  it("takes erased visitors away", () => {
    const gone: DeskUpdate = { visitor: null, sequence: 1, onlineSince: null, sawOffline: true };
    expect(mergeRoster([page([online("A", 1)])], new Map([["A", gone]]), everybody)).toEqual([]);
  });

  it("leaves offline visitors to the page that they belong to", () => {
    const list = page([offline("A", 30)], { nextCursor: "more" });
    const updates = new Map([["Z", said(1, offline("Z", 10))]]);
    expect(names(mergeRoster([list], updates, everybody))).toEqual(["A"]);
    expect(names(mergeRoster([{ ...list, nextCursor: null }], updates, everybody))).toEqual([
      "A",
      "Z",
    ]);
  });

  it("a search shows whom the server found and nobody else, in their newest state", () => {
    const updates = new Map([
      ["A", said(1, online("A", 40, { nickname: "Ada" }))],
      ["N", said(2, online("N", 50))],
    ]);
    const merged = mergeRoster([page([online("A", 30)])], updates, null);
    expect(merged.map((one) => one.nickname)).toEqual(["Ada"]);
  });

  it("lets visitors into a narrowed list and out of it as they begin and cease to fit", () => {
    const onShop = (one: Visitor) => one.last_url === "https://shop.example/";
    const shop = { last_url: "https://shop.example/" };
    const list = page([online("A", 30, shop), online("B", 20, shop)]);
    const updates = new Map([
      ["A", said(1, online("A", 40, { last_url: "https://other.example/" }))],
      ["C", said(2, online("C", 50, shop))],
      ["D", said(3, online("D", 60))],
    ]);
    expect(names(mergeRoster([list], updates, onShop))).toEqual(["C", "B"]);
  });

  it("keeps who has come out of the list while somebody is further down in it", () => {
    const pages = [page([online("A", 30), online("B", 20)])];
    const updates = new Map([
      ["N", said(1, online("N", 40))],
      ["B", said(2, online("B", 50, { nickname: "Bob" }))],
      ["M", said(3, online("M", 60))],
    ]);
    const merged = mergeRoster(pages, updates, everybody);
    expect(names(heldBack(merged, pages, new Set(["N"])))).toEqual(["N", "A", "B"]);
    expect(heldBack(merged, pages, new Set()).map((one) => one.nickname)).toEqual(["A", "Bob"]);
  });

  it("shows a visitor once who moved between two pages while they were read", () => {
    const pages = [page([online("A", 30)], { nextCursor: "2" }), page([online("A", 30)])];
    expect(names(mergeRoster(pages, new Map(), everybody))).toEqual(["A"]);
  });
});
