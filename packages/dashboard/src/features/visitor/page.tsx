import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, Eye, Square } from "lucide-react";
import { useEffect } from "react";
import type { Visitor } from "../../api/client.ts";
import { ApiError, inWords } from "../../api/errors.ts";
import { useMe } from "../../app/me.ts";
import { usePageTitle } from "../../app/page-title.ts";
import { useServices, useStore } from "../../app/services.tsx";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, buttonLook } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { TimeAgo, useNow } from "../../ui/time.tsx";
import { PresenceDot } from "../visitors/presence.tsx";
import { visitorQuery } from "../visitors/queries.ts";
import { VerifiedMark } from "../visitors/verified.tsx";
import { EraseVisitor } from "./erase.tsx";
import { PageNow, Technical } from "./facts.tsx";
import { History } from "./history/history.tsx";
import { Identity } from "./identity.tsx";
import { Sessions } from "./sessions.tsx";

/** All that is known of one visitor, kept up to date while one looks. */
export function VisitorPage() {
  const { shortId } = useParams({ from: "/signed-in/shell/visitors/$shortId" });
  const { visitor, erased, error } = useVisitor(shortId);
  usePageTitle(visitor?.nickname ?? "Visitor");
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-5xl px-4 py-4 sm:px-6">
        <Link
          to="/"
          className="mb-4 inline-flex items-center gap-1.5 rounded text-ink-soft hover:text-ink"
        >
          <ArrowLeft aria-hidden size={15} />
          Visitors
        </Link>
        {erased ? (
          <Notice kind="info">This visitor and everything known of them was erased.</Notice>
        ) : visitor !== undefined ? (
          <Known visitor={visitor} />
        ) : error !== null ? (
          <Notice kind="bad">
            {error instanceof ApiError && error.status === 404
              ? `No visitor of your team has the id ${shortId}. It may have been erased.`
              : inWords(error)}
          </Notice>
        ) : (
          <Loading />
        )}
      </div>
    </div>
  );
}

/** REST first, then what the desk says; a session that begins or ends is a reason to read again. */
function useVisitor(shortId: string) {
  const { api, live } = useServices();
  useEffect(() => live.openDesk(), [live]);
  const desk = useStore(live.desk.store);
  const query = useQuery(visitorQuery(api, shortId));
  const update = desk.updates.get(shortId);
  const inSession = update?.visitor?.is_in_session;
  const { refetch } = query;
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are the moments at which sessions change
  useEffect(() => {
    if (desk.generation > 0) void refetch();
  }, [desk.generation, inSession, refetch]);
  const read = query.data;
  const visitor = update?.visitor
    ? { ...update.visitor, sessions: read?.sessions ?? update.visitor.sessions }
    : read;
  return { visitor, erased: update !== undefined && update.visitor === null, error: query.error };
}

function Known({ visitor }: { visitor: Visitor }) {
  const now = useNow(15_000);
  const hidden = useMe().agent.hide_private_details;
  return (
    <>
      <header className="flex flex-wrap items-center gap-4">
        <Avatar name={visitor.nickname} seed={visitor.short_id} size="large" />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="wrap-anywhere line-clamp-2 font-semibold text-xl tracking-tight">
              {visitor.nickname}
            </h1>
            <VerifiedMark visitor={visitor} size={18} />
            {visitor.is_in_session && <Badge tone="accent">In session</Badge>}
            {visitor.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </div>
          <p className="mt-1 flex items-center gap-2 text-ink-soft">
            <PresenceDot online={visitor.is_online} />
            {visitor.is_online ? (
              "Online now"
            ) : (
              <span>
                Last seen <TimeAgo at={visitor.last_seen_at} now={now} />
              </span>
            )}
          </p>
        </div>
        <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:*:flex-1">
          <EraseVisitor visitor={visitor} />
          {visitor.is_in_session && <EndSession visitor={visitor} />}
          <Link
            to="/visitors/$shortId/watch"
            params={{ shortId: visitor.short_id }}
            className={buttonLook("primary")}
          >
            <Eye aria-hidden size={16} />
            {visitor.is_in_session ? "Join session" : "Watch"}
          </Link>
        </div>
      </header>
      {!visitor.is_supported && (
        <div className="mt-4">
          <Notice kind="warn">
            This browser lacks what sharing a page needs: a session may show nothing.
          </Notice>
        </div>
      )}
      {hidden && (
        <div className="mt-4">
          <Notice kind="info">
            Who your visitors are is hidden from you: you see what happens, not to whom. An admin of
            your team can change that.
          </Notice>
        </div>
      )}
      <div className="mt-6 grid items-start gap-4 md:grid-cols-2">
        <div className="grid gap-4">
          <PageNow visitor={visitor} />
          <Sessions sessions={visitor.sessions} now={now} />
        </div>
        <div className="grid gap-4">
          {!hidden && <Identity visitor={visitor} now={now} />}
          <Technical visitor={visitor} hidden={hidden} />
        </div>
      </div>
      {!hidden && (
        <div className="mt-4">
          <History visitor={visitor} now={now} />
        </div>
      )}
    </>
  );
}

function EndSession({ visitor }: { visitor: Visitor }) {
  const { api } = useServices();
  const end = useMutation({ mutationFn: () => api.endSession(visitor.short_id) });
  return (
    <>
      <Confirm
        title="End this session?"
        text={`${visitor.nickname} stops sharing, and every agent who watches is disconnected.`}
        action="End session"
        onConfirm={() => end.mutate()}
      >
        <Button icon={<Square aria-hidden size={14} />} disabled={end.isPending}>
          {end.isPending ? "Ending…" : "End session"}
        </Button>
      </Confirm>
      {end.error !== null && <Notice kind="bad">{inWords(end.error)}</Notice>}
    </>
  );
}

function Loading() {
  return (
    <div role="status">
      <span className="sr-only">Loading the visitor…</span>
      <div className="flex items-center gap-4">
        <Skeleton className="size-12 rounded-full" />
        <div className="grid gap-2">
          <Skeleton className="h-5 w-48" />
          <Skeleton className="h-4 w-32" />
        </div>
      </div>
      <div className="mt-6 grid gap-4 md:grid-cols-2">
        <Skeleton className="h-40 rounded-xl" />
        <Skeleton className="h-40 rounded-xl" />
        <Skeleton className="h-40 rounded-xl" />
        <Skeleton className="h-40 rounded-xl" />
      </div>
    </div>
  );
}
