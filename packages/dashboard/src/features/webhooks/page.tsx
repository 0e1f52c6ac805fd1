import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { inWords } from "../../api/errors.ts";
import type { WebhookDraft } from "../../api/webhooks.ts";
import { useMe } from "../../app/me.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useNow } from "../../ui/time.tsx";
import { WebhookDetail } from "./detail.tsx";
import { WebhookForm } from "./form.tsx";
import { DisabledNotice, NoWebhooks, WebhookList } from "./list.tsx";
import { useChange, webhooksQuery } from "./queries.ts";
import { Receiving } from "./receiving.tsx";

/** The team's webhooks; one of them, and one of its deliveries, are named by the address. */
export default function WebhooksPage() {
  const isAdmin = useMe().agent.role === "admin";
  if (!isAdmin)
    return <Notice kind="info">Only admins of the team can see and change its webhooks.</Notice>;
  return <Webhooks />;
}

interface Place {
  webhook?: string;
  delivery?: string;
}

function Webhooks() {
  const { api } = useServices();
  const now = useNow(30_000);
  const place: Place = useSearch({ from: "/signed-in/shell/settings/$tab" });
  const navigate = useNavigate();
  const go = (next: Place) =>
    void navigate({ to: "/settings/$tab", params: { tab: "webhooks" }, search: next });
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null);
  const create = useChange((asked, draft: WebhookDraft) => asked.webhooks.create(draft));
  const webhooks = useQuery(webhooksQuery(api));
  if (webhooks.data === undefined) {
    return webhooks.error === null ? (
      <Skeleton className="h-48 rounded-xl" />
    ) : (
      <Notice kind="bad">{inWords(webhooks.error)}</Notice>
    );
  }
  const open = webhooks.data.find(({ id }) => id === place.webhook);
  if (open !== undefined) {
    return (
      <WebhookDetail
        key={open.id}
        webhook={open}
        secret={made?.id === open.id ? made.secret : null}
        delivery={place.delivery ?? null}
        onDelivery={(delivery) =>
          go(delivery === null ? { webhook: open.id } : { webhook: open.id, delivery })
        }
        onClose={() => {
          setMade(null);
          go({});
        }}
      />
    );
  }
  const save = async (draft: WebhookDraft) => {
    const { webhook, secret } = await create.mutateAsync(draft);
    setMade({ id: webhook.id, secret });
    setAdding(false);
    go({ webhook: webhook.id });
  };
  if (webhooks.data.length === 0 && !adding) return <NoWebhooks onAdd={() => setAdding(true)} />;
  return (
    <div className="grid gap-5">
      {!adding && (
        <Button
          look="primary"
          className="justify-self-start"
          icon={<Plus aria-hidden size={16} />}
          onClick={() => setAdding(true)}
        >
          Add webhook
        </Button>
      )}
      {webhooks.data.map((webhook) => (
        <DisabledNotice key={webhook.id} webhook={webhook} />
      ))}
      {adding && <WebhookForm save={save} onCancel={() => setAdding(false)} />}
      {webhooks.data.length > 0 && (
        <WebhookList webhooks={webhooks.data} now={now} onOpen={(id) => go({ webhook: id })} />
      )}
      <Receiving />
    </div>
  );
}
