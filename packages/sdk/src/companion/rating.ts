import type { ServerToVisitor } from "@userview/protocol";
import { Held } from "../options/held.ts";
import { keptEnded } from "../rating/kept.ts";
import { Rating } from "../rating/rating.ts";
import type { PieceKind } from "./piece.ts";

/** The tab's last page was left while it asked how its session was: this one goes on asking (rule S10). */
export const asksForRating: PieceKind = {
  wanted: () => true,
  start(host) {
    const held = new Held(host);
    const ended = keptEnded();
    const asks = ended !== null && held.settings.enable_session_rating;
    const rating = asks ? new Rating(host, held, ended) : null;
    void rating?.open();
    return {
      opened: () => rating?.opened(),
      received({ type }: ServerToVisitor) {
        // The visitor is at something else, or is somebody else.
        if (type === "session.request" || type === "session.start" || type === "visitor.changed")
          rating?.close();
      },
      stop: () => rating?.close(),
    };
  },
};
