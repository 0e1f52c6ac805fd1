import { SETTINGS } from "./generated/settings.ts";

/** The name of a setting, as REST calls it. */
export type Name = keyof typeof SETTINGS;

/** What the generated table says of a setting. */
export interface Setting {
  readonly option: string | null;
  readonly default: unknown;
  readonly about: string;
  readonly later: string | null;
  readonly type: string;
  readonly nullable: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly longest?: number;
  readonly most?: number;
  readonly values?: readonly (string | number)[];
}

export const TABLE: Readonly<Record<Name, Setting>> = SETTINGS;

/** What each setting is called here. */
export const LABELS: Readonly<Record<Name, string>> = {
  agent_unavailable_url: "Where visitors go when nobody is available",
  allow_agent_redirect: "Send visitors to another page",
  allow_audio: "Start audio calls",
  allow_draw: "Draw over the page",
  allow_full_screen: "Ask for the whole screen",
  allow_notes: "Write notes",
  allow_remote_click: "Click",
  allow_remote_console: "Run code in the console",
  allow_remote_scroll: "Scroll",
  allow_remote_type: "Type",
  allow_request_full_tab: "Ask for the browser’s own tab sharing",
  allow_show_agent_screen: "Show their own screen",
  allowed_sites: "Allowed sites",
  authorization_prompt_message: "Text of the question",
  authorization_prompt_title: "Title of the question",
  call_prompt_text: "Before an audio call",
  canvas_encoding: "Pictures of canvases",
  call_wait_message: "While waiting for an agent’s call",
  collect_history: "Collect history",
  disconnect_after_seconds: "Rest after, in seconds",
  dom_changes_delay: "Gather changes, in milliseconds",
  enable_canvases: "Share canvases",
  disable_full_screen_when_masked: "No screen sharing where something is masked",
  enable_lookup_code_on_key: "Show the lookup code on Ctrl × 5",
  enable_session_rating: "Ask for a rating",
  end_of_screenshare_message: "When sharing has ended",
  hide_private_details: "Hide private details",
  identity_token_required: "Believe signed identities only",
  inject_lookup_code_button: "Lookup code button",
  integrate_with_livechat: "Read the live chat",
  link_in_livechat: "Link for the chat’s agents",
  locale: "Language",
  lookup_code_digits: "Digits of a lookup code",
  lookup_code_element: "Element that shows the lookup code",
  mask_all_inputs: "Mask all fields",
  mask_all_text: "Mask all text",
  masked_elements: "Masked elements",
  no_remote_elements: "Elements that agents cannot act on",
  page_may_decide_authorization: "Pages may skip the question",
  pageview_retention_days: "Page views",
  personal_link_url: "Page that personal links lead to",
  picture_retention_days: "Pictures",
  proxy_assets: "Pictures and fonts that visitors’ browsers upload",
  recording: "Record sessions",
  recording_retention_days: "Recordings and videos",
  require_authorization_for_session: "Ask visitors before sharing",
  require_control_request: "Ask before taking control",
  reset_connection_on_log_out: "New visitor at sign-out",
  session_time_limit_seconds: "Longest session, in seconds",
  show_agent_request_button: "Help button",
  show_terminate_button: "Stop button",
  show_user_view_link: "Name UserView",
  track_console: "See the console",
  translations: "Words",
  unmasked_elements: "Elements left readable",
  url_scrubbing: "Scrubbed URLs",
  visitor_retention_days: "Visitors",
  zendesk_link_field: "Zendesk ticket field",
};

/** What the values of choices are called. */
export const CHOICES: Readonly<Record<string, string>> = {
  off: "Off",
  on: "On",
  ask: "Ask the visitor",
  never: "Never",
  always: "Always",
  when_available: "When an agent is available",
  webp: "WebP",
  png: "PNG",
  jpeg: "JPEG",
};

/** A default in words. */
export function defaultInWords(setting: Setting): string {
  const { default: value } = setting;
  if (value === null || (Array.isArray(value) && value.length === 0)) return "Default: empty";
  if (typeof value === "boolean") return `Default: ${value ? "on" : "off"}`;
  return `Default: ${CHOICES[String(value)] ?? String(value)}`;
}
