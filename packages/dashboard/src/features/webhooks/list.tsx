import { ChevronRight, Webhook as WebhookIcon } from "lucide-react";
import type { Webhook } from "../../api/webhooks.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { TimeAgo } from "../../ui/time.tsx";
import { useSwitch } from "./queries.ts";
import { Receiving } from "./receiving.tsx";
import { disabledInWords, eventsInWords, placeInWords, webhookState } from "./words.ts";

/** All webhooks, one a row. */
export function WebhookList({
  webhooks,
  now,
  onOpen,
}: {
  webhooks: readonly Webhook[];
  now: number;
  onOpen: (id: string) => void;
}) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
      {webhooks.map((webhook) => {
        const state = webhookState(webhook);
        return (
          <li key={webhook.id}>
            <button
              type="button"
              onClick={() => onOpen(webhook.id)}
              className="flex w-full items-center gap-3 px-4 py-3 text-left transition-colors hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="grid min-w-0 flex-1 gap-0.5">
                <span className="truncate font-medium">{placeInWords(webhook)}</span>
                <span className="truncate text-ink-faint text-xs">
                  {eventsInWords(webhook)} ·{" "}
                  {webhook.delivered_at === null ? (
                    "nothing delivered yet"
                  ) : (
                    <>
                      delivered <TimeAgo at={webhook.delivered_at} now={now} />
                    </>
                  )}
                </span>
              </span>
              <Badge tone={state.tone}>{state.label}</Badge>
              <ChevronRight aria-hidden size={16} className="shrink-0 text-ink-faint" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Says that the server switched a webhook off, and offers to switch it on. */
export function DisabledNotice({ webhook }: { webhook: Webhook }) {
  const turn = useSwitch(webhook);
  if (webhook.disabled_reason === null) return null;
  return (
    <Notice
      kind="warn"
      action={
        <Button size="small" disabled={turn.isPending} onClick={() => turn.mutate(true)}>
          Switch on
        </Button>
      }
    >
      <p className="break-words font-medium">{placeInWords(webhook)} is disabled</p>
      <p>{disabledInWords(webhook.disabled_reason)}</p>
    </Notice>
  );
}

/** Before the first webhook: what they are for, and what receiving one takes. */
export function NoWebhooks({ onAdd }: { onAdd: () => void }) {
  return (
    <div className="grid gap-6">
      <section className="grid justify-items-center gap-3 rounded-xl border border-line border-dashed px-6 py-10 text-center">
        <span className="grid size-11 place-items-center rounded-full bg-accent-soft text-accent-ink">
          <WebhookIcon aria-hidden size={20} />
        </span>
        <h2 className="font-semibold text-base">Let your own programs hear what happens</h2>
        <p className="max-w-md text-ink-soft">
          UserView posts to a URL of yours when a visitor comes or goes, or a session starts or
          ends: to fill a CRM, to alert a channel, to start what comes next.
        </p>
        <Button look="primary" onClick={onAdd}>
          Add the first webhook
        </Button>
      </section>
      <Receiving />
    </div>
  );
}
