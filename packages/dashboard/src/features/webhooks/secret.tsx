import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { inWords } from "../../api/errors.ts";
import type { Webhook } from "../../api/webhooks.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useChange } from "./queries.ts";

/** The secret that a webhook signs with: hidden until asked for; `fresh` was just made. */
export function Secret({ webhook, fresh }: { webhook: Webhook; fresh: string | null }) {
  const [shown, setShown] = useState(fresh);
  const show = useChange((api, id: string) => api.webhooks.secret(id));
  const rotate = useChange((api, id: string) => api.webhooks.rotateSecret(id));
  const error = show.error ?? rotate.error;
  return (
    <Card title="Signing secret">
      <div className="grid gap-3 p-4">
        <p className="text-ink-soft">
          Your receiver verifies with it that messages come from this server.
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 flex-1 basis-60 break-all rounded-md bg-sunken px-3 py-2 font-mono text-xs">
            {shown ?? `whsec_${"•".repeat(32)}`}
          </code>
          {shown === null ? (
            <Button
              size="small"
              icon={<Eye aria-hidden size={14} />}
              disabled={show.isPending}
              onClick={() => show.mutate(webhook.id, { onSuccess: setShown })}
            >
              Show
            </Button>
          ) : (
            <>
              <CopyButton text={shown} />
              <Button
                size="small"
                icon={<EyeOff aria-hidden size={14} />}
                onClick={() => setShown(null)}
              >
                Hide
              </Button>
            </>
          )}
          <Confirm
            title="Change the signing secret?"
            text="For 24 hours messages are signed with the old one too; change your receiver over in that time."
            action="Change it"
            onConfirm={() => rotate.mutate(webhook.id, { onSuccess: setShown })}
          >
            <Button size="small" disabled={rotate.isPending}>
              Rotate
            </Button>
          </Confirm>
        </div>
        {error !== null && <Notice kind="bad">{inWords(error)}</Notice>}
      </div>
    </Card>
  );
}
