import { Controls } from "../controls.tsx";
import { Section } from "../form.tsx";
import { LanguageChoice } from "../language.tsx";
import { Page } from "../page.tsx";
import { Texts } from "../texts.tsx";

/** What visitors see of UserView in the page, and how they and agents find each other. */
export default function VisitorPagePage() {
  return (
    <Page>
      <Section title="During and after a session">
        <Controls
          names={[
            "show_terminate_button",
            "end_of_screenshare_message",
            "enable_session_rating",
            "show_user_view_link",
          ]}
        />
      </Section>
      <Section title="Finding each other">
        <Controls
          names={[
            "lookup_code_digits",
            "lookup_code_element",
            "inject_lookup_code_button",
            "enable_lookup_code_on_key",
            "show_agent_request_button",
            "agent_unavailable_url",
            "personal_link_url",
            "call_wait_message",
            "call_prompt_text",
          ]}
        />
      </Section>
      <Section
        title="Language and words"
        about="Every text that visitors see of UserView, in their language or yours, and in your words. Open pages follow at once."
      >
        <LanguageChoice />
        <Texts />
      </Section>
      <Section title="Connection and capture">
        <Controls
          names={[
            "disconnect_after_seconds",
            "reset_connection_on_log_out",
            "enable_canvases",
            "canvas_encoding",
            "dom_changes_delay",
          ]}
        />
      </Section>
    </Page>
  );
}
