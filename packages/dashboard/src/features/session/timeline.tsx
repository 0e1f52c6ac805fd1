import { useInfiniteQuery } from "@tanstack/react-query";
import {
  CircleHelp,
  CirclePause,
  CircleStop,
  CircleX,
  Eye,
  FileText,
  type LucideIcon,
  MessageSquareText,
  MousePointerClick,
  Play,
  ShieldCheck,
  Sparkles,
  SquareTerminal,
  Star,
  UserMinus,
  UserPlus,
  Video,
  VideoOff,
} from "lucide-react";
import type { Session, TimelineEntry } from "../../api/client.ts";
import { inWords } from "../../api/errors.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { clockLength } from "../../ui/time.tsx";
import { outcomeInWords } from "../sessions/words.ts";
import { timelineQuery } from "./queries.ts";
import { entryInWords } from "./words.ts";

const ICONS: Readonly<Record<TimelineEntry["type"], LucideIcon>> = {
  requested: Sparkles,
  authorizing: CircleHelp,
  authorized: ShieldCheck,
  declined: CircleX,
  active: Play,
  paused: CirclePause,
  went_live: Eye,
  agent_joined: UserPlus,
  agent_left: UserMinus,
  feature_used: MousePointerClick,
  message_sent: MessageSquareText,
  console_run: SquareTerminal,
  page_shown: FileText,
  control_changed: MousePointerClick,
  recording_allowed: ShieldCheck,
  recording_declined: CircleX,
  recording_started: Video,
  recording_failed: VideoOff,
  ended: CircleStop,
  rated: Star,
};

/** What happened, in order; times count from when the session was asked for. */
export function Timeline({ session }: { session: Session }) {
  const { api } = useServices();
  const read = useInfiniteQuery(timelineQuery(api, session));
  const entries = read.data?.pages.flatMap((page) => page.timeline);
  return (
    <Card title="What happened">
      {entries !== undefined ? (
        <ol className="py-2">
          {entries.map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added at the end
            <Entry key={index} entry={entry} session={session} />
          ))}
        </ol>
      ) : read.error !== null ? (
        <div className="p-4">
          <Notice kind="bad">{inWords(read.error)}</Notice>
        </div>
      ) : (
        <div role="status" className="grid gap-3 p-4">
          <span className="sr-only">Loading what happened…</span>
          <Skeleton className="h-4 w-64" />
          <Skeleton className="h-4 w-40" />
        </div>
      )}
      {read.hasNextPage && (
        <div className="border-line border-t p-3 text-center">
          <Button
            size="small"
            disabled={read.isFetchingNextPage}
            onClick={() => void read.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </Card>
  );
}

function Entry({ entry, session }: { entry: TimelineEntry; session: Session }) {
  const Icon = ICONS[entry.type];
  const detail = entry.detail["url"] ?? entry.detail["code"];
  return (
    <li className="grid grid-cols-[3.25rem_1.25rem_minmax(0,1fr)] gap-2 px-4 py-1.5">
      <time
        dateTime={entry.ts}
        title={new Date(entry.ts).toLocaleString()}
        className="text-right text-ink-faint text-xs leading-5 tabular-nums"
      >
        {clockLength(entry.offset)}
      </time>
      <Icon aria-hidden size={15} className="mt-0.5 text-ink-faint" />
      <div className="min-w-0">
        <p className="break-words">{entryInWords(entry, outcomeInWords(session))}</p>
        {typeof detail === "string" && detail !== "" && (
          <p className="wrap-anywhere text-ink-soft text-xs">{detail}</p>
        )}
      </div>
    </li>
  );
}
