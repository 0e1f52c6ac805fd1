import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as v from "valibot";

/**
 * The rights that redeemed watch links gave to this page (protocol/SPEC.md, rule W2), kept under the
 * token's hash: a reload of the page, or of the page around it, finds its seat again; the token itself
 * is kept nowhere. Where there is no storage, a cookie that only the server can read keeps the seat.
 */

/** What of `Storage` is used here. */
export interface KeyValues {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** How a page that was opened by a link looks, and where it leads. */
export interface Branding {
  naked: false | true | "page_only";
  retryUrl: string | null;
  onEndUrl: string | null;
}

export interface Seat {
  session: string;
  /** The secret that `session.join` brings. */
  seat: string;
  branding: Branding;
  /** Whose pages around this one hear of the session and steer it; null: the link names none. */
  allowedOrigins: readonly string[] | null;
}

const seatShape = v.object({
  session: v.string(),
  seat: v.string(),
  branding: v.object({
    naked: v.union([v.boolean(), v.literal("page_only")]),
    retryUrl: v.nullable(v.string()),
    onEndUrl: v.nullable(v.string()),
  }),
  allowedOrigins: v.nullable(v.array(v.string())),
});

/** Seats in a storage that lasts as long as the browser's tab. */
export class Seats {
  /** @param lasting whether what is kept in `storage` is still there after a reload. */
  constructor(
    private readonly storage: KeyValues,
    readonly lasting: boolean,
  ) {}

  /**
   * The tab's own. Within a third party's frame browsers may refuse its storage; then seats last as long
   * as the page.
   */
  static ofTab(open: () => KeyValues): Seats {
    try {
      const storage = open();
      storage.setItem("userview:probe", "1");
      storage.getItem("userview:probe");
      return new Seats(storage, true);
    } catch {
      const kept = new Map<string, string>();
      const storage: KeyValues = {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
      };
      return new Seats(storage, false);
    }
  }

  /** The seat that this token gave earlier. */
  ofToken(session: string, token: string): Seat | null {
    return this.read(session, this.storage.getItem(tokenKey(token)));
  }

  /** The seat of a page whose address no longer shows the token: the last one for this session. */
  ofSession(session: string): Seat | null {
    const key = this.storage.getItem(sessionKey(session));
    return key === null ? null : this.read(session, this.storage.getItem(key));
  }

  keep(token: string, seat: Seat): void {
    const key = tokenKey(token);
    this.storage.setItem(key, JSON.stringify(seat));
    this.storage.setItem(sessionKey(seat.session), key);
  }

  private read(session: string, text: string | null): Seat | null {
    if (text === null) return null;
    try {
      const seat = v.safeParse(seatShape, JSON.parse(text));
      return seat.success && seat.output.session === session ? seat.output : null;
    } catch {
      return null;
    }
  }
}

function tokenKey(token: string): string {
  return `userview:seat:${bytesToHex(sha256(utf8ToBytes(token)))}`;
}

function sessionKey(session: string): string {
  return `userview:seat-of:${session}`;
}
