import { helpsDevelopers } from "./aids.ts";
import { findsChats } from "./chats/watch.ts";
import { expectsDisconnects } from "./expecting.ts";
import { standsInFrame } from "./framed/framed.ts";
import { keepsHistory } from "./history/history.ts";
import { showsLookupCode } from "./lookup/codes.ts";
import { tellsAgents } from "./messages.ts";
import { checksOptions } from "./options.ts";
import type { PieceKind } from "./piece.ts";
import { asksForRating } from "./rating.ts";
import { waitsForAgents } from "./waiting/waits.ts";

/** All pieces that there are; which of them are wanted is said in `wanted.ts`, for the loader reads it too. */
export const PIECES: readonly PieceKind[] = [
  checksOptions,
  showsLookupCode,
  waitsForAgents,
  asksForRating,
  findsChats,
  keepsHistory,
  standsInFrame,
  tellsAgents,
  expectsDisconnects,
  helpsDevelopers,
];
