import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useServices } from "../../../app/services.tsx";
import { inputLook } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Controls } from "../controls.tsx";
import { Section, useForm } from "../form.tsx";
import { Page } from "../page.tsx";
import { teamQuery } from "../queries.ts";

/** What the team is called, and on which sites its snippet works. */
export default function GeneralPage() {
  const { api } = useServices();
  const team = useQuery(teamQuery(api)).data;
  return (
    <Page>
      <Section title="Team">
        <Text field="name" label="Name" hint="Agents see it." />
        <Text field="domain" label="Web site" hint="Your main site, for people to read." />
      </Section>
      {team?.allowed_sites.length === 0 && (
        <Notice kind="warn">
          Your snippet works on every site. Anybody who copies your public key into a page can have
          visitors in your list: name your sites below.
        </Notice>
      )}
      <Section title="Sites">
        <Controls names={["allowed_sites"]} />
      </Section>
      <Section title="Who visitors are">
        <Controls names={["identity_token_required"]} />
      </Section>
    </Page>
  );
}

function Text({ field, label, hint }: { field: "name" | "domain"; label: string; hint: string }) {
  const { team, set, errorOf } = useForm();
  const id = useId();
  const error = errorOf(field);
  return (
    <div className="grid gap-1.5 py-3.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        required={field === "name"}
        aria-describedby={`${id}-hint`}
        aria-invalid={error !== null}
        value={team[field] ?? ""}
        onInput={(event) => {
          const typed = event.currentTarget.value;
          set({ [field]: field === "domain" && typed === "" ? null : typed });
        }}
        className={inputLook}
      />
      {error !== null && (
        <p role="alert" className="text-bad-ink text-xs">
          {error}
        </p>
      )}
      <p id={`${id}-hint`} className="text-ink-faint text-xs">
        {hint}
      </p>
    </div>
  );
}
