import { ConsentPreview } from "../consent-preview.tsx";
import { Controls } from "../controls.tsx";
import { Section } from "../form.tsx";
import { Page } from "../page.tsx";

/** Whether visitors are asked, and what agents may do. */
export default function SharingPage() {
  return (
    <Page>
      <Section
        title="Consent"
        about="What visitors are asked before anything of their page is shared."
      >
        <Controls
          names={[
            "require_authorization_for_session",
            "page_may_decide_authorization",
            "authorization_prompt_title",
            "authorization_prompt_message",
          ]}
        />
        <ConsentPreview />
      </Section>
      <Section
        title="What agents may do"
        about="A page’s own options and a watch link can allow less than this, never more."
      >
        <Controls
          names={[
            "allow_remote_click",
            "allow_remote_scroll",
            "allow_remote_type",
            "allow_draw",
            "allow_agent_redirect",
            "require_control_request",
            "allow_remote_console",
            "track_console",
            "allow_full_screen",
            "allow_request_full_tab",
            "disable_full_screen_when_masked",
            "allow_show_agent_screen",
            "allow_audio",
            "allow_notes",
          ]}
        />
      </Section>
      <Section
        title="Pictures and fonts"
        about="Most are fetched by the server; what only the visitor’s browser can read, it uploads. Masked ones are neither named nor uploaded."
      >
        <Controls names={["proxy_assets"]} />
      </Section>
      <Section title="Sessions">
        <Controls names={["session_time_limit_seconds", "recording"]} />
      </Section>
    </Page>
  );
}
