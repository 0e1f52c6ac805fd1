import { describe, expect, it } from "vitest";
import { checksOf, type Seen, seenInWords } from "../src/features/install/words.ts";

const NOW = "2026-11-22T10:00:00.000Z";
const SERVER = "https://userview.example";

function site(origin: string, secondsAgo: number, allowed = true): Seen["sites"][number] {
  const at = new Date(Date.parse(NOW) - secondsAgo * 1000).toISOString();
  return { origin, page: `${origin}/`, last_seen_at: at, visitors: 1, allowed };
}

const titles = (seen: Seen, server: string, allowed: string[]) =>
  checksOf(seen, server, allowed).map(({ tone, title }) => `${tone}: ${title}`);

describe("whether the snippet was seen", () => {
  it.each([
    [0, "just now"],
    [3, "3 s ago"],
    [59, "59 s ago"],
    [60, "1 min ago"],
    [7200, "2 h ago"],
    [3 * 86_400, "3 days ago"],
    [-5, "just now"],
  ])("says when: %s s", (seconds, words) => {
    expect(seenInWords(site("https://shop.example:8443", seconds), NOW)).toBe(
      `Seen on shop.example:8443 ${words}`,
    );
  });

  it("says what may be in the way, the worst first", () => {
    const none: Seen = { sites: [], now: NOW };
    expect(titles(none, "http://help.example", [])).toEqual([
      "bad: This server is on http.",
      "warn: Every site may carry the snippet.",
      "warn: The snippet is in, and nothing is seen?",
    ]);
    const seen: Seen = { sites: [site("https://shop.example", 3)], now: NOW };
    expect(titles(seen, SERVER, ["https://shop.example"])).toEqual([
      "ok: This server is on https.",
      "ok: Allowed: https://shop.example.",
    ]);
    expect(titles(seen, "http://localhost:8000", [])).toEqual([
      "warn: Every site may carry the snippet.",
      "ok: This server is on this computer.",
    ]);
    const refused: Seen = { sites: [site("https://old.example", 3, false)], now: NOW };
    expect(titles(refused, SERVER, ["*.shop.example"])).toEqual([
      "bad: Not allowed any more: https://old.example.",
      "ok: This server is on https.",
    ]);
  });
});
