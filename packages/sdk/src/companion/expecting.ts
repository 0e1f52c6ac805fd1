import type { PieceHost, PieceKind } from "./piece.ts";

const MAX_SECONDS = 3600;
const MAX_TITLE = 100;
const MAX_MESSAGE = 500;

interface Given {
  returnTimeSeconds?: unknown;
  title?: unknown;
  message?: unknown;
}

/** `expectDisconnect`: the visitor is about to be sent to a page without the SDK, and agents are told so (rule S11). */
export const expectsDisconnects: PieceKind = {
  wanted: () => true,
  start(host) {
    return {
      calls: {
        /** True when it went out; false where no session is live. */
        expectDisconnect: ([given]) => {
          const { returnTimeSeconds, title, message } = (given ?? {}) as Given;
          return (
            host.kept.expectDisconnect?.({
              return_seconds: seconds(host, returnTimeSeconds),
              title: line(host, "title", title, MAX_TITLE),
              message: line(host, "message", message, MAX_MESSAGE),
            }) === true
          );
        },
      },
      stop() {},
    };
  },
};

function seconds(host: PieceHost, given: unknown): number {
  if (given === undefined) return 0;
  if (typeof given === "number" && given >= 0) return Math.min(Math.ceil(given), MAX_SECONDS);
  host.warn(
    `expectDisconnect: expected returnTimeSeconds to be a number from 0, got ${String(given)}`,
  );
  return 0;
}

/** In one line; what is too long is cut. */
function line(host: PieceHost, name: string, given: unknown, most: number): string | null {
  if (given === undefined || given === null) return null;
  if (typeof given === "string")
    return (
      given
        .replace(/\p{Cc}+/gu, " ")
        .trim()
        .slice(0, most) || null
    );
  host.warn(`expectDisconnect: expected ${name} to be a string, got ${typeof given}`);
  return null;
}
