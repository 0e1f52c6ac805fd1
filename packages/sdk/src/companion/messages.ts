import { readCustomMessage } from "@userview/protocol/custom";
import type { PieceKind } from "./piece.ts";

/** `customMessage`: the page tells the agents who watch something of its own (rule G1). */
export const tellsAgents: PieceKind = {
  wanted: () => true,
  start(host) {
    return {
      calls: {
        /** True when it went out; false where no session is live, or it cannot be sent. */
        customMessage: ([given]) => {
          const read = readCustomMessage(given);
          if ("message" in read) return host.kept.tellAgents?.(read.message) === true;
          host.warn(`customMessage: ${read.fault}`);
          return false;
        },
      },
      stop() {},
    };
  },
};
