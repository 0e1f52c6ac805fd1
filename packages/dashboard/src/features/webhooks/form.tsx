import { Check } from "lucide-react";
import { Checkbox } from "radix-ui";
import { type FormEvent, useState } from "react";
import { inWords } from "../../api/errors.ts";
import type { Webhook, WebhookDraft, WebhookEvent } from "../../api/webhooks.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { GROUPS, PRESENT_EVENTS } from "./words.ts";

/** Makes a webhook, or changes one. `save` rejects with what is wrong. */
export function WebhookForm({
  webhook,
  save,
  onCancel,
}: {
  webhook?: Webhook;
  save: (draft: WebhookDraft) => Promise<unknown>;
  onCancel: () => void;
}) {
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [events, setEvents] = useState<readonly WebhookEvent[]>(webhook?.events ?? PRESENT_EVENTS);
  const [state, setState] = useState<{ saving: boolean; error: string | null }>({
    saving: false,
    error: null,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (events.length === 0) {
      setState({ saving: false, error: "Choose at least one event." });
      return;
    }
    setState({ saving: true, error: null });
    save({ url: url.trim(), events: [...events] }).then(
      () => setState({ saving: false, error: null }),
      (error: unknown) => setState({ saving: false, error: inWords(error) }),
    );
  };
  const choose = (names: readonly WebhookEvent[], on: boolean) => {
    const others = events.filter((name) => !names.includes(name));
    setEvents(on ? [...others, ...names] : others);
  };
  return (
    <Card title={webhook === undefined ? "New webhook" : "Change webhook"}>
      <form onSubmit={submit} className="grid gap-5 p-4">
        <Field
          label="URL"
          type="url"
          required
          autoFocus
          value={url}
          placeholder="https://crm.example.com/hooks/userview"
          hint="On the public Internet, unless the server’s settings allow more."
          onChange={(change) => setUrl(change.currentTarget.value)}
        />
        <fieldset className="grid gap-4">
          <legend className="mb-2 font-medium text-ink-soft">Events</legend>
          {GROUPS.map((group) => (
            <EventGroup key={group.title} group={group} chosen={events} onChoose={choose} />
          ))}
        </fieldset>
        {state.error !== null && <Notice kind="bad">{state.error}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onCancel}>Cancel</Button>
          <Button look="primary" type="submit" disabled={state.saving}>
            {webhook === undefined ? "Add webhook" : "Save"}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function EventGroup({
  group: { title, events, later },
  chosen,
  onChoose,
}: {
  group: (typeof GROUPS)[number];
  chosen: readonly WebhookEvent[];
  onChoose: (names: readonly WebhookEvent[], on: boolean) => void;
}) {
  const names = events.map(({ name }) => name);
  const count = names.filter((name) => chosen.includes(name)).length;
  return (
    <div className="grid gap-2">
      <div className="flex items-center gap-2">
        <Box
          label={<span className="font-medium">{title}</span>}
          checked={count === names.length ? true : count === 0 ? false : "indeterminate"}
          onChange={(on) => onChoose(names, on)}
        />
        {later === true && <Badge>Not sent by this version</Badge>}
      </div>
      <div className="grid gap-x-4 gap-y-2 pl-6 sm:grid-cols-2">
        {events.map(({ name, about }) => (
          <Box
            key={name}
            label={
              <span className="grid">
                <code className="font-mono text-xs leading-5">{name}</code>
                <span className="text-ink-faint text-xs">{about}</span>
              </span>
            }
            checked={chosen.includes(name)}
            onChange={(on) => onChoose([name], on)}
          />
        ))}
      </div>
    </div>
  );
}

function Box({
  label,
  checked,
  onChange,
}: {
  label: React.ReactNode;
  checked: boolean | "indeterminate";
  onChange: (on: boolean) => void;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is a button, which labels name too
    <label className="flex items-start gap-2">
      <Checkbox.Root
        checked={checked}
        onCheckedChange={(on) => onChange(on === true)}
        className="mt-0.5 grid size-4 shrink-0 place-items-center rounded border border-line-strong bg-surface data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent"
      >
        <Checkbox.Indicator className="text-on-accent">
          {checked === "indeterminate" ? (
            <span className="block h-0.5 w-2 rounded bg-current" />
          ) : (
            <Check aria-hidden size={12} strokeWidth={3} />
          )}
        </Checkbox.Indicator>
      </Checkbox.Root>
      {label}
    </label>
  );
}
