import type { GivenOptions } from "../loader/options.ts";
import { checkOptions } from "../options/check.ts";
import type { PieceKind } from "./piece.ts";
import { wantsCheck } from "./wanted.ts";

/** Names options that cannot be used, once each; what the others mean is for others. */
export const checksOptions: PieceKind = {
  wanted: wantsCheck,
  start(host) {
    const said = new Set<string>();
    let checked: GivenOptions | null = null;
    const say = (line: string): void => {
      if (!said.has(line)) host.warn(line);
      said.add(line);
    };
    const check = (): void => {
      if (host.options === checked) return;
      checked = host.options;
      checkOptions(checked, say);
    };
    check();
    return { changed: check, stop() {} };
  },
};
