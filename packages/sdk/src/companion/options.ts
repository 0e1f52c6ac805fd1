import type { GivenOptions } from "../loader/options.ts";
import { checkOptions } from "../options/check.ts";
import type { PieceKind } from "./piece.ts";
import { wantsCheck } from "./wanted.ts";

/** Names options that cannot be used, once each time that options are given; what they mean is for others. */
export const checksOptions: PieceKind = {
  wanted: wantsCheck,
  start(host) {
    let checked: GivenOptions | null = null;
    const check = (): void => {
      if (host.options === checked) return;
      checked = host.options;
      checkOptions(checked, host.warn);
    };
    check();
    return { changed: check, stop() {} };
  },
};
