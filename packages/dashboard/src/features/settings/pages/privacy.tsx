import { Controls } from "../controls.tsx";
import { Section } from "../form.tsx";
import { Page } from "../page.tsx";
import { ScrubbingRules } from "../scrubbing.tsx";

const CODE = "whitespace-nowrap font-mono text-xs";

/** What of visitors' pages is never shown, sent or kept. */
export default function PrivacyPage() {
  return (
    <Page>
      <Section
        title="Masking"
        about={
          <>
            Done in the visitor’s browser, before anything leaves it. Passwords, card and
            one-time-code fields, <code className={CODE}>.no-userview</code> and{" "}
            <code className={CODE}>[data-userview-mask]</code> are masked always, and so is what
            stood in a masked field wherever a page shows it.
          </>
        }
      >
        <Controls
          names={[
            "masked_elements",
            "mask_all_inputs",
            "mask_all_text",
            "unmasked_elements",
            "hide_private_details",
            "no_remote_elements",
          ]}
        />
      </Section>
      <Section
        title="Addresses of pages"
        about="Parameters named like secrets or people, and values that look like e-mail addresses, card numbers or tokens, are scrubbed always."
      >
        <ScrubbingRules />
      </Section>
      <Section title="History">
        <Controls names={["collect_history"]} />
      </Section>
    </Page>
  );
}
