/** What holds in this page: the team's settings, and the page's own options where they count (rule P6). */

import type { SdkSettings } from "@userview/protocol";
import type { InitOptions } from "./check.ts";

/**
 * - `page`: the page's word counts;
 * - `both`: only what team and page allow;
 * - `either`: as soon as one of them says so;
 * - `more`: the page adds to the list;
 * - `each`: of the texts that both have, the page's count;
 * - `team`: the page has nothing to say here.
 */
type Rule = "page" | "both" | "either" | "more" | "each" | "team";

/** How each setting and its option go together. */
export const RULES: Readonly<Record<keyof SdkSettings, Rule>> = {
  require_authorization_for_session: "team",
  authorization_prompt_title: "page",
  authorization_prompt_message: "page",
  end_of_screenshare_message: "page",
  show_terminate_button: "page",
  show_user_view_link: "page",
  enable_session_rating: "page",
  allow_remote_click: "both",
  allow_remote_scroll: "both",
  allow_remote_type: "both",
  allow_draw: "both",
  allow_agent_redirect: "both",
  allow_remote_console: "both",
  track_console: "both",
  require_control_request: "either",
  allow_full_screen: "both",
  allow_request_full_tab: "both",
  disable_full_screen_when_masked: "either",
  no_remote_elements: "more",
  masked_elements: "more",
  proxy_assets: "more",
  mask_all_text: "team",
  mask_all_inputs: "team",
  unmasked_elements: "team",
  hide_private_details: "team",
  url_scrubbing: "team",
  collect_history: "both",
  integrate_with_livechat: "both",
  link_in_livechat: "team",
  zendesk_link_field: "team",
  lookup_code_element: "page",
  inject_lookup_code_button: "page",
  enable_lookup_code_on_key: "page",
  show_agent_request_button: "page",
  call_wait_message: "page",
  call_prompt_text: "page",
  disconnect_after_seconds: "page",
  reset_connection_on_log_out: "page",
  locale: "page",
  translations: "each",
  dom_changes_delay: "page",
  enable_canvases: "both",
  canvas_encoding: "page",
};

/** `mask_all_text` is the setting of `maskAllText`. */
export function optionName(setting: string): string {
  return setting.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

/**
 * The settings as they hold in this page. Of the masks of whole pages, whose exceptions are the team's and the
 * page's own each, `maskLayers` tells.
 */
export function effective(settings: SdkSettings, options: InitOptions): SdkSettings {
  const held: Record<string, unknown> = { ...settings };
  for (const [name, rule] of Object.entries(RULES)) {
    const said = options[optionName(name) as keyof InitOptions];
    if (said === undefined) continue;
    const set = held[name];
    if (rule === "page") held[name] = said;
    else if (rule === "both") held[name] = set === true && said === true;
    else if (rule === "either") held[name] = set === true || said === true;
    else if (rule === "each") held[name] = { ...(set as object), ...(said as object) };
    else if (rule === "more") held[name] = [...(set as string[]), ...(said as string[])];
  }
  return held as unknown as SdkSettings;
}
