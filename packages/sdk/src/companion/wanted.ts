/** For what the companion is loaded. The loader has this file in it: it is kept small. */
import type { SdkSettings } from "@userview/protocol";
import { type GivenOptions, KINDS } from "../loader/options.ts";

/** Whether the team's settings and the page's options want something. */
export type Wanted = (settings: SdkSettings, options: GivenOptions) => boolean;

/** There are options that the loader has not checked. */
export const wantsCheck: Wanted = (_settings, options) =>
  Object.keys(options).some((name) => !(name in KINDS));

/** An element of the page shows the visitor's lookup code; where the page itself names it, the check loads us. */
const wantsLookupCode: Wanted = (settings) => settings.lookup_code_element !== null;

/** One for each piece that works by itself, without the page calling for it. */
const WANTED: readonly Wanted[] = [wantsCheck, wantsLookupCode];

/** Whether the page wants anything of the companion. */
export const wantsCompanion: Wanted = (settings, options) =>
  WANTED.some((wanted) => wanted(settings, options));
