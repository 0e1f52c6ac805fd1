import { ArrowLeft, Send } from "lucide-react";
import { useState } from "react";
import { inWords } from "../../api/errors.ts";
import type { Webhook, WebhookDraft } from "../../api/webhooks.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Deliveries } from "./deliveries.tsx";
import { WebhookForm } from "./form.tsx";
import { DisabledNotice } from "./list.tsx";
import { useChange, useSwitch } from "./queries.ts";
import { Secret } from "./secret.tsx";
import { attemptInWords, eventsInWords, placeInWords, webhookState } from "./words.ts";

/** One webhook: its state, trying it out, its secret, what was delivered. */
export function WebhookDetail({
  webhook,
  secret,
  delivery,
  onDelivery,
  onClose,
}: {
  webhook: Webhook;
  /** When it was just made. */
  secret: string | null;
  /** The delivery that is looked at. */
  delivery: string | null;
  onDelivery: (id: string | null) => void;
  onClose: () => void;
}) {
  const [editing, setEditing] = useState(false);
  const change = useChange((api, draft: WebhookDraft) => api.webhooks.change(webhook.id, draft));
  const test = useChange((api, id: string) => api.webhooks.test(id));
  const remove = useChange((api, id: string) => api.webhooks.remove(id));
  const turn = useSwitch(webhook);
  const state = webhookState(webhook);
  const own = webhook.kind === "session";
  const error = test.error ?? remove.error ?? turn.error;
  return (
    <div className="grid gap-5">
      <header className="grid gap-3">
        <Button
          look="ghost"
          size="small"
          className="-ml-2 justify-self-start"
          icon={<ArrowLeft aria-hidden size={14} />}
          onClick={onClose}
        >
          All webhooks
        </Button>
        <div className="flex flex-wrap items-start gap-3">
          <div className="min-w-0 flex-1 basis-72">
            <div className="flex items-center gap-2">
              <h2 className="min-w-0 break-words font-semibold text-base">
                {placeInWords(webhook)}
              </h2>
              <Badge tone={state.tone}>{state.label}</Badge>
            </div>
            <p className="mt-0.5 text-ink-soft">
              {own
                ? "Signs what goes to the webhook_url that a watch link was asked with."
                : eventsInWords(webhook)}
            </p>
          </div>
          <div className="flex flex-wrap gap-2">
            {!own && (
              <Button
                icon={<Send aria-hidden size={14} />}
                disabled={test.isPending}
                onClick={() => test.mutate(webhook.id)}
              >
                {test.isPending ? "Sending…" : "Send test"}
              </Button>
            )}
            {webhook.disabled_reason === null && (
              <Button disabled={turn.isPending} onClick={() => turn.mutate(!webhook.active)}>
                {webhook.active ? "Switch off" : "Switch on"}
              </Button>
            )}
            {!own && <Button onClick={() => setEditing(true)}>Edit</Button>}
            {!own && (
              <Confirm
                title="Delete this webhook?"
                text="It hears nothing more, and what was delivered cannot be looked at any longer."
                action="Delete"
                onConfirm={() => remove.mutate(webhook.id, { onSuccess: onClose })}
              >
                <Button look="warning">Delete</Button>
              </Confirm>
            )}
          </div>
        </div>
      </header>
      <DisabledNotice webhook={webhook} />
      {error !== null && <Notice kind="bad">{inWords(error)}</Notice>}
      {test.data?.attempts[0] !== undefined && !test.isPending && (
        <Notice kind={test.data.state === "delivered" ? "ok" : "bad"}>
          <p className="font-medium">
            {test.data.state === "delivered"
              ? "The test was delivered"
              : "The test was not delivered"}
          </p>
          <p className="break-words">{attemptInWords(test.data.attempts[0])}</p>
        </Notice>
      )}
      {editing && (
        <WebhookForm
          webhook={webhook}
          save={(draft) => change.mutateAsync(draft).then(() => setEditing(false))}
          onCancel={() => setEditing(false)}
        />
      )}
      <Secret webhook={webhook} fresh={secret} />
      <Deliveries webhook={webhook} open={delivery} onOpen={onDelivery} />
    </div>
  );
}
