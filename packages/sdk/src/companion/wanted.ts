/** For what the companion is loaded. The loader has this file in it: it is kept small. */
import type { SdkSettings } from "@userview/protocol";
import type { InitOptions } from "../loader/options.ts";

/** Whether the team's settings and the page's options want something. */
export type Wanted = (settings: SdkSettings, options: InitOptions) => boolean;

/** One for each piece that works by itself, without the page calling for it. */
const WANTED: readonly Wanted[] = [];

/** Whether the page wants anything of the companion. */
export const wantsCompanion: Wanted = (settings, options) =>
  WANTED.some((wanted) => wanted(settings, options));
