import { Controls } from "../controls.tsx";
import { Section } from "../form.tsx";
import { Page } from "../page.tsx";

/** How long things are kept. */
export default function RetentionPage() {
  return (
    <Page>
      <Section
        title="Kept for so many days"
        about="What is older is erased within hours, for good. Empty: as long as the installation’s setting says."
      >
        <Controls
          names={[
            "visitor_retention_days",
            "pageview_retention_days",
            "picture_retention_days",
            "recording_retention_days",
          ]}
        />
      </Section>
    </Page>
  );
}
