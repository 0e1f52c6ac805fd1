import { describe, expect, it } from "vitest";
import type { Api } from "../src/api/client.ts";
import { ApiError } from "../src/api/errors.ts";
import { findAccess } from "../src/features/watch/access.ts";
import { type KeyValues, Seats } from "../src/features/watch/seats.ts";

const SESSION = "0123456789abcdef";
const TOKEN = "a-token-that-nobody-may-read-later";

function memory(): KeyValues & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
}

/** A tab in whose storage reloads find what was kept. */
function tab(storage: KeyValues = memory()): Seats {
  return new Seats(storage, true);
}

/** What a page has in a frame in which the browser refuses storage. */
function frame(): Seats {
  return Seats.ofTab(() => {
    throw new DOMException("no storage in this frame", "SecurityError");
  });
}

/** A server on which each token can be redeemed once, and again where it has set a cookie; one browser's. */
function server(): { api: Api; redeemed: string[] } {
  const redeemed: string[] = [];
  const cookies = new Set<string>();
  const redeem: Api["redeem"] = async (_session, token, seatCookie) => {
    const known = seatCookie && cookies.has(token);
    if (redeemed.includes(token) && !known) {
      const facts = { retry_url: "https://desk.example/again" };
      throw new ApiError(410, "link_expired", "this link was used", null, facts);
    }
    if (!known) redeemed.push(token);
    if (seatCookie) cookies.add(token);
    return {
      status: "ok",
      session: SESSION,
      agent: { id: "agent_1", name: "Ada" },
      language: null,
      seat: `seat-of-${redeemed.indexOf(token) + 1}`,
      branding: { naked: "page_only", retry_url: "https://desk.example/", on_end_url: null },
      allowed_origins: ["https://crm.example"],
    };
  };
  return { api: { redeem } as Api, redeemed };
}

describe("watch links", () => {
  it("W2: a token is redeemed once, and reloads with or without it find the seat", async () => {
    const storage = memory();
    const { api, redeemed } = server();
    const first = await findAccess(SESSION, TOKEN, tab(storage), api);
    expect(first).toEqual({
      by: "seat",
      seat: {
        session: SESSION,
        seat: "seat-of-1",
        branding: { naked: "page_only", retryUrl: "https://desk.example/", onEndUrl: null },
        allowedOrigins: ["https://crm.example"],
      },
      needsToken: false,
    });
    expect(await findAccess(SESSION, TOKEN, tab(storage), api)).toEqual(first);
    expect(await findAccess(SESSION, "", tab(storage), api)).toEqual(first);
    expect(redeemed).toEqual([TOKEN]);
  });

  it("W2: what is kept does not hold the token, only its hash", async () => {
    const storage = memory();
    await findAccess(SESSION, TOKEN, tab(storage), server().api);
    expect([...storage.kept.keys()][0]).toMatch(/^userview:seat:[0-9a-f]{64}$/);
    expect(JSON.stringify([...storage.kept])).not.toContain(TOKEN);
  });

  it("a used link brings the address to try again", async () => {
    const { api } = server();
    await findAccess(SESSION, TOKEN, tab(), api);
    const second = await findAccess(SESSION, TOKEN, tab(), api);
    expect(second).toMatchObject({
      by: "nothing",
      retryUrl: "https://desk.example/again",
      error: { code: "link_expired" },
    });
  });

  it("a newer link to the same session is redeemed although there is a seat", async () => {
    const seats = tab();
    const { api, redeemed } = server();
    await findAccess(SESSION, TOKEN, seats, api);
    await findAccess(SESSION, "another-token", seats, api);
    expect(redeemed).toEqual([TOKEN, "another-token"]);
  });

  it("without a link and without a seat it is a matter of signing in", async () => {
    expect(await findAccess(SESSION, "", tab(), server().api)).toEqual({
      by: "sign-in",
    });
  });

  it("follows addresses of web pages only, whoever gave them", async () => {
    const api = {
      redeem: async () => ({
        seat: "seat-of-somebody",
        allowed_origins: null,
        branding: {
          naked: false,
          retry_url: "javascript:alert(1)",
          on_end_url: "data:text/html,x",
        },
      }),
    } as unknown as Api;
    expect(await findAccess(SESSION, TOKEN, tab(), api)).toMatchObject({
      seat: { branding: { retryUrl: null, onEndUrl: null } },
    });
  });

  it("seats of another session, and what is no seat, open nothing", () => {
    const storage = memory();
    const seats = tab(storage);
    const branding = { naked: false, retryUrl: null, onEndUrl: null } as const;
    const seat = { session: SESSION, seat: "seat-of-somebody", branding, allowedOrigins: null };
    seats.keep(TOKEN, seat);
    expect(seats.ofToken("fedcba9876543210", TOKEN)).toBeNull();
    for (const key of storage.kept.keys()) storage.kept.set(key, "{");
    expect(seats.ofToken(SESSION, TOKEN)).toBeNull();
    expect(seats.ofSession(SESSION)).toBeNull();
  });

  it("W2: without storage a cookie keeps the seat, and the token stays in the address to find it", async () => {
    const { api, redeemed } = server();
    const first = await findAccess(SESSION, TOKEN, frame(), api);
    expect(first).toMatchObject({ by: "seat", seat: { seat: "seat-of-1" }, needsToken: true });
    expect(await findAccess(SESSION, TOKEN, frame(), api)).toEqual(first);
    expect(redeemed).toEqual([TOKEN]);
  });

  it("no cookie is asked for where there is storage", async () => {
    const { api } = server();
    const first = await findAccess(SESSION, TOKEN, Seats.ofTab(memory), api);
    expect(first).toMatchObject({ by: "seat", needsToken: false });
    const elsewhere = await findAccess(SESSION, TOKEN, frame(), api);
    expect(elsewhere).toMatchObject({ by: "nothing", error: { code: "link_expired" } });
  });

  it("storage that the browser refuses is replaced by memory, for as long as the page lasts", () => {
    const refused = frame();
    const branding = { naked: false, retryUrl: null, onEndUrl: null } as const;
    const seat = { session: SESSION, seat: "seat-of-somebody", branding, allowedOrigins: null };
    refused.keep(TOKEN, seat);
    expect(refused.lasting).toBe(false);
    expect(refused.ofToken(SESSION, TOKEN)).toEqual(seat);
    expect(frame().ofToken(SESSION, TOKEN)).toBeNull();
  });
});
