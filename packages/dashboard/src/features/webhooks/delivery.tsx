import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { inWords } from "../../api/errors.ts";
import type { Attempt, Delivery } from "../../api/webhooks.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { DateTime } from "../../ui/time.tsx";
import { deliveryQuery, useChange } from "./queries.ts";
import { attemptInWords } from "./words.ts";

/** One delivery: every attempt with what was answered, what was sent, and sending it again. */
export function DeliveryDetail({ delivery }: { delivery: Delivery }) {
  const { api } = useServices();
  const found = useQuery(deliveryQuery(api, delivery.webhook_id, delivery.id));
  const resend = useChange((asked, id: string) => asked.webhooks.resend(delivery.webhook_id, id));
  const { attempts } = found.data ?? delivery;
  return (
    <div className="grid gap-4 border-line border-t bg-canvas px-4 py-4">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
        <Detail name="Sent to">{delivery.url}</Detail>
        <Detail name="webhook-id">{delivery.event_id}</Detail>
        {delivery.next_attempt_at !== null && (
          <Detail name="Next attempt">
            <DateTime at={delivery.next_attempt_at} />
          </Detail>
        )}
      </dl>
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="flex-1 font-medium">
          {attempts.length === 0
            ? "No attempts yet"
            : attempts.length === 1
              ? "1 attempt"
              : `${attempts.length} attempts`}
        </h3>
        <Button
          size="small"
          icon={<RotateCw aria-hidden size={14} />}
          disabled={resend.isPending}
          onClick={() => resend.mutate(delivery.id)}
        >
          {resend.isPending ? "Sending…" : "Send again"}
        </Button>
      </div>
      {resend.error !== null && <Notice kind="bad">{inWords(resend.error)}</Notice>}
      {attempts.length > 0 && (
        <ol className="grid gap-2">
          {attempts.map((attempt) => (
            <AttemptRow key={attempt.at} attempt={attempt} />
          ))}
        </ol>
      )}
      {found.data !== undefined ? (
        <CodeBlock label="Payload" code={JSON.stringify(found.data.payload, null, 2)} />
      ) : found.error !== null ? (
        <Notice kind="bad">{inWords(found.error)}</Notice>
      ) : (
        <Skeleton className="h-40 rounded-lg" />
      )}
    </div>
  );
}

function Detail({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0 break-all">{children}</dd>
    </>
  );
}

function AttemptRow({ attempt }: { attempt: Attempt }) {
  const good =
    attempt.status_code !== null && attempt.status_code >= 200 && attempt.status_code < 300;
  return (
    <li className="grid gap-1.5 rounded-lg border border-line bg-surface px-3 py-2 text-xs">
      <p className="flex flex-wrap justify-between gap-x-3">
        <span className={good ? "font-medium text-ok-ink" : "font-medium text-bad-ink"}>
          {attemptInWords(attempt)}
        </span>
        <span className="text-ink-faint">
          <DateTime at={attempt.at} />
        </span>
      </p>
      {attempt.answer !== null && attempt.answer !== "" && (
        <pre className="max-h-40 overflow-auto whitespace-pre-wrap break-all font-mono text-ink-soft">
          {attempt.answer}
        </pre>
      )}
    </li>
  );
}
