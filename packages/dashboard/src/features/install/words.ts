import type { components as Desk } from "../../api/generated/desk.ts";

export type Seen = Omit<Desk["schemas"]["Seen"], "status">;
export type Tone = "ok" | "warn" | "bad";

export interface Check {
  tone: Tone;
  title: string;
  /** What to do, or why nothing is to be done. */
  advice: string;
  /** The settings help. */
  settings: boolean;
}

/** "Seen on shop.example 3 s ago"; times are the server's. */
export function seenInWords(site: Seen["sites"][number], now: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(site.last_seen_at)) / 1000));
  return `Seen on ${site.origin.replace(/^https?:\/\//, "")} ${ago(seconds)}`;
}

function ago(seconds: number): string {
  if (seconds < 2) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 2 * 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} days ago`;
}

/** What may keep pages from this server, the worst first. */
export function checksOf(seen: Seen, server: string, allowed: readonly string[]): Check[] {
  const rank: Record<Tone, number> = { bad: 0, warn: 1, ok: 2 };
  const checks = [encryption(server), sites(seen, allowed)];
  if (seen.sites.length === 0) checks.push(POLICY);
  return checks.sort((a, b) => rank[a.tone] - rank[b.tone]);
}

const POLICY: Check = {
  tone: "warn",
  title: "The snippet is in, and nothing is seen?",
  advice:
    "Open the console of the browser on that page: UserView says there which directive of a Content-Security-Policy keeps it from this server, and what to add.",
  settings: false,
};

function encryption(server: string): Check {
  const { protocol, hostname } = new URL(server);
  if (protocol === "https:") {
    const advice = "Pages on https and on http may load it.";
    return { tone: "ok", title: "This server is on https.", advice, settings: false };
  }
  const isLocal = /^(localhost|127\.[\d.]+|\[::1\]|.*\.localhost)$/.test(hostname);
  return {
    tone: isLocal ? "ok" : "bad",
    title: isLocal ? "This server is on this computer." : "This server is on http.",
    advice: isLocal
      ? "Only pages opened on this computer reach it. For others it needs a name and https."
      : "Browsers block it on pages that are on https. Serve UserView over https, and set its public URL.",
    settings: false,
  };
}

function sites(seen: Seen, allowed: readonly string[]): Check {
  if (allowed.length === 0) {
    const advice = "Name your sites, so that no other page can use your public key.";
    return { tone: "warn", title: "Every site may carry the snippet.", advice, settings: true };
  }
  const refused = seen.sites.filter((site) => !site.allowed).map((site) => site.origin);
  if (refused.length > 0) {
    return {
      tone: "bad",
      title: `Not allowed any more: ${refused.slice(0, 3).join(", ")}.`,
      advice: "Pages there are refused. Add the site, or take the snippet out.",
      settings: true,
    };
  }
  const named = allowed.slice(0, 3).join(", ") + (allowed.length > 3 ? ", …" : "");
  const advice = "Pages of other sites are refused.";
  return { tone: "ok", title: `Allowed: ${named}.`, advice, settings: true };
}
