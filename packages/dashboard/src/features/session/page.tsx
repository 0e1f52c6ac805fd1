import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, Play } from "lucide-react";
import type { Session } from "../../api/client.ts";
import { ApiError, inWords } from "../../api/errors.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices } from "../../app/services.tsx";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, buttonLook } from "../../ui/button.tsx";
import { Card, Fact, Facts } from "../../ui/card.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { DateTime } from "../../ui/time.tsx";
import {
  agentsInWords,
  asSentence,
  FORGOTTEN,
  outcomeInWords,
  SOURCES,
} from "../sessions/words.ts";
import { visitorQuery } from "../visitors/queries.ts";
import { sessionQuery } from "./queries.ts";
import { Stars } from "./stars.tsx";
import { Timeline } from "./timeline.tsx";
import { RECORDINGS } from "./words.ts";

/** One session: what it was, and what happened in it. */
export function SessionPage() {
  const { api } = useServices();
  const { session: id } = useParams({ from: "/signed-in/shell/sessions/$session" });
  const read = useQuery(sessionQuery(api, id));
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-5xl px-4 py-4 sm:px-6">
        {read.data !== undefined ? (
          <Known session={read.data} />
        ) : read.error !== null ? (
          <Notice kind="bad">
            {read.error instanceof ApiError && read.error.status === 404
              ? "Your team has no such session. It may have been erased with its visitor."
              : inWords(read.error)}
          </Notice>
        ) : (
          <div role="status" className="grid gap-4">
            <span className="sr-only">Loading the session…</span>
            <Skeleton className="h-6 w-64" />
            <Skeleton className="h-48 rounded-xl" />
          </div>
        )}
      </div>
    </div>
  );
}

/** Whom it was with, as far as that is known still, and when. */
function Heading({ session }: { session: Session }) {
  const { api } = useServices();
  const { visitor_id: shortId } = session;
  const read = useQuery(visitorQuery(api, shortId));
  const gone = read.error instanceof ApiError && read.error.status === 404;
  const name = read.data?.nickname ?? shortId;
  usePageTitle(gone ? "Session" : `Session with ${name}`);
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Avatar name={name} seed={shortId} size="large" />
      <div className="min-w-0">
        <h1 className="truncate font-semibold text-xl tracking-tight">
          {gone ? (
            FORGOTTEN
          ) : (
            <Link to="/visitors/$shortId" params={{ shortId }} className="rounded hover:underline">
              {name}
            </Link>
          )}
        </h1>
        <p className="text-ink-soft">
          Session of <DateTime at={session.started_at} />
          {gone && <span className="text-ink-faint"> · {shortId}</span>}
        </p>
      </div>
    </div>
  );
}

/** What there is of a recording; one that is there can be deleted when the session has ended. */
function RecordingFact({ session }: { session: Session }) {
  const { api } = useServices();
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => api.recordings.remove(session.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["session", session.id] }),
  });
  const removable = session.public_video_url !== null && session.ended_at !== null;
  return (
    <span className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      {RECORDINGS[session.video_status]}
      {removable && (
        <Confirm
          title="Delete this recording?"
          text="Nobody can play it any more, and it cannot be brought back. What is known of the session stays."
          action="Delete"
          onConfirm={() => removal.mutate()}
        >
          <Button look="warning" size="small" disabled={removal.isPending}>
            Delete
          </Button>
        </Confirm>
      )}
      {removal.error !== null && (
        <span role="alert" className="text-bad-ink text-xs">
          {inWords(removal.error)}
        </span>
      )}
    </span>
  );
}

function Known({ session }: { session: Session }) {
  const running = session.ended_at === null;
  return (
    <>
      <Link
        to="/sessions"
        className="mb-4 inline-flex items-center gap-1.5 rounded text-ink-soft hover:text-ink"
      >
        <ArrowLeft aria-hidden size={15} />
        Sessions
      </Link>
      <header className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-3">
        <Heading session={session} />
        {running && (
          <>
            <Badge tone="accent">{session.went_live ? "Live" : "Waiting"}</Badge>
            <Link
              to="/watch/$session"
              params={{ session: session.id }}
              className={buttonLook("primary", "small")}
            >
              Join
            </Link>
          </>
        )}
        {session.public_video_url !== null && (
          <Link
            to="/recordings/$session"
            params={{ session: session.id }}
            search={{}}
            className={buttonLook("secondary", "small")}
          >
            <Play aria-hidden size={13} />
            Play recording
          </Link>
        )}
      </header>
      <div className="grid items-start gap-4 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Card title="Facts">
          <Facts>
            <Fact name="Agents">{agentsInWords(session)}</Fact>
            <Fact name="Began by">{SOURCES[session.source]}</Fact>
            <Fact name="Outcome">{asSentence(outcomeInWords(session))}</Fact>
            <Fact name="Length">{session.went_live ? session.formatted_length : "Never live"}</Fact>
            {session.ended_at !== null && (
              <Fact name="Ended">
                <DateTime at={session.ended_at} />
              </Fact>
            )}
            {session.rating !== null && (
              <Fact name="Rating">
                <Stars rating={session.rating} />
              </Fact>
            )}
            <Fact name="Recording">
              <RecordingFact session={session} />
            </Fact>
            <Fact name="First page">
              <span className="wrap-anywhere">{session.start_url}</span>
            </Fact>
          </Facts>
        </Card>
        <Timeline session={session} />
      </div>
    </>
  );
}
