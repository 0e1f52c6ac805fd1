/** Every setting of a team, each with a value that it has not by itself. */
import type { Schemas } from "@userview/client";

/** A setting that is not here does not compile. */
export type Settings = Required<Omit<Schemas["TeamBody"], "name" | "domain">>;

/** What the team is changed to while a page of the shop is open; `shop` is its origin. */
export function changedSettings(shop: string): Settings {
  return {
    allow_agent_redirect: false,
    allow_audio: false,
    allow_draw: false,
    allow_full_screen: false,
    allow_notes: false,
    allow_remote_click: false,
    allow_remote_console: true,
    allow_remote_scroll: false,
    allow_remote_type: false,
    allow_request_full_tab: false,
    allow_show_agent_screen: false,
    allowed_sites: [shop],
    authorization_prompt_message: "{%agentName%|An agent} would like to see {%currentDomain%}.",
    authorization_prompt_title: "May we look?",
    call_prompt_text: "We ring you now.",
    call_wait_message: "One moment, please.",
    collect_history: true,
    disable_full_screen_when_masked: false,
    enable_lookup_code_on_key: true,
    enable_session_rating: true,
    end_of_screenshare_message: "Thank you for showing us.",
    hide_private_details: true,
    identity_token_required: true,
    inject_lookup_code_button: true,
    integrate_with_livechat: false,
    lookup_code_digits: 4,
    lookup_code_element: "#lookup-code",
    mask_all_inputs: true,
    mask_all_text: true,
    masked_elements: [".reviews"],
    no_remote_elements: [".buy"],
    page_may_decide_authorization: false,
    pageview_retention_days: 7,
    personal_link_url: `${shop}/about.html`,
    picture_retention_days: 3,
    recording: "ask",
    recording_retention_days: 90,
    require_authorization_for_session: false,
    require_control_request: true,
    session_time_limit_seconds: 3600,
    show_agent_request_button: "when_available",
    show_terminate_button: false,
    show_user_view_link: true,
    track_console: true,
    unmasked_elements: [".brand"],
    url_scrubbing: { parameters: ["coupon", "tail"], paths: ["/orders/*"] },
    visitor_retention_days: 14,
  };
}

/** Settings that pages need not know. */
export const KEPT_FROM_PAGES: ReadonlySet<string> = new Set([
  "allow_audio",
  "allow_notes",
  "allow_show_agent_screen",
  "allowed_sites",
  "identity_token_required",
  "lookup_code_digits",
  "page_may_decide_authorization",
  "pageview_retention_days",
  "personal_link_url",
  "picture_retention_days",
  "recording",
  "recording_retention_days",
  "session_time_limit_seconds",
  "visitor_retention_days",
] satisfies (keyof Settings)[]);
