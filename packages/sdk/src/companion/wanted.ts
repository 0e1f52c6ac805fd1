/** For what the companion is loaded. The loader has this file in it: it is kept small. */
import type { SdkSettings } from "@userview/protocol";
import { type GivenOptions, KINDS } from "../loader/options.ts";

/** Whether the team's settings and the page's options want something. */
export type Wanted = (settings: SdkSettings, options: GivenOptions) => boolean;

/** There are options that the loader has not checked. */
export const wantsCheck: Wanted = (_settings, options) =>
  Object.keys(options).some((name) => !(name in KINDS));

/** Page views and events are collected: the page can only switch it off. */
export const wantsHistory: Wanted = (settings, options) =>
  settings.collect_history && (options["collectHistory"] ?? true) === true;

/** This page was told to call an agent, or its visitor waits for one since an earlier page. */
let waits: unknown;

/** Said by the loader when it begins. */
export const noteWait = (noted: unknown): void => {
  waits = noted;
};

/** The page stands in a frame of another one. */
export const isFramed: Wanted = () => window !== top;

/**
 * Settings with which something works by itself as soon as they have a value: the lookup code's three, the live chat's, history's,
 * ratings. It also fits the message at a session's end.
 */
const BY_ITSELF = /^(in|look|en.*o|col)/;

/**
 * Whether something that works by itself, without the page calling for it, may be wanted: the page stands in a frame, the page
 * shows the visitor's lookup code, the live chat is looked for, history is collected. Where the page's own options say more, the check loads us.
 */
export const wantsCompanion: Wanted = (settings, options) =>
  isFramed(settings, options) ||
  settings.show_agent_request_button !== "never" ||
  Object.entries(settings).some(([name, value]) => BY_ITSELF.test(name) && value) ||
  /userview-call/.test(location.href) ||
  !!waits ||
  wantsCheck(settings, options);
