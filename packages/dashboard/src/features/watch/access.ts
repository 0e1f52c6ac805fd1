import type { Api } from "../../api/client.ts";
import { ApiError } from "../../api/errors.ts";
import { webUrl } from "../visitors/words.ts";
import type { Branding, Seat, Seats } from "./seats.ts";

/** By what right this page watches. */
export type Access =
  | { by: "sign-in" }
  | {
      by: "seat";
      seat: Seat;
      /** A reload finds the seat by the token alone: it has to stay in the address. */
      needsToken: boolean;
    }
  | { by: "nothing"; error: ApiError; retryUrl: string | null };

/** How the page looks to members of the team. */
export const OWN_BRANDING: Branding = { naked: false, retryUrl: null, onEndUrl: null };

/**
 * Finds the right to watch a session: a seat from before, else the token of a fresh link, which is
 * redeemed; without either, the sign-in. Where the page has no storage, redeeming keeps the seat in a
 * cookie and finds it there again. `token` is empty when the address had none.
 */
export async function findAccess(
  session: string,
  token: string,
  seats: Seats,
  api: Api,
): Promise<Access> {
  const known = token === "" ? seats.ofSession(session) : seats.ofToken(session, token);
  if (known !== null) return { by: "seat", seat: known, needsToken: false };
  if (token === "") return { by: "sign-in" };
  try {
    const redeemed = await api.redeem(session, token, !seats.lasting);
    const seat: Seat = {
      session,
      seat: redeemed.seat,
      branding: {
        naked: redeemed.branding.naked,
        retryUrl: safe(redeemed.branding.retry_url),
        onEndUrl: safe(redeemed.branding.on_end_url),
      },
      allowedOrigins: redeemed.allowed_origins,
    };
    seats.keep(token, seat);
    return { by: "seat", seat, needsToken: !seats.lasting };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const retryUrl = error.facts["retry_url"];
    return {
      by: "nothing",
      error,
      retryUrl: typeof retryUrl === "string" ? safe(retryUrl) : null,
    };
  }
}

/** Only addresses of web pages are followed, whoever gave them. */
function safe(url: string | null): string | null {
  return url === null ? null : webUrl(url);
}
