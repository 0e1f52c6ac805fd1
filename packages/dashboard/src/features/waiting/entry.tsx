import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { HandHelping, PhoneIncoming } from "lucide-react";
import { inWords } from "../../api/errors.ts";
import type { Waiting } from "../../api/live/queue.ts";
import { useServices } from "../../app/services.tsx";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { clockLength, useNow } from "../../ui/time.tsx";

/** One visitor who waits: who, since when, on which page, and the way to them. */
export function WaitingEntry({ waiting }: { waiting: Waiting }) {
  const { api } = useServices();
  const navigate = useNavigate();
  const now = useNow(1000);
  const calls = waiting.call_name !== null;
  const answer = useMutation({
    mutationFn: () => api.answer(waiting.short_id),
    onSuccess: (session) => navigate({ to: "/watch/$session", params: { session } }),
  });
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-start gap-3">
        <Avatar name={waiting.nickname} seed={waiting.short_id} />
        <div className="grid min-w-0 flex-1 basis-52 grid-cols-[minmax(0,1fr)] gap-1">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Link
              to="/visitors/$shortId"
              params={{ shortId: waiting.short_id }}
              title={waiting.nickname}
              className="min-w-0 max-w-full truncate rounded font-semibold hover:underline"
            >
              {waiting.nickname}
            </Link>
            <Badge tone={calls ? "accent" : "neutral"}>
              {calls ? "Calls you" : "Asks for help"}
            </Badge>
            <span className="text-ink-soft tabular-nums">
              <span className="sr-only">waits since </span>
              {clockLength((now - waiting.since) / 1000)}
            </span>
          </div>
          <p className="truncate text-ink-soft" title={waiting.url}>
            {waiting.title || waiting.url}
          </p>
        </div>
        <Button
          look="primary"
          disabled={answer.isPending}
          onClick={() => answer.mutate()}
          aria-label={`${calls ? "Answer" : "Help"} ${waiting.nickname}`}
          icon={
            calls ? <PhoneIncoming aria-hidden size={16} /> : <HandHelping aria-hidden size={16} />
          }
        >
          {calls ? "Answer" : "Help"}
        </Button>
      </div>
      {waiting.note !== null && (
        <p className="max-h-40 overflow-y-auto whitespace-pre-wrap break-words rounded-lg bg-sunken px-3 py-2 text-ink-soft">
          {waiting.note}
        </p>
      )}
      {answer.error !== null && (
        <p role="alert" className="text-bad-ink">
          {inWords(answer.error)}
        </p>
      )}
    </li>
  );
}
