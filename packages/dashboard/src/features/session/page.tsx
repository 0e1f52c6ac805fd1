import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { Session } from "../../api/client.ts";
import { ApiError, inWords } from "../../api/errors.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices } from "../../app/services.tsx";
import { Badge } from "../../ui/badge.tsx";
import { buttonLook } from "../../ui/button.tsx";
import { Card, Fact, Facts } from "../../ui/card.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { DateTime } from "../../ui/time.tsx";
import { agentsInWords, outcomeInWords } from "../visitor/words.ts";
import { sessionQuery } from "./queries.ts";
import { Stars } from "./stars.tsx";
import { Timeline } from "./timeline.tsx";
import { SOURCES } from "./words.ts";

/** One session: what it was, and what happened in it. */
export function SessionPage() {
  const { api } = useServices();
  const { session: id } = useParams({ from: "/signed-in/shell/sessions/$session" });
  const read = useQuery(sessionQuery(api, id));
  usePageTitle("Session");
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

function Known({ session }: { session: Session }) {
  const running = session.ended_at === null;
  return (
    <>
      <Link
        to="/visitors/$shortId"
        params={{ shortId: session.visitor_id }}
        className="mb-4 inline-flex items-center gap-1.5 rounded text-ink-soft hover:text-ink"
      >
        <ArrowLeft aria-hidden size={15} />
        The visitor
      </Link>
      <header className="mb-5 flex flex-wrap items-center gap-3">
        <h1 className="font-semibold text-xl tracking-tight">
          Session of <DateTime at={session.started_at} />
        </h1>
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
      </header>
      <div className="grid items-start gap-4 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Card title="Facts">
          <Facts>
            <Fact name="Agents">{agentsInWords(session)}</Fact>
            <Fact name="Began by">{SOURCES[session.source]}</Fact>
            <Fact name="Outcome">
              <span className="block first-letter:uppercase">{outcomeInWords(session)}</span>
            </Fact>
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
